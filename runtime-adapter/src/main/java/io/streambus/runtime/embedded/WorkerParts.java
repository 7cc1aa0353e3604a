package io.streambus.runtime.embedded;

import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import org.apache.kafka.connect.cli.ConnectDistributed;
import org.apache.kafka.connect.connector.policy.ConnectorClientConfigOverridePolicy;
import org.apache.kafka.connect.runtime.distributed.DistributedConfig;
import org.apache.kafka.connect.runtime.distributed.DistributedHerder;
import org.apache.kafka.connect.runtime.isolation.Plugins;
import org.apache.kafka.connect.runtime.rest.ConnectRestServer;
import org.apache.kafka.connect.runtime.rest.RestClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The parts of a distributed worker, started and stopped in order.
 *
 * <p>Kafka's {@code startConnect} would do, but for what it means inside somebody else's process: it ends the JVM when the worker
 * cannot start, leaves a shutdown hook behind for every worker, and leaves the plugins' class loader on the calling thread.
 *
 * <p>Confined to the thread that starts it, then to the one that closes it; the owner sees to that.
 */
final class WorkerParts implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(WorkerParts.class);

    private final Deque<Runnable> stops = new ArrayDeque<>();

    /** Starts the worker's threads and its REST server; the worker joins its group in the background. */
    URI start(Map<String, String> config) {
        Thread thread = Thread.currentThread();
        ClassLoader callers = thread.getContextClassLoader();
        try {
            return startWithPluginLoader(config);
        } finally {
            thread.setContextClassLoader(callers);
        }
    }

    private URI startWithPluginLoader(Map<String, String> properties) {
        Plugins plugins = new Plugins(properties);
        // The worker's threads inherit it, and its configuration may name classes that only plugins have.
        plugins.compareAndSwapWithDelegatingLoader();
        Assembly assembly = new Assembly();
        DistributedConfig config = assembly.createConfig(properties);
        config.kafkaClusterId();
        RestClient restClient = new RestClient(config);
        ConnectRestServer rest = new ConnectRestServer(config.rebalanceTimeout(), restClient, config.originals());
        stops.push(rest::stop);
        rest.initializeServer();
        URI url = rest.advertisedUrl();
        ConnectorClientConfigOverridePolicy policy = plugins.newPlugin(
                config.getString(DistributedConfig.CONNECTOR_CLIENT_POLICY_CLASS_CONFIG),
                config,
                ConnectorClientConfigOverridePolicy.class);
        DistributedHerder herder =
                assembly.createHerder(config, url.getHost() + ":" + url.getPort(), plugins, policy, rest, restClient);
        // Under the REST server: calls end before what would answer them does.
        Runnable restStop = stops.pop();
        stops.push(herder::stop);
        stops.push(restStop);
        herder.start();
        rest.initializeResources(herder);
        return url;
    }

    @Override
    public void close() {
        while (!stops.isEmpty()) {
            try {
                stops.pop().run();
            } catch (RuntimeException e) {
                LOG.warn("a part of the Connect worker did not stop cleanly", e);
            }
        }
    }

    /** Opens the two steps of Kafka's start that make a herder from its many parts. */
    private static final class Assembly extends ConnectDistributed {

        @Override
        protected DistributedConfig createConfig(Map<String, String> properties) {
            return super.createConfig(properties);
        }

        @Override
        protected DistributedHerder createHerder(
                DistributedConfig config,
                String workerId,
                Plugins plugins,
                ConnectorClientConfigOverridePolicy policy,
                org.apache.kafka.connect.runtime.rest.RestServer rest,
                RestClient restClient) {
            return super.createHerder(config, workerId, plugins, policy, rest, restClient);
        }
    }
}
