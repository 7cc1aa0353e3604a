package io.streambus.bridge.cluster;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.streambus.bridge.link.cluster.ConnectionProperties;
import io.streambus.bridge.link.cluster.LinkedCluster;
import io.streambus.bridge.plan.ClusterClientSettings;
import io.streambus.bridge.tls.PemFile;
import io.streambus.connect.cluster.InnermostCause;
import io.streambus.connect.listener.BrokerDiagnosis;
import io.streambus.connect.listener.PlainListeners;
import io.streambus.connect.listener.WrongListenerException;
import io.streambus.connect.secret.SecretReference;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;

/** Settings of the bridge's own clients for the clusters of links. Thread-safe. */
public final class ClusterClients {

    /** What an observation may take; a cluster that is slower than this counts as unreachable. */
    public static final Duration TIMEOUT = Duration.ofSeconds(5);

    private static final String PROVIDERS = "config.providers";
    private static final String BROKERS = "bootstrap.servers";
    private static final String MAC = "HmacSHA256";

    /** A document that is encrypted anew has another form, and its key is not asked for any more. */
    private static final Duration UNUSED = Duration.ofMinutes(5);

    private final Map<String, String> providers;
    private final SecretKeySpec fingerprints;
    private final Cache<LinkedCluster, ClusterKey> keys =
            Caffeine.newBuilder().expireAfterAccess(UNUSED).build();

    /**
     * @param providers {@code config.providers} and its settings, which resolve the references in links here as the worker's do there; may be empty
     */
    public ClusterClients(Map<String, String> providers) {
        this.providers = Map.copyOf(providers);
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        this.fingerprints = new SecretKeySpec(random, MAC);
    }

    /**
     * Short time-outs, whatever the link's: these clients look, they do not copy. Asks the brokers first whether they can be spoken to without TLS if
     * the client would.
     *
     * @throws KafkaException if a PEM file that the link names cannot be read on this machine
     * @throws WrongListenerException if they cannot: the client would take TLS for an answer, and the bridge's whole heap for it
     */
    public Map<String, Object> settings(LinkedCluster cluster, String clientId) {
        Map<String, Object> settings = settings(cluster, PemFile::content);
        settings.put("client.id", clientId);
        PlainListeners.require(cluster.clusterId(), settings);
        return settings;
    }

    /**
     * What to say of a failure of a client. Takes up to 2 s where the client does not know: then the brokers' ports are asked.
     *
     * @return with broker, address, cause and what to do as far as they are known, without a full stop and without secrets
     */
    public static String reason(LinkedCluster cluster, Throwable failure) {
        Optional<String> found =
                BrokerDiagnosis.of(ClusterClientSettings.of(cluster, UnaryOperator.identity()), failure);
        if (InnermostCause.of(failure) instanceof TimeoutException) {
            return noAnswer() + found.map(cause -> ": " + cause).orElse("");
        }
        return found.orElseGet(() -> SafeMessage.of(failure));
    }

    static String noAnswer() {
        return "no answer within " + TIMEOUT.toSeconds() + " s";
    }

    private Map<String, Object> settings(LinkedCluster cluster, UnaryOperator<String> content) {
        Map<String, Object> settings = new HashMap<>(ClusterClientSettings.of(cluster, content));
        // A link that was stored before these were refused must not choose what is loaded and read here.
        cluster.security().properties().forEach((name, value) -> {
            if (!ConnectionProperties.isTaken(name, value)) {
                settings.remove(name, value);
            }
        });
        settings.putAll(providers);
        String timeout = Long.toString(TIMEOUT.toMillis());
        settings.put("request.timeout.ms", timeout);
        settings.put("default.api.timeout.ms", timeout);
        settings.put("socket.connection.setup.timeout.ms", timeout);
        settings.put("socket.connection.setup.timeout.max.ms", timeout);
        settings.put("reconnect.backoff.max.ms", "5000");
        return settings;
    }

    /**
     * What the clients for two clusters have in common: the same key means that they would be made the same. So the order of brokers makes no
     * difference, nor do a link's time-outs. A secret that was encrypted twice is one secret; what other config providers stand for is not looked at.
     */
    public ClusterKey key(LinkedCluster cluster) {
        return keys.get(cluster, this::freshKey);
    }

    private ClusterKey freshKey(LinkedCluster cluster) {
        Map<String, Object> settings = settings(cluster, UnaryOperator.identity());
        settings.put(BROKERS, new TreeSet<>(cluster.brokers()));
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(fingerprints);
            new TreeMap<>(decrypted(settings)).forEach((name, value) -> {
                add(mac, name);
                add(mac, String.valueOf(value));
            });
            return new ClusterKey(cluster.clusterId(), HexFormat.of().formatHex(mac.doFinal()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + MAC, e);
        }
    }

    /** With its length, or the end of a text could be taken for the beginning of the next. */
    private static void add(Mac mac, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
        mac.update(bytes);
    }

    /** What cannot be decrypted stays as it is; the client will say so. */
    private Map<String, Object> decrypted(Map<String, Object> settings) {
        boolean known = Arrays.stream(providers.getOrDefault(PROVIDERS, "").split(",", -1))
                .map(String::strip)
                .anyMatch(SecretReference.PROVIDER::equals);
        boolean asked = settings.values().stream().anyMatch(value -> SecretReference.isIn(String.valueOf(value)));
        if (!known || !asked) {
            return settings;
        }
        Map<String, Object> ours = new HashMap<>(settings);
        ours.put(PROVIDERS, SecretReference.PROVIDER);
        try {
            return new AbstractConfig(new ConfigDef(), ours, false).originals();
        } catch (KafkaException e) {
            return settings;
        }
    }
}
