package io.streambus.bridge.document;

import io.streambus.bridge.link.Secret;
import io.streambus.bridge.secrets.InlineSecrets;
import io.streambus.bridge.secrets.RefusedSecretException;
import io.streambus.bridge.secrets.SecretPlace;
import io.streambus.connect.secret.SecretReference;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;

/** Tells which values of one cluster's security are secret, and what is kept of them. Confined to one reading. */
final class SecretReader {

    private static final String PASSWORD = "sasl_password";

    private static final Pattern SECRET_NAME =
            Pattern.compile("(?i).*(password|passphrase|secret|jaas|token|credential|private|keystore\\.key$).*");
    private static final Pattern HARMLESS_NAME =
            Pattern.compile("(?i).*\\.(file|location|path|url|uri|algorithm|name|class|type|alias|ms|seconds|claim)");
    private static final Pattern INLINE_OPTION =
            Pattern.compile("(?i)[\\w.]*(password|secret|token|credential)\\w*\\s*=\\s*\"?(?!\\$\\{[^}:]+:)[^\"\\s;]");

    /** Kafka hides certificates as it does passwords, but everybody may know them. */
    private static final Set<String> PUBLIC = Set.of("ssl.keystore.certificate.chain", "ssl.truststore.certificates");

    private static final Set<String> HIDDEN_BY_KAFKA = hiddenByKafka();

    private final String linkId;
    private final String clusterId;
    private final InlineSecrets secrets;

    SecretReader(String linkId, String clusterId, InlineSecrets secrets) {
        this.linkId = linkId;
        this.clusterId = clusterId;
        this.secrets = secrets;
    }

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

    /** Whether a field of {@code security}, or of its {@code properties}, is never shown. */
    static boolean isSecretField(String name) {
        return name.equals(PASSWORD)
                || HIDDEN_BY_KAFKA.contains(name)
                || (SECRET_NAME.matcher(name).matches()
                        && !HARMLESS_NAME.matcher(name).matches());
    }

    /** What is kept of {@code sasl_password}. */
    String password(String value) throws RefusedSecretException {
        return kept(SecretPlace.password(linkId, clusterId), value);
    }

    /** What is kept of a property. */
    String property(String name, String value) throws RefusedSecretException {
        if (isSecretField(name) && (!name.endsWith("sasl.jaas.config") || mustBeKept(value))) {
            return kept(SecretPlace.property(linkId, clusterId, name), value);
        }
        if (SecretReference.isIn(value)) {
            return kept(SecretPlace.property(linkId, clusterId, name), value);
        }
        return value;
    }

    /** A JAAS line is secret only where it says a secret; the names of modules and users are not. */
    private static boolean mustBeKept(String jaas) throws RefusedSecretException {
        boolean inline =
                !Secret.isReference(jaas) && INLINE_OPTION.matcher(jaas).find();
        if (inline && Secret.holdsReference(jaas)) {
            throw new RefusedSecretException(
                    "holds both a secret in clear and a reference, which would not be resolved any more once the line is"
                            + " encrypted; write all of its secrets one way");
        }
        return inline || jaas.equals(Secret.MASK);
    }

    private String kept(SecretPlace place, String value) throws RefusedSecretException {
        if (value.equals(Secret.MASK)) {
            throw new RefusedSecretException(
                    "is \"***\", which stands for the secret that is there already, and there is none");
        }
        if (value.isEmpty()) {
            throw new RefusedSecretException("is empty; leave it out if there is none");
        }
        if (SecretReference.isIn(value)) {
            if (SecretReference.of(value).isEmpty()) {
                throw new RefusedSecretException(
                        "holds a reference to an encrypted secret among other text; send the secret itself");
            }
            return secrets.keep(place, value);
        }
        return Secret.isReference(value) ? value : secrets.keep(place, value);
    }
}
