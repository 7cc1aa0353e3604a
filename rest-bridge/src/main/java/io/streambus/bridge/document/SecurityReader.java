package io.streambus.bridge.document;

import io.streambus.bridge.json.ObjectReader;
import io.streambus.bridge.link.cluster.ConnectionProperties;
import io.streambus.bridge.link.cluster.Sasl;
import io.streambus.bridge.link.cluster.Secret;
import io.streambus.bridge.link.cluster.Security;
import io.streambus.bridge.secrets.RefusedSecretException;
import io.streambus.bridge.secrets.SecretReader;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Reads {@code security}. Its values are never quoted in faults. Confined to one reading. */
final class SecurityReader {

    /** Colons and braces would end the reference that puts a file's content in place. */
    private static final Pattern FILE = Pattern.compile("/[^:{}\\p{Cntrl}]*[^:{}/\\p{Cntrl}]");

    private final ObjectReader reader;
    private final SecretReader secrets;

    SecurityReader(ObjectReader reader, SecretReader secrets) {
        this.reader = reader;
        this.secrets = secrets;
    }

    /** @return {@link Security#NONE} when something is wrong, which has been reported then */
    Security read() {
        boolean tls = reader.bool("enable_tls", false);
        Optional<String> cert = file("tls_cert_file");
        Optional<String> key = file("tls_key_file");
        Optional<String> ca = file("tls_ca_file");
        boolean skipVerify = reader.bool("tls_skip_verify", false);
        boolean consistent = tlsConsistent(tls, cert, key, ca, skipVerify);
        Optional<Sasl> sasl = sasl();
        Map<String, String> properties = properties();
        reader.refuseOthers();
        return consistent ? new Security(tls, cert, key, ca, skipVerify, sasl, properties) : Security.NONE;
    }

    private Optional<String> file(String field) {
        Optional<String> path = reader.text(field);
        path.filter(text -> !FILE.matcher(text).matches())
                .ifPresent(
                        text -> reader.fault(field, "must be the absolute path of a PEM file, without ':' and braces"));
        return path;
    }

    private boolean tlsConsistent(
            boolean tls, Optional<String> cert, Optional<String> key, Optional<String> ca, boolean skipVerify) {
        boolean consistent = true;
        if (cert.isPresent() != key.isPresent()) {
            String missing = cert.isPresent() ? "tls_key_file" : "tls_cert_file";
            reader.fault(missing, "is required: a client certificate and its key go together");
            consistent = false;
        }
        if (!tls && (cert.isPresent() || key.isPresent() || ca.isPresent() || skipVerify)) {
            reader.fault("enable_tls", "must be true when other TLS fields are given");
            consistent = false;
        }
        return consistent;
    }

    private Optional<Sasl> sasl() {
        Optional<String> word = reader.text("sasl_mechanism");
        Optional<String> username = reader.text("sasl_username");
        Optional<String> password = reader.sensitiveText("sasl_password");
        if (word.isEmpty()) {
            if (username.isPresent() || password.isPresent()) {
                reader.fault(
                        "sasl_mechanism",
                        "is required with sasl_username or sasl_password; one of " + Sasl.Mechanism.words());
            }
            return Optional.empty();
        }
        Optional<Sasl.Mechanism> mechanism = Sasl.Mechanism.of(word.get());
        if (mechanism.isEmpty()) {
            reader.fault("sasl_mechanism", "must be one of " + Sasl.Mechanism.words());
            return Optional.empty();
        }
        boolean paired = username.isPresent() == password.isPresent();
        if (!paired || (username.isEmpty() && mechanism.get() != Sasl.Mechanism.OAUTHBEARER)) {
            String missing = username.isEmpty() ? "sasl_username" : "sasl_password";
            reader.fault(missing, "is required: sasl_username and sasl_password go together");
            return Optional.empty();
        }
        try {
            Optional<Secret> secret = Optional.empty();
            if (password.isPresent()) {
                secret = Optional.of(new Secret(secrets.password(password.get())));
            }
            return Optional.of(new Sasl(mechanism.get(), username, secret));
        } catch (RefusedSecretException e) {
            reader.fault("sasl_password", e.getMessage());
            return Optional.empty();
        }
    }

    private Map<String, String> properties() {
        Map<String, String> properties = new TreeMap<>();
        reader.object("properties")
                .ifPresent(map -> map.fieldNames()
                        .forEach(name -> map.sensitiveText(name)
                                .flatMap(value -> keep(name, value, properties))
                                .ifPresent(fault -> map.fault(name, fault))));
        return properties;
    }

    /**
     * What was stored under an older rule stays, without a say where it would do harm.
     *
     * @return the fault; empty if the property is kept
     */
    private Optional<String> keep(String name, String value, Map<String, String> properties) {
        Optional<String> fault = secrets.judges() ? ConnectionProperties.fault(name) : Optional.empty();
        if (fault.isPresent()) {
            return fault;
        }
        try {
            String kept = secrets.property(name, value);
            fault = secrets.judges() ? ConnectionProperties.fault(name, value) : fault;
            if (fault.isEmpty()) {
                properties.put(name, kept);
            }
            return fault;
        } catch (RefusedSecretException e) {
            return Optional.of(e.getMessage());
        }
    }
}
