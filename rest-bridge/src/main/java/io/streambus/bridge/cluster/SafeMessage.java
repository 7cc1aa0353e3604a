package io.streambus.bridge.cluster;

import io.streambus.connect.cluster.InnermostCause;
import java.security.KeyStoreException;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.security.auth.login.LoginException;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.SslAuthenticationException;

/**
 * What to say of an exception of a Kafka client: the innermost message, which is the one that names the trouble. Not so where the trouble is a setting:
 * such messages quote its value, which may be what a reference to a secret stands for.
 */
public final class SafeMessage {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*+(?:\\.[a-z0-9]++)*+");
    /** Not about a value, but about a name service. */
    private static final String NO_HOST = "No resolvable bootstrap urls given in ";

    private static final Set<String> SETTINGS = Stream.of(
                    AdminClientConfig.configNames(), ConsumerConfig.configNames(), ProducerConfig.configNames())
            .flatMap(Collection::stream)
            .collect(Collectors.toUnmodifiableSet());

    private SafeMessage() {}

    public static String of(Throwable e) {
        Throwable cause = InnermostCause.of(e);
        String message = cause.getMessage();
        if (InnermostCause.chain(e).anyMatch(ConfigException.class::isInstance)) {
            return ofSetting(String.valueOf(message));
        }
        if (cause instanceof LoginException || (cause instanceof IllegalArgumentException && isJaas(cause, message))) {
            return "Kafka cannot log in with what sasl.jaas.config says";
        }
        if (cause instanceof IllegalArgumentException
                || cause instanceof NoSuchAlgorithmException
                || cause instanceof KeyStoreException) {
            return "Kafka refuses the value of a setting (" + cause.getClass().getSimpleName() + ')';
        }
        if (InnermostCause.chain(e).anyMatch(SslAuthenticationException.class::isInstance)) {
            return "certificates do not fit: " + InnermostCause.message(e)
                    + "; see tls_ca_file, tls_cert_file and the brokers' host names";
        }
        return InnermostCause.message(e);
    }

    /** Only names that Kafka knows are told: what else the message holds may be the value. */
    private static String ofSetting(String message) {
        if (message.startsWith(NO_HOST)) {
            return "no host of its brokers can be resolved (bootstrap.servers)";
        }
        Set<String> named = NAME.matcher(message)
                .results()
                .map(MatchResult::group)
                .filter(SETTINGS::contains)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        if (named.isEmpty()) {
            return "Kafka refuses one of the cluster's settings";
        }
        return "Kafka refuses the value of "
                + String.join(", ", List.copyOf(named).subList(0, Math.min(3, named.size())));
    }

    private static boolean isJaas(Throwable e, String message) {
        return (message != null && message.contains("JAAS"))
                || Stream.of(e.getStackTrace())
                        .anyMatch(frame -> frame.getClassName().startsWith("org.apache.kafka.common.security.Jaas"));
    }
}
