package io.streambus.bridge.secrets;

/** A bridge without a key takes no secrets. Thread-safe: stateless. */
final class RefusedSecrets implements SecretPolicy {

    @Override
    public String keep(SecretPlace place, String value) throws RefusedSecretException {
        throw new RefusedSecretException(
                "holds a secret in clear, or one that was encrypted, and this bridge has no key: make one with ./streambus"
                        + " secrets key FILE and set secrets.key.file=FILE for the bridge and the workers' config provider"
                        + " streambus; or put the secret where another config provider of the workers finds it, and write a"
                        + " reference such as ${file:/etc/streambus/secrets.properties:password}");
    }

    @Override
    public String keepHarmless(SecretPlace place, String value) {
        return value;
    }
}
