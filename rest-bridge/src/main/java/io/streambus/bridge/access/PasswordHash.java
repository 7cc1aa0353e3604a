package io.streambus.bridge.access;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * A salted hash of a password: {@code $pbkdf2-sha256$ITERATIONS$SALT$HASH}, salt and hash in base64. Slow on purpose: what is stolen cannot be
 * guessed quickly.
 */
public final class PasswordHash {

    /** OWASP's advice of 2023 for PBKDF2 with HMAC-SHA-256; a few hundred ms of one core. */
    private static final int ITERATIONS = 600_000;
    /** A file of other origin may say less, but not nothing, nor so much that a login stands still. */
    private static final int MIN_ITERATIONS = 1_000;

    private static final int MAX_ITERATIONS = 5_000_000;
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    private static final Pattern TEXT =
            Pattern.compile("\\$pbkdf2-sha256\\$(\\d{1,7})\\$([A-Za-z0-9+/]{11,86}=*)\\$([A-Za-z0-9+/]{43}=)");

    private final int iterations;
    private final byte[] salt;
    private final byte[] hash;

    private PasswordHash(int iterations, byte[] salt, byte[] hash) {
        this.iterations = iterations;
        this.salt = salt;
        this.hash = hash;
    }

    /** With a new salt. */
    public static PasswordHash of(char[] password) {
        byte[] salt = new byte[SALT_BYTES];
        new SecureRandom().nextBytes(salt);
        return new PasswordHash(ITERATIONS, salt, derive(password, salt, ITERATIONS));
    }

    /** One that nobody knows a password for; checking it takes as long as checking another. */
    static PasswordHash ofNoPassword() {
        SecureRandom random = new SecureRandom();
        byte[] salt = new byte[SALT_BYTES];
        byte[] hash = new byte[HASH_BYTES];
        random.nextBytes(salt);
        random.nextBytes(hash);
        return new PasswordHash(ITERATIONS, salt, hash);
    }

    /** @return empty if the text is no such hash */
    static Optional<PasswordHash> parse(String text) {
        Matcher parts = TEXT.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        int iterations = Integer.parseInt(parts.group(1));
        if (iterations < MIN_ITERATIONS || iterations > MAX_ITERATIONS) {
            return Optional.empty();
        }
        try {
            byte[] salt = Base64.getDecoder().decode(parts.group(2));
            byte[] hash = Base64.getDecoder().decode(parts.group(3));
            return Optional.of(new PasswordHash(iterations, salt, hash));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** In constant time for passwords that are wrong and right. */
    boolean matches(char[] password) {
        return MessageDigest.isEqual(hash, derive(password, salt, iterations));
    }

    /** As a file of users holds it. */
    public String text() {
        Base64.Encoder base64 = Base64.getEncoder();
        return "$pbkdf2-sha256$" + iterations + '$' + base64.encodeToString(salt) + '$' + base64.encodeToString(hash);
    }

    private static byte[] derive(char[] password, byte[] salt, int iterations) {
        // A key of no characters is refused by the factory; nobody has an empty password, yet asking must not fail.
        char[] secret = password.length == 0 ? new char[] {'\0'} : password.clone();
        PBEKeySpec spec = new PBEKeySpec(secret, salt, iterations, HASH_BYTES * Byte.SIZE);
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(spec)
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no PBKDF2WithHmacSHA256", e);
        } finally {
            spec.clearPassword();
            Arrays.fill(secret, '\0');
        }
    }

    @Override
    public String toString() {
        return "PasswordHash";
    }
}
