package io.streambus.runtime.embedded;

import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A single-node KRaft cluster (broker and controller) in this process, reachable on 127.0.0.1 only. Its threads are no daemons: an unclosed
 * cluster keeps the JVM alive.
 *
 * <p>Thread-safe: nothing but the guard of {@link #close} changes after the start.
 */
public final class EmbeddedCluster implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedCluster.class);

    private final ClusterSpec spec;
    private final Listeners listeners;
    private final DirectoryLock lock;
    private final KafkaNode node;
    private final String bootstrapServers;
    private final String internalBootstrapServers;
    private final AtomicBoolean closed = new AtomicBoolean();

    private EmbeddedCluster(ClusterSpec spec, Listeners listeners, DirectoryLock lock, KafkaNode node) {
        this.spec = spec;
        this.listeners = listeners;
        this.lock = lock;
        this.node = node;
        // While the sockets are open: a closed one has no port to tell.
        this.bootstrapServers = Listeners.address(listeners.clients());
        this.internalBootstrapServers = Listeners.address(listeners.broker());
    }

    /**
     * Starts a cluster; at return it answers clients.
     *
     * @throws StartFailedException.PortTaken if the port given is taken; nothing has been started or written then
     * @throws StartFailedException for any other reason (the data directory is in use or another cluster's, a setting is refused); what
     *     had been started is down again
     */
    public static EmbeddedCluster start(ClusterSpec spec) {
        Listeners listeners = Listeners.bind(spec);
        DirectoryLock lock = null;
        KafkaNode node = null;
        boolean started = false;
        try {
            lock = DirectoryLock.take(spec);
            node = KafkaNode.assemble(spec, listeners);
            node.start();
            EmbeddedCluster cluster = new EmbeddedCluster(spec, listeners, lock, node);
            started = true;
            LOG.info("cluster {} is up on {}", spec.clusterId(), cluster.bootstrapServers);
            return cluster;
        } catch (StartFailedException e) {
            throw e;
        } catch (Exception e) { // any: Scala throws checked exceptions without declaring them
            throw new StartFailedException(
                    "the cluster " + spec.clusterId() + " with data directory " + spec.dataDir() + " did not start: "
                            + e.getMessage(),
                    e);
        } finally {
            if (!started) {
                release(listeners, lock, node);
            }
        }
    }

    private static void release(Listeners listeners, DirectoryLock lock, KafkaNode node) {
        try {
            if (node != null) {
                node.stop();
            }
        } finally {
            listeners.close();
            if (lock != null) {
                lock.close();
            }
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
        return spec.clusterId();
    }

    /** Stops the cluster within seconds and lets go of its ports and its directory; its data stays. Idempotent. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            release(listeners, lock, node);
            LOG.info("cluster {} is down", spec.clusterId());
        }
    }
}
