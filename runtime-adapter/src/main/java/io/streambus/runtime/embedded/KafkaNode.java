package io.streambus.runtime.embedded;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import kafka.server.BrokerServer;
import kafka.server.ControllerServer;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.server.Server;
import kafka.server.SharedServer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.raft.QuorumConfig;
import org.apache.kafka.server.fault.LoggingFaultHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A broker and its controller.
 *
 * <p>They are put together from the parts of Kafka's {@code KafkaRaftServer} rather than by it, for two reasons: that one halts the JVM when
 * a controller cannot start, and it binds its ports itself, so that a free port may be lost before it is used.
 *
 * <p>Confined to its {@link EmbeddedCluster}, which starts it once and stops it once.
 */
final class KafkaNode {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaNode.class);

    /** A lone broker has nobody to hand its partitions to; what it waits for is the controller's heartbeat answer. */
    private static final Duration CONTROLLED_SHUTDOWN = Duration.ofSeconds(3);

    /** Kafka's own waits have no bound, and a controller that has lost its log never ends. */
    private static final Duration SHUTDOWN = Duration.ofSeconds(20);

    private final String clusterId;
    private final ControllerServer controller;
    private final BrokerServer broker;

    private KafkaNode(String clusterId, ControllerServer controller, BrokerServer broker) {
        this.clusterId = clusterId;
        this.controller = controller;
        this.broker = broker;
    }

    /** Formats its storage where need be; starts nothing. */
    static KafkaNode assemble(ClusterSpec spec, Listeners listeners) {
        Storage storage = Storage.open(spec, Port.of(listeners.clients()));
        KafkaConfig config =
                new KafkaConfig(BrokerConfig.of(spec, storage.nodeId(), storage.logDir(), listeners), false);
        var logDirs = KafkaRaftServer.initializeLogDirs(config, LOG, "[" + spec.clusterId() + "] ");
        QuorumConfig quorum = config.quorumConfig();
        SharedServer shared = new SharedServer(
                config,
                logDirs._1(),
                Time.SYSTEM,
                Server.initializeMetrics(
                        config, Time.SYSTEM, logDirs._1().clusterId().orElseThrow()),
                CompletableFuture.completedFuture(QuorumConfig.parseVoterConnections(quorum.voters())),
                QuorumConfig.parseBootstrapServers(quorum.bootstrapServers()),
                // Kafka's own handler of fatal faults ends the process, which is not this cluster's to end.
                (name, fatal, action) -> new LoggingFaultHandler(spec.clusterId() + " " + name, action),
                listeners);
        return new KafkaNode(
                spec.clusterId(),
                new ControllerServer(shared, KafkaRaftServer.configSchema(), logDirs._2()),
                new BrokerServer(shared));
    }

    /** At return clients are answered. Scala throws checked exceptions without declaring them: expect any. */
    void start() {
        controller.startup();
        broker.startup();
    }

    /** Keeps the interrupt flag. */
    void stop() {
        Thread stopping = new Thread(this::stopNow, "stop-" + clusterId);
        stopping.setDaemon(true);
        stopping.start();
        long end = System.nanoTime() + SHUTDOWN.toNanos();
        boolean interrupted = false;
        while (stopping.isAlive() && end - System.nanoTime() > 0) {
            try {
                stopping.join(
                        Math.max(1, Duration.ofNanos(end - System.nanoTime()).toMillis()));
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (stopping.isAlive()) {
            LOG.error(
                    "cluster {} did not stop within {} s and has been left behind; its threads may keep the JVM alive",
                    clusterId,
                    SHUTDOWN.toSeconds());
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void stopNow() {
        quietly("broker", () -> broker.shutdown(CONTROLLED_SHUTDOWN));
        quietly("controller", controller::shutdown);
    }

    private void quietly(String part, Runnable stop) {
        try {
            stop.run();
        } catch (RuntimeException e) {
            LOG.warn("the {} of cluster {} did not stop cleanly", part, clusterId, e);
        }
    }
}
