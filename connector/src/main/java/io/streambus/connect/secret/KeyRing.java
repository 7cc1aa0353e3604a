package io.streambus.connect.secret;

import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** Keys by their ids, in the order of the key file: the first encrypts, all decrypt. Immutable. */
final class KeyRing {

    static final int KEY_BYTES = 32;

    private static final Pattern ID = Pattern.compile("[a-z0-9-]{1,32}");

    private final Map<String, SecretKey> keys;

    /** @throws IllegalArgumentException if there is no key, or one that AES-256 does not take */
    KeyRing(Map<String, byte[]> material) {
        if (material.isEmpty()) {
            throw new IllegalArgumentException("there is no key");
        }
        Map<String, SecretKey> made = new LinkedHashMap<>();
        material.forEach((id, bytes) -> {
            if (!isId(id) || bytes.length != KEY_BYTES) {
                throw new IllegalArgumentException("a key needs an id and " + KEY_BYTES + " bytes");
            }
            made.put(id, new SecretKeySpec(Arrays.copyOf(bytes, bytes.length), "AES"));
        });
        this.keys = Collections.unmodifiableMap(made);
    }

    static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    /** The id of the key that encrypts. */
    String current() {
        return keys.keySet().iterator().next();
    }

    Optional<SecretKey> key(String id) {
        return Optional.ofNullable(keys.get(id));
    }

    Collection<String> ids() {
        return keys.keySet();
    }

    /** Ids only: keys never reach a log. */
    @Override
    public String toString() {
        return "keys " + ids();
    }
}
