package io.streambus.e2e.replication;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HexFormat;

/** The records that the tests write. */
final class Records {

    private Records() {}

    static byte[] key(int i) {
        return ("k" + i % 10).getBytes(UTF_8);
    }

    static byte[] value(int i) {
        return ("value " + i).getBytes(UTF_8);
    }

    static String text(byte[] bytes) {
        return bytes == null ? "null" : HexFormat.of().formatHex(bytes);
    }
}
