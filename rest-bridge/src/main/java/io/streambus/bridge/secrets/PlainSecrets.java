package io.streambus.bridge.secrets;

import io.streambus.bridge.link.cluster.Secret;
import io.streambus.connect.secret.SecretReference;

/** For trials: secrets are kept and passed to Connect as they are. Thread-safe: stateless. */
final class PlainSecrets implements SecretPolicy {

    @Override
    public String keep(SecretPlace place, String value) throws RefusedSecretException {
        if (SecretReference.isIn(value)) {
            throw new RefusedSecretException(
                    "refers to an encrypted secret, and this bridge has no key; set secrets.key.file, or send the secret itself");
        }
        if (Secret.holdsReference(value)) {
            throw new RefusedSecretException(
                    "holds in clear what Connect takes for a reference to a config provider; this can only be given encrypted"
                            + " (secrets.key.file)");
        }
        return value;
    }
}
