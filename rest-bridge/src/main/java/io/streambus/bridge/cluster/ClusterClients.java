package io.streambus.bridge.cluster;

import io.streambus.bridge.link.LinkedCluster;
import io.streambus.bridge.plan.ClusterClientSettings;
import io.streambus.bridge.tls.PemFile;
import io.streambus.connect.listener.PlainListeners;
import io.streambus.connect.listener.WrongListenerException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.KafkaException;

/**
 * Settings of the bridge's own clients for the clusters of links.
 *
 * @param providers {@code config.providers} and its settings, which resolve the references in links here as the worker's do there; may be empty
 */
public record ClusterClients(Map<String, String> providers) {

    /** What an observation may take; a cluster that is slower than this counts as unreachable. */
    public static final Duration TIMEOUT = Duration.ofSeconds(5);

    private static final String PROVIDERS = "config.providers";

    public ClusterClients {
        providers = Map.copyOf(providers);
    }

    /**
     * Short time-outs, whatever the link's: these clients look, they do not copy. Asks the brokers first whether they can be spoken to without TLS if
     * the client would.
     *
     * @throws KafkaException if a PEM file that the link names cannot be read on this machine
     * @throws WrongListenerException if they cannot: the client would take TLS for an answer, and the bridge's whole heap for it
     */
    public Map<String, Object> settings(LinkedCluster cluster, String clientId) {
        Map<String, Object> settings = new HashMap<>(ClusterClientSettings.of(cluster, PemFile::content));
        // A link that was stored before these were refused must not choose what is read here.
        settings.keySet().removeIf(name -> name.startsWith(PROVIDERS));
        settings.putAll(providers);
        String timeout = Long.toString(TIMEOUT.toMillis());
        settings.put("request.timeout.ms", timeout);
        settings.put("default.api.timeout.ms", timeout);
        settings.put("socket.connection.setup.timeout.ms", timeout);
        settings.put("socket.connection.setup.timeout.max.ms", timeout);
        settings.put("reconnect.backoff.max.ms", "5000");
        settings.put("client.id", clientId);
        PlainListeners.require(cluster.clusterId(), settings);
        return settings;
    }
}
