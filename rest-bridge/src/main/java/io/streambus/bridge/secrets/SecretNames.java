package io.streambus.bridge.secrets;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;

/**
 * Tells by the name of a setting whether its value is secret. Plugins have settings that Kafka does not know, so this errs on the side of secrecy.
 * Thread-safe: stateless.
 */
final class SecretNames {

    /** Without the characters between words. */
    private static final List<String> PARTS = List.of(
            "password",
            "passwd",
            "passphrase",
            "secret",
            "jaas",
            "token",
            "credential",
            "private",
            "apikey",
            "userinfo",
            "keystorekey");

    private static final Set<String> LAST_WORDS = Set.of("key", "pass", "pwd", "passcode", "pin");

    /** What is said about a secret, or where it is. */
    private static final Set<String> HARMLESS_ENDS = Set.of(
            "file",
            "location",
            "path",
            "url",
            "uri",
            "algorithm",
            "name",
            "class",
            "type",
            "alias",
            "ms",
            "seconds",
            "claim");

    private static final Pattern BETWEEN_WORDS = Pattern.compile("[._-]");
    private static final Pattern WORD_STARTS = Pattern.compile("[._-]|(?<=[a-z0-9])(?=[A-Z])");

    /** Kafka hides certificates as it does passwords, but everybody may know them. */
    private static final Set<String> PUBLIC = Set.of("ssl.keystore.certificate.chain", "ssl.truststore.certificates");

    private static final Set<String> HIDDEN_BY_KAFKA = hiddenByKafka();

    private SecretNames() {}

    private static Set<String> hiddenByKafka() {
        Set<String> names = new HashSet<>();
        for (ConfigDef clients :
                List.of(AdminClientConfig.configDef(), ConsumerConfig.configDef(), ProducerConfig.configDef())) {
            clients.configKeys().values().stream()
                    .filter(key -> key.type == ConfigDef.Type.PASSWORD)
                    .map(key -> key.name)
                    .filter(name -> !PUBLIC.contains(name))
                    .forEach(names::add);
        }
        return Set.copyOf(names);
    }

    static boolean isSecret(String name) {
        if (HIDDEN_BY_KAFKA.contains(name)) {
            return true;
        }
        String lower = name.toLowerCase(Locale.ROOT);
        if (HARMLESS_ENDS.contains(lower.substring(lower.lastIndexOf('.') + 1)) && lower.indexOf('.') >= 0) {
            return false;
        }
        String joined = BETWEEN_WORDS.matcher(lower).replaceAll("");
        if (PARTS.stream().anyMatch(joined::contains)) {
            return true;
        }
        String[] words = WORD_STARTS.split(name, -1);
        return LAST_WORDS.contains(words[words.length - 1].toLowerCase(Locale.ROOT));
    }

    /** Whether it holds certificates, which are long and known to everybody. */
    static boolean isCertificates(String name) {
        return PUBLIC.contains(name);
    }

    static boolean isJaas(String name) {
        return name.endsWith("sasl.jaas.config");
    }
}
