package io.streambus.bridge.secrets;

/** What becomes of the secrets in a document: in clear, or as references of ours. References to other config providers are no matter for it. */
public interface InlineSecrets {

    /**
     * What to keep and pass on in its place.
     *
     * @param value a secret in clear, or a reference to the provider {@code streambus}
     * @throws RefusedSecretException if it cannot be kept
     */
    String keep(SecretPlace place, String value) throws RefusedSecretException;

    /** For what has been through this once and is read back: everything stays as it is. */
    static InlineSecrets asStored() {
        return (place, value) -> value;
    }

    /** Without a key nothing can be encrypted. */
    static InlineSecrets refused() {
        return (place, value) -> {
            throw new RefusedSecretException(
                    "holds a secret in clear, or one that was encrypted, and this bridge has no key: make one with ./streambus"
                            + " secrets key FILE and set secrets.key.file=FILE for the bridge and the workers' config provider"
                            + " streambus; or put the secret where another config provider of the workers finds it, and write a"
                            + " reference such as ${file:/etc/streambus/secrets.properties:password}");
        };
    }
}
