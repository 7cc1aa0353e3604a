package io.streambus.bridge.secrets;

import io.streambus.bridge.link.cluster.Secret;
import io.streambus.connect.secret.SecretReference;

/** Tells which values of one cluster's security are secret, and what is kept of them. Confined to one reading. */
public final class SecretReader {

    private static final String PASSWORD = "sasl_password";

    private static final int LONGEST = 16_384;
    private static final int LONGEST_CERTIFICATES = 262_144;

    private final String linkId;
    private final String clusterId;
    private final SecretPolicy secrets;

    public SecretReader(String linkId, String clusterId, SecretPolicy secrets) {
        this.linkId = linkId;
        this.clusterId = clusterId;
        this.secrets = secrets;
    }

    /** Whether a field of {@code security}, or of its {@code properties}, is never shown. */
    public static boolean isSecretField(String name) {
        return name.equals(PASSWORD) || SecretNames.isSecret(name);
    }

    /** Whether what is read comes from outside; what this bridge stored once is taken as it is. */
    public boolean judges() {
        return secrets.judges();
    }

    /** What is kept of {@code sasl_password}. */
    public String password(String value) throws RefusedSecretException {
        return kept(SecretPlace.password(linkId, clusterId), judges() ? bounded(value, LONGEST) : value);
    }

    /** What is kept of a property. */
    public String property(String name, String value) throws RefusedSecretException {
        if (!judges()) {
            return value;
        }
        bounded(value, SecretNames.isCertificates(name) ? LONGEST_CERTIFICATES : LONGEST);
        SecretPlace place = SecretPlace.property(linkId, clusterId, name);
        if (SecretNames.isJaas(name)) {
            return jaas(place, value);
        }
        if (isSecretField(name)) {
            return kept(place, value);
        }
        if (Secret.holdsReference(value)) {
            // Kafka's clients quote values that they cannot use, and hide only those of secrets.
            throw new RefusedSecretException("holds a config-provider reference; these are taken for secrets only,"
                    + " which this property is not by its name: write the value itself");
        }
        return value;
    }

    private String jaas(SecretPlace place, String value) throws RefusedSecretException {
        if (value.isEmpty() || value.equals(Secret.MASK) || Secret.isReference(value) || SecretReference.isIn(value)) {
            return kept(place, value);
        }
        JaasLine line = JaasLine.parse(value)
                .orElseThrow(() -> new RefusedSecretException("is not of the form <class> required <option>=\"<value>\""
                        + " …; that Kafka's clients take: one login module, values in quotes with \\\" for a quote and"
                        + " \\\\ for a backslash in them, no comments, a semicolon at the end"));
        if (!line.holdsReference()) {
            return line.holdsSecretInClear() ? kept(place, value) : secrets.keepHarmless(place, value);
        }
        if (line.holdsSecretInClear()) {
            throw new RefusedSecretException(
                    "holds both a reference and, in clear, what could be a secret; the reference would not be resolved any"
                            + " more once the line is encrypted: write all values but the names of users and files one way");
        }
        return value;
    }

    private static String bounded(String value, int longest) throws RefusedSecretException {
        if (value.length() > longest) {
            throw new RefusedSecretException("must have " + longest + " characters at most, found " + value.length());
        }
        return value;
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
