package io.streambus.connect.secret;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * The text of an encrypted secret, version 1: {@code v1.<key id>.<base64url(nonce | ciphertext | tag)>}, AES-256-GCM with a nonce of 12 and a tag
 * of 16 bytes. Version, key id and place are authenticated with it, so that it opens at its place only. A version is never changed once released.
 */
final class SealFormat {

    static final int NONCE_BYTES = 12;

    private static final int TAG_BYTES = 16;
    private static final Pattern V1 = Pattern.compile("v1\\.([a-z0-9-]{1,32})\\.([A-Za-z0-9_-]+)");

    private SealFormat() {}

    /** @param nonce never used with this key before */
    static String seal(KeyRing keys, String place, String secret, byte[] nonce) {
        String id = keys.current();
        try {
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, keys.key(id).orElseThrow(), id, place, nonce);
            byte[] encrypted = cipher.doFinal(secret.getBytes(StandardCharsets.UTF_8));
            byte[] all = Arrays.copyOf(nonce, nonce.length + encrypted.length);
            System.arraycopy(encrypted, 0, all, nonce.length, encrypted.length);
            return "v1." + id + '.' + Base64.getUrlEncoder().withoutPadding().encodeToString(all);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM, which every Java has, does not work", e);
        }
    }

    /** @throws SecretException if the text is no secret of a known version, its key is not there, or it was made for another place or changed */
    static String open(KeyRing keys, String place, String sealed) {
        Matcher v1 = parsed(place, sealed);
        String id = v1.group(1);
        SecretKey key = keys.key(id)
                .orElseThrow(() -> new SecretException("the secret " + place + " is encrypted with key " + id
                        + ", which the key file does not hold (it holds " + String.join(", ", keys.ids())
                        + "); bridge and workers need the same key file, or send the secret again"));
        try {
            byte[] all = Base64.getUrlDecoder().decode(v1.group(2));
            if (all.length < NONCE_BYTES + TAG_BYTES) {
                throw damaged(place, id);
            }
            Cipher cipher = cipher(Cipher.DECRYPT_MODE, key, id, place, Arrays.copyOf(all, NONCE_BYTES));
            return new String(cipher.doFinal(all, NONCE_BYTES, all.length - NONCE_BYTES), StandardCharsets.UTF_8);
        } catch (AEADBadTagException | IllegalArgumentException e) {
            throw damaged(place, id);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM, which every Java has, does not work", e);
        }
    }

    /** The id of the key that the text says it is encrypted with. */
    static String keyId(String place, String sealed) {
        return parsed(place, sealed).group(1);
    }

    private static Matcher parsed(String place, String sealed) {
        Matcher v1 = V1.matcher(sealed);
        if (!v1.matches()) {
            throw new SecretException("the secret " + place
                    + " is not in a form that this version knows (v1); bridge and plugin must be of versions that fit");
        }
        return v1;
    }

    private static Cipher cipher(int mode, SecretKey key, String id, String place, byte[] nonce)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BYTES * Byte.SIZE, nonce));
        cipher.updateAAD(("streambus-secret v1 " + id + ' ' + place).getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    private static SecretException damaged(String place, String id) {
        return new SecretException(
                "the secret " + place + " cannot be decrypted with key " + id
                        + ": it was changed, made for another place, or the key of that id is another one; send the secret again");
    }
}
