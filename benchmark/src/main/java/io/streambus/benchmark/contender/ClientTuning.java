package io.streambus.benchmark.contender;

import io.streambus.benchmark.stage.BenchmarkStage;
import java.util.Map;
import java.util.TreeMap;

/** The settings of our clients, for the others: {@code consumer.*} and {@code producer.override.*} of a link's plan, and what our connector adds by itself. */
final class ClientTuning {

    private static final String CONSUMER = "consumer.";
    private static final String PRODUCER = "producer.override.";

    private ClientTuning() {}

    static Map<String, String> forConnector(BenchmarkStage stage, Order order) {
        Map<String, String> settings = new TreeMap<>();
        // Our connector's own (its ClientSettings); records per poll and bytes per fetch are the plan's.
        settings.put(CONSUMER + "receive.buffer.bytes", "-1");
        settings.put(CONSUMER + "isolation.level", "read_committed");
        StreamBusPlan.of(stage, order, "", false).forEach((key, value) -> {
            if (key.startsWith(CONSUMER) || key.startsWith(PRODUCER)) {
                settings.put(key, value);
            }
        });
        return settings;
    }

    static Map<String, String> consumer(BenchmarkStage stage, Order order) {
        return without(CONSUMER, forConnector(stage, order));
    }

    static Map<String, String> producer(BenchmarkStage stage, Order order) {
        return without(PRODUCER, forConnector(stage, order));
    }

    private static Map<String, String> without(String prefix, Map<String, String> settings) {
        Map<String, String> stripped = new TreeMap<>();
        settings.forEach((key, value) -> {
            if (key.startsWith(prefix)) {
                stripped.put(key.substring(prefix.length()), value);
            }
        });
        return stripped;
    }
}
