package io.streambus.connect.config;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;

/** What the user set for the clients of either cluster, by the prefixes that MirrorMaker 2 knows. Immutable, thread-safe. */
public final class ClientPrefixes {

    private static final String SOURCE = "source.";
    private static final String TARGET = "target.";
    private static final String CLUSTER = "cluster.";

    private final SourceConfig config;

    public ClientPrefixes(SourceConfig config) {
        this.config = config;
    }

    /** What the user set for the source's consumer: {@code source.cluster.*}, {@code consumer.*}, {@code source.consumer.*}, the later wins. */
    public Map<String, Object> sourceConsumer() {
        return client(SOURCE, "consumer.", ConsumerConfig.configNames());
    }

    /** What the user set for the source's admin client: {@code source.cluster.*}, {@code admin.*}, {@code source.admin.*}, the later wins. */
    Map<String, Object> sourceAdmin() {
        return client(SOURCE, "admin.", AdminClientConfig.configNames());
    }

    /** What the user set for the target's admin client: {@code target.cluster.*}, {@code admin.*}, {@code target.admin.*}, the later wins. */
    Map<String, Object> targetAdmin() {
        return client(TARGET, "admin.", AdminClientConfig.configNames());
    }

    /** What the user set for consumers of the target: {@code target.cluster.*}, {@code target.consumer.*}, the later wins. */
    Map<String, Object> targetConsumer() {
        Map<String, Object> settings = clusterSettings(TARGET, ConsumerConfig.configNames());
        settings.putAll(config.originalsWithPrefix(TARGET + "consumer."));
        return settings;
    }

    /** What the user set for the checkpoints' producer: {@code target.cluster.*}, {@code producer.*}, {@code target.producer.*}, the later wins. */
    Map<String, Object> targetProducer() {
        Map<String, Object> settings = client(TARGET, "producer.", ProducerConfig.configNames());
        // "producer.override.*" is Connect's own and speaks of the worker's producer.
        settings.keySet().removeIf(key -> key.startsWith("override."));
        return settings;
    }

    private Map<String, Object> client(String side, String role, Set<String> known) {
        Map<String, Object> settings = clusterSettings(side, known);
        settings.putAll(config.originalsWithPrefix(role));
        settings.putAll(config.originalsWithPrefix(side + role));
        return settings;
    }

    /** Only what the client knows: {@code source.cluster.alias} is ours, and a client warns of every setting that it does not know. */
    private Map<String, Object> clusterSettings(String side, Set<String> known) {
        Map<String, Object> settings = new HashMap<>(config.originalsWithPrefix(side + CLUSTER));
        settings.keySet().retainAll(known);
        return settings;
    }
}
