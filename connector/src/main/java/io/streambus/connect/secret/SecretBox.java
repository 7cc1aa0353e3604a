package io.streambus.connect.secret;

import java.nio.file.Path;
import java.security.SecureRandom;

/**
 * Encrypts and decrypts secrets with the keys of a file. The file is read for each, which is rarely: new keys need no restart. Thread-safe.
 */
public final class SecretBox {

    private final Path keyFile;
    private final SecureRandom random = new SecureRandom();

    public SecretBox(Path keyFile) {
        this.keyFile = keyFile;
    }

    /** @throws SecretException if the key file cannot be used */
    public void check() {
        KeyFile.read(keyFile);
    }

    /** @throws SecretException if the key file cannot be used */
    public SecretReference seal(String place, String secret) {
        byte[] nonce = new byte[SealFormat.NONCE_BYTES];
        random.nextBytes(nonce);
        return new SecretReference(place, SealFormat.seal(KeyFile.read(keyFile), place, secret, nonce));
    }

    /** @throws SecretException if the key file cannot be used, lacks the key, or the secret was changed or made for another place */
    public String open(SecretReference reference) {
        return SealFormat.open(KeyFile.read(keyFile), reference.place(), reference.sealed());
    }

    /**
     * The same secret, encrypted with the key that encrypts now; the reference itself if that is so already.
     *
     * @throws SecretException as {@link #open}
     */
    public SecretReference renew(SecretReference reference) {
        String secret = open(reference);
        String id = SealFormat.keyId(reference.place(), reference.sealed());
        return KeyFile.read(keyFile).current().equals(id) ? reference : seal(reference.place(), secret);
    }
}
