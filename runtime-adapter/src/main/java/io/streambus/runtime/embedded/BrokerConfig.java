package io.streambus.runtime.embedded;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The settings of a single-node broker and controller: pure. */
final class BrokerConfig {

    private BrokerConfig() {}

    static Map<String, String> of(ClusterSpec spec, int nodeId, Path logDir, Listeners listeners) {
        Map<String, String> config = new LinkedHashMap<>();
        config.put("auto.create.topics.enable", "false");
        config.put("num.network.threads", "2");
        config.put("num.io.threads", "4");
        config.put("background.threads", "2");
        // 128 MiB by default, for each broker.
        config.put("log.cleaner.dedupe.buffer.size", "2097152");
        config.put("offsets.topic.num.partitions", "4");
        config.put("offsets.topic.replication.factor", "1");
        config.put("transaction.state.log.num.partitions", "4");
        config.put("transaction.state.log.replication.factor", "1");
        config.put("transaction.state.log.min.isr", "1");
        config.put("share.coordinator.state.topic.num.partitions", "1");
        config.put("share.coordinator.state.topic.replication.factor", "1");
        config.put("share.coordinator.state.topic.min.isr", "1");
        config.put("default.replication.factor", "1");
        config.put("min.insync.replicas", "1");
        config.put("group.initial.rebalance.delay.ms", "0");
        // A killed broker's successor is let in when the session has run out: 9 s by default.
        config.put("broker.session.timeout.ms", "5000");
        config.put("broker.heartbeat.interval.ms", "1000");
        // No bound by default: a start that cannot succeed would hang for ever.
        config.put("server.max.startup.time.ms", "60000");
        config.put(
                "listener.security.protocol.map",
                Listeners.CLIENTS + ":PLAINTEXT," + Listeners.BROKER + ":PLAINTEXT," + Listeners.CONTROLLER
                        + ":PLAINTEXT");
        config.put("advertised.listeners", listeners.brokerConfig());

        config.putAll(spec.overrides());

        config.computeIfPresent("advertised.listeners", (key, value) -> withBroker(value, listeners));
        config.put("process.roles", "broker,controller");
        config.put("node.id", Integer.toString(nodeId));
        config.put("listeners", listeners.config());
        config.put("inter.broker.listener.name", Listeners.BROKER);
        config.put("controller.listener.names", Listeners.CONTROLLER);
        config.put("controller.quorum.voters", nodeId + "@" + Listeners.address(listeners.controller()));
        config.put("log.dirs", logDir.toString());
        return config;
    }

    private static String withBroker(String advertised, Listeners listeners) {
        String broker = Listeners.BROKER + "://";
        return advertised.contains(broker)
                ? advertised
                : advertised + "," + broker + Listeners.address(listeners.broker());
    }
}
