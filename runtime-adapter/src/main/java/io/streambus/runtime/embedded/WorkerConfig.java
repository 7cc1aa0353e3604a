package io.streambus.runtime.embedded;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** The settings of a distributed worker: pure. */
final class WorkerConfig {

    private static final String BYTE_ARRAYS = "org.apache.kafka.connect.converters.ByteArrayConverter";

    private WorkerConfig() {}

    static Map<String, String> of(WorkerSpec spec) {
        Map<String, String> config = new LinkedHashMap<>();
        config.put("group.id", "streambus-connect");
        config.put("config.storage.topic", "streambus-connect-configs");
        config.put("config.storage.replication.factor", "1");
        config.put("offset.storage.topic", "streambus-connect-offsets");
        config.put("offset.storage.partitions", "3");
        config.put("offset.storage.replication.factor", "1");
        config.put("status.storage.topic", "streambus-connect-status");
        config.put("status.storage.partitions", "1");
        config.put("status.storage.replication.factor", "1");
        config.put("key.converter", BYTE_ARRAYS);
        config.put("value.converter", BYTE_ARRAYS);
        // The default one re-reads header bytes as text and changes them.
        config.put("header.converter", BYTE_ARRAYS);
        config.put("offset.flush.interval.ms", "10000");
        // Five minutes by default: a killed worker's tasks would wait that long for it to come back.
        config.put("scheduled.rebalance.max.delay.ms", "0");
        // Reads the plugins' service files (KIP-898); scanning every class takes twenty seconds.
        config.put("plugin.discovery", "service_load");

        config.putAll(spec.overrides());

        config.put("bootstrap.servers", spec.bootstrapServers());
        config.put("listeners", "http://127.0.0.1:" + spec.restPort());
        if (!spec.pluginPath().isEmpty()) {
            config.put(
                    "plugin.path",
                    spec.pluginPath().stream()
                            .map(Path::toAbsolutePath)
                            .map(Path::toString)
                            .collect(Collectors.joining(",")));
        }
        return config;
    }
}
