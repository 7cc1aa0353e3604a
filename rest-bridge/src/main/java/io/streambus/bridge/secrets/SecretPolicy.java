package io.streambus.bridge.secrets;

/** What becomes of the secrets in a document: in clear, or as references of ours. References to other config providers are no matter for it. */
public interface SecretPolicy {

    /**
     * What to keep and pass on in its place.
     *
     * @param value a secret in clear, or a reference to the provider {@code streambus}
     * @throws RefusedSecretException if it cannot be kept
     */
    String keep(SecretPlace place, String value) throws RefusedSecretException;

    /**
     * The same for what stands where a secret could, and tells none. It is treated like one where that can be done.
     *
     * @throws RefusedSecretException if it cannot be kept
     */
    default String keepHarmless(SecretPlace place, String value) throws RefusedSecretException {
        return keep(place, value);
    }

    /** Whether values come from outside. The rules for these change, and what was stored under older ones must stay readable. */
    default boolean judges() {
        return true;
    }

    /** For what has been through this once and is read back: everything stays as it is. */
    static SecretPolicy asStored() {
        return new StoredSecrets();
    }

    /** Without a key nothing can be encrypted. */
    static SecretPolicy refused() {
        return new RefusedSecrets();
    }
}
