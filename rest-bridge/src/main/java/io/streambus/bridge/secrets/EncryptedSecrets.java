package io.streambus.bridge.secrets;

import io.streambus.bridge.link.cluster.Secret;
import io.streambus.connect.secret.SecretBox;
import io.streambus.connect.secret.SecretException;
import io.streambus.connect.secret.SecretReference;
import java.util.Optional;

/** Encrypts what is in clear, and lets a reference pass only at the place it was made for. Thread-safe. */
final class EncryptedSecrets implements SecretPolicy {

    private final SecretBox box;

    EncryptedSecrets(SecretBox box) {
        this.box = box;
    }

    @Override
    public String keep(SecretPlace place, String value) throws RefusedSecretException {
        try {
            Optional<SecretReference> reference = SecretReference.of(value);
            if (reference.isPresent()) {
                return renewed(place, reference.get()).text();
            }
            if (!place.canBeNamed()) {
                throw new RefusedSecretException(
                        "holds a secret, and the name of such a property has letters, digits, '.', '_' and '-' only");
            }
            return box.seal(place.path(), place.inQuotes() ? Secret.escaped(value) : value)
                    .text();
        } catch (SecretException e) {
            throw new RefusedSecretException("cannot be encrypted: " + e.getMessage());
        }
    }

    /** A link that is written again gets the newest key: so old ones fall out of use. */
    private SecretReference renewed(SecretPlace place, SecretReference reference) throws RefusedSecretException {
        if (!reference.place().equals(place.path())) {
            throw new RefusedSecretException(
                    "refers to the encrypted secret of another place; send the secret itself, it is encrypted here");
        }
        try {
            return box.renew(reference);
        } catch (SecretException e) {
            throw new RefusedSecretException("cannot be kept: " + e.getMessage());
        }
    }
}
