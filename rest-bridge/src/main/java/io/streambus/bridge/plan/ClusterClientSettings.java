package io.streambus.bridge.plan;

import io.streambus.bridge.link.cluster.ConnectionProperties;
import io.streambus.bridge.link.cluster.LinkedCluster;
import io.streambus.bridge.link.cluster.Sasl;
import io.streambus.bridge.link.cluster.Secret;
import io.streambus.bridge.link.cluster.Security;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * The Kafka client properties that reach a cluster of a link, {@code bootstrap.servers} included; consumers, producers and admin clients all
 * take them. Secrets among them are config-provider references.
 */
public final class ClusterClientSettings {

    private static final Duration KAFKA_API_TIMEOUT = Duration.ofSeconds(60);

    private ClusterClientSettings() {}

    /** For clients in a worker. */
    public static Map<String, String> of(LinkedCluster cluster) {
        return of(cluster, ClusterClientSettings::reference);
    }

    /** @param content makes the value that stands for the content of a PEM file */
    public static Map<String, String> of(LinkedCluster cluster, UnaryOperator<String> content) {
        Map<String, String> settings = new TreeMap<>();
        settings.put("bootstrap.servers", String.join(",", cluster.brokers()));
        String connection = millis(cluster.connectionTimeout());
        settings.put("socket.connection.setup.timeout.ms", connection);
        // Clients double the set-up time-out up to this, and refuse to start if it is the smaller one.
        settings.put("socket.connection.setup.timeout.max.ms", connection);
        settings.put("request.timeout.ms", millis(cluster.requestTimeout()));
        security(settings, cluster.security(), content);
        settings.putAll(ConnectionProperties.withoutReserved(cluster.security().properties()));
        return Collections.unmodifiableMap(settings);
    }

    /** The bound on a whole call, which Kafka refuses to be below that of one request. */
    static String apiTimeout(LinkedCluster cluster) {
        return millis(
                cluster.requestTimeout().compareTo(KAFKA_API_TIMEOUT) > 0
                        ? cluster.requestTimeout()
                        : KAFKA_API_TIMEOUT);
    }

    private static void security(Map<String, String> settings, Security security, UnaryOperator<String> content) {
        if (security.tls() || security.sasl().isPresent()) {
            settings.put("security.protocol", protocol(security));
        }
        security.caFile().ifPresent(file -> {
            settings.put("ssl.truststore.type", "PEM");
            settings.put("ssl.truststore.location", file);
        });
        security.certFile()
                .ifPresent(cert ->
                        clientCertificate(settings, cert, security.keyFile().orElseThrow(), content));
        if (security.skipHostnameCheck()) {
            settings.put("ssl.endpoint.identification.algorithm", "");
        }
        security.sasl().ifPresent(sasl -> sasl(settings, sasl));
    }

    private static String protocol(Security security) {
        if (security.sasl().isPresent()) {
            return security.tls() ? "SASL_SSL" : "SASL_PLAINTEXT";
        }
        return "SSL";
    }

    /** Kafka reads a PEM key store from one file that holds key and certificates. From two files it takes the contents only. */
    private static void clientCertificate(
            Map<String, String> settings, String cert, String key, UnaryOperator<String> content) {
        settings.put("ssl.keystore.type", "PEM");
        if (cert.equals(key)) {
            settings.put("ssl.keystore.location", cert);
        } else {
            settings.put("ssl.keystore.certificate.chain", content.apply(cert));
            settings.put("ssl.keystore.key", content.apply(key));
        }
    }

    /** The worker's {@code DirectoryConfigProvider}, under the name {@code directory}, puts the content in place of it. */
    private static String reference(String file) {
        int slash = file.lastIndexOf('/');
        String directory = slash <= 0 ? "/" : file.substring(0, slash);
        return "${directory:" + directory + ':' + file.substring(slash + 1) + '}';
    }

    private static void sasl(Map<String, String> settings, Sasl sasl) {
        settings.put("sasl.mechanism", sasl.mechanism().word());
        if (sasl.username().isEmpty()) {
            return;
        }
        String user = quoted(sasl.username().get());
        // A reference goes in as it is: the provider replaces it inside the quotes.
        String password = '"' + sasl.password().orElseThrow().inQuotes() + '"';
        settings.put(
                "sasl.jaas.config",
                switch (sasl.mechanism()) {
                    case PLAIN -> jaas("plain.PlainLoginModule", "username", user, "password", password);
                    case SCRAM_SHA_256, SCRAM_SHA_512 ->
                        jaas("scram.ScramLoginModule", "username", user, "password", password);
                    case OAUTHBEARER ->
                        jaas("oauthbearer.OAuthBearerLoginModule", "clientId", user, "clientSecret", password);
                });
        if (sasl.mechanism() == Sasl.Mechanism.OAUTHBEARER) {
            settings.put(
                    "sasl.login.callback.handler.class",
                    "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginCallbackHandler");
        }
    }

    private static String jaas(String module, String userKey, String user, String passwordKey, String password) {
        return "org.apache.kafka.common.security." + module + " required " + userKey + '=' + user + ' ' + passwordKey
                + '=' + password + ';';
    }

    private static String quoted(String text) {
        return '"' + Secret.escaped(text) + '"';
    }

    private static String millis(Duration duration) {
        return Long.toString(duration.toMillis());
    }
}
