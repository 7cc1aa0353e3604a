package io.streambus.runtime.embedded;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
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
 * A single-node KRaft cluster (broker and controller) in this process, reachable on 127.0.0.1 only.
 *
 * <p>It is put together from the parts of Kafka's {@code KafkaRaftServer} rather than by it, for two reasons: that one halts the JVM when a
 * controller cannot start, and it binds its ports itself, so that a free port may be lost before it is used. Its threads are no daemons:
 * an unclosed cluster keeps the JVM alive.
 *
 * <p>Thread-safe: nothing but the guard of {@link #close} changes after the start.
 */
public final class EmbeddedCluster implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedCluster.class);

    /** A lone broker has nobody to hand its partitions to; what it waits for is the controller's heartbeat answer. */
    private static final Duration CONTROLLED_SHUTDOWN = Duration.ofSeconds(3);

    private final String clusterId;
    private final String bootstrapServers;
    private final String internalBootstrapServers;
    private final Listeners listeners;
    private final ControllerServer controller;
    private final BrokerServer broker;
    private final AtomicBoolean closed = new AtomicBoolean();

    private EmbeddedCluster(ClusterSpec spec, Listeners listeners, ControllerServer controller, BrokerServer broker) {
        this.clusterId = spec.clusterId();
        this.bootstrapServers = Listeners.address(listeners.clients());
        this.internalBootstrapServers = Listeners.address(listeners.broker());
        this.listeners = listeners;
        this.controller = controller;
        this.broker = broker;
    }

    /**
     * Starts a cluster; at return it answers clients.
     *
     * @throws StartFailedException.PortTaken if the port given is taken; nothing has been started or written then
     * @throws StartFailedException for any other reason; what had been started is down again
     */
    public static EmbeddedCluster start(ClusterSpec spec) {
        Listeners listeners = Listeners.bind(spec);
        EmbeddedCluster cluster = null;
        try {
            cluster = assemble(spec, listeners);
            cluster.controller.startup();
            cluster.broker.startup();
            LOG.info("cluster {} is up on {}", spec.clusterId(), cluster.bootstrapServers);
            return cluster;
        } catch (StartFailedException e) {
            abandon(cluster, listeners);
            throw e;
        } catch (RuntimeException e) {
            abandon(cluster, listeners);
            throw new StartFailedException(
                    "the cluster " + spec.clusterId() + " with data directory " + spec.dataDir() + " did not start: "
                            + e.getMessage(),
                    e);
        }
    }

    private static EmbeddedCluster assemble(ClusterSpec spec, Listeners listeners) {
        Storage storage = Storage.open(spec, Port.of(listeners.clients()));
        KafkaConfig config =
                new KafkaConfig(BrokerConfig.of(spec, storage.nodeId(), storage.logDir(), listeners), false);
        var logDirs = KafkaRaftServer.initializeLogDirs(config, LOG, "[" + spec.clusterId() + "] ");
        SharedServer shared = new SharedServer(
                config,
                logDirs._1(),
                Time.SYSTEM,
                Server.initializeMetrics(
                        config, Time.SYSTEM, logDirs._1().clusterId().orElseThrow()),
                CompletableFuture.completedFuture(
                        QuorumConfig.parseVoterConnections(config.quorumConfig().voters())),
                QuorumConfig.parseBootstrapServers(config.quorumConfig().bootstrapServers()),
                // Kafka's own handler of fatal faults ends the process, which is not this cluster's to end.
                (name, fatal, action) -> new LoggingFaultHandler(spec.clusterId() + " " + name, action),
                listeners);
        return new EmbeddedCluster(
                spec,
                listeners,
                new ControllerServer(shared, KafkaRaftServer.configSchema(), logDirs._2()),
                new BrokerServer(shared));
    }

    private static void abandon(EmbeddedCluster cluster, Listeners listeners) {
        if (cluster == null) {
            listeners.close();
        } else {
            cluster.close();
        }
    }

    /** {@code host:port} for clients; the listener itself, also where a proxy's address is advertised. */
    public String bootstrapServers() {
        return bootstrapServers;
    }

    /** {@code host:port} of the listener that stays plain text where overrides secure the one for clients, for setting up users and rights. */
    public String internalBootstrapServers() {
        return internalBootstrapServers;
    }

    /** The name given at the start. */
    public String clusterId() {
        return clusterId;
    }

    /** Stops the cluster within seconds and lets go of its ports; its data stays. Idempotent. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        try {
            quietly("broker", () -> broker.shutdown(CONTROLLED_SHUTDOWN));
            quietly("controller", controller::shutdown);
        } finally {
            listeners.close();
        }
        LOG.info("cluster {} is down", clusterId);
    }

    private void quietly(String part, Runnable stop) {
        try {
            stop.run();
        } catch (RuntimeException e) {
            LOG.warn("the {} of cluster {} did not stop cleanly", part, clusterId, e);
        }
    }
}
