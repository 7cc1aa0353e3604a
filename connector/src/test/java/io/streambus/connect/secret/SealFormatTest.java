package io.streambus.connect.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SealFormatTest {

    private static final String PLACE = "link-1/us-west-1/sasl_password";
    private static final byte[] NONCE = "twelve bytes".getBytes(StandardCharsets.US_ASCII);

    /** Version 1, never to be changed: stored links and Connect's config topic hold such texts. */
    private static final String GOLDEN = "v1.k1.dHdlbHZlIGJ5dGVzx0NZtznd98IzmUzOQNhAnjQe27wftxik";

    private final KeyRing keys = new KeyRing(Map.of("k1", key(1)));

    @Test
    void theBytesOfVersionOneAreThoseThatWereReleased() {
        assertThat(SealFormat.seal(keys, PLACE, "hünter2", NONCE)).isEqualTo(GOLDEN);
        assertThat(SealFormat.open(keys, PLACE, GOLDEN)).isEqualTo("hünter2");
    }

    @Test
    void aSecretOpensAtItsOwnPlaceOnly() {
        assertRefused(() -> SealFormat.open(keys, "link-1/us-west-1/ssl.key.password", GOLDEN), "another place");
    }

    @Test
    void everyChangedCharacterIsNoticed() {
        for (int i = GOLDEN.indexOf('.', 3) + 1; i < GOLDEN.length(); i++) {
            char other = GOLDEN.charAt(i) == 'A' ? 'Q' : 'A';
            String changed = GOLDEN.substring(0, i) + other + GOLDEN.substring(i + 1);
            assertRefused(() -> SealFormat.open(keys, PLACE, changed), "cannot be decrypted");
        }
        assertRefused(() -> SealFormat.open(keys, PLACE, GOLDEN.substring(0, GOLDEN.length() - 3)), "decrypted");
        assertRefused(() -> SealFormat.open(keys, PLACE, "v1.k1.AAAA"), "cannot be decrypted");
    }

    @Test
    void anotherKeyOfTheSameIdDoesNotOpenIt() {
        assertRefused(() -> SealFormat.open(new KeyRing(Map.of("k1", key(2))), PLACE, GOLDEN), "is another one");
    }

    @Test
    void aKeyThatIsNotThereIsNamedWithThoseThatAre() {
        assertRefused(() -> SealFormat.open(new KeyRing(Map.of("k2", key(1))), PLACE, GOLDEN), "key k1", "holds k2");
    }

    @Test
    void theFirstKeyEncryptsAndEarlierOnesStillDecrypt() {
        Map<String, byte[]> both = new LinkedHashMap<>();
        both.put("k2", key(2));
        both.put("k1", key(1));
        KeyRing rotated = new KeyRing(both);

        assertThat(SealFormat.open(rotated, PLACE, GOLDEN)).isEqualTo("hünter2");
        assertThat(SealFormat.seal(rotated, PLACE, "x", NONCE)).startsWith("v1.k2.");
    }

    @Test
    void anUnknownVersionIsNotGuessedAt() {
        assertRefused(() -> SealFormat.open(keys, PLACE, GOLDEN.replace("v1.", "v2.")), "not in a form");
    }

    private static void assertRefused(Runnable call, String... reasons) {
        assertThatThrownBy(call::run)
                .isInstanceOf(SecretException.class)
                .hasMessageContainingAll(reasons)
                .hasMessageNotContaining("hünter2");
    }

    private static byte[] key(int filling) {
        byte[] key = new byte[32];
        Arrays.fill(key, (byte) filling);
        return key;
    }
}
