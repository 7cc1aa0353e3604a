package io.streambus.connect.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * Settings of clients that a flow's promises rest on: whatever a configuration says of them, the flow's own clients have them as they must be; of the
 * worker's producer, which a connector cannot change, they are refused by name. Pure.
 */
final class ReservedSettings {

    private static final Set<String> OF_CONSUMERS = Set.of(
            ConsumerConfig.GROUP_ID_CONFIG,
            ConsumerConfig.GROUP_INSTANCE_ID_CONFIG,
            ConsumerConfig.GROUP_PROTOCOL_CONFIG,
            ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG);

    /** Without them Kafka's own defaults stand: all acknowledge, nothing overtakes, a key has one partition, and nobody looks in. */
    private static final List<String> OF_PRODUCERS = List.of(
            ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
            ProducerConfig.INTERCEPTOR_CLASSES_CONFIG,
            ProducerConfig.PARTITIONER_CLASS_CONFIG,
            ProducerConfig.PARTITIONER_IGNORE_KEYS_CONFIG,
            ProducerConfig.TRANSACTIONAL_ID_CONFIG);

    private static final String ACKS = SourceConfig.OVERRIDE + ProducerConfig.ACKS_CONFIG;

    private ReservedSettings() {}

    /** To be called on a consumer's settings before its own are put; it makes no topics, for a broker may make one of every name that is asked for. */
    static void ofConsumer(Map<String, Object> settings) {
        settings.keySet().removeAll(OF_CONSUMERS);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    }

    /** To be called on the settings of a producer of checkpoints: a later entry of a key must never come before an earlier one. */
    static void ofProducer(Map<String, Object> settings) {
        OF_PRODUCERS.forEach(settings::remove);
        settings.remove(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    }

    /** What the connector's configuration says of the worker's producer and must not. @return the faults, by setting */
    static Map<String, String> faults(Map<String, String> settings) {
        Map<String, String> faults = new LinkedHashMap<>();
        String acks = settings.getOrDefault(ACKS, "all").strip();
        if (!acks.equals("all") && !acks.equals("-1")) {
            faults.put(
                    ACKS,
                    ACKS + " = " + acks
                            + " would lose records that a broker has acknowledged and the others have not. Set " + ACKS
                            + " = all, or leave it out.");
        }
        for (String name : OF_PRODUCERS) {
            String setting = SourceConfig.OVERRIDE + name;
            if (settings.containsKey(setting)) {
                faults.put(
                        setting,
                        setting
                                + " is the flow's own matter: that nothing is lost and nothing changes its partition, its order or its"
                                + " content rests on it. Leave it out.");
            }
        }
        return faults;
    }
}
