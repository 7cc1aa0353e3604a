package io.streambus.e2e.replication;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.HexFormat;

/** The records that the tests write. */
public final class TopicRecords {

    private TopicRecords() {}

    public static byte[] key(int i) {
        return ("k" + i % 10).getBytes(UTF_8);
    }

    public static byte[] value(int i) {
        return ("value " + i).getBytes(UTF_8);
    }

    /** Large ones by their length and hash, so that a failed comparison can be read. */
    public static String text(byte[] bytes) {
        if (bytes == null) {
            return "null";
        }
        return bytes.length > 200
                ? bytes.length + " bytes #" + Arrays.hashCode(bytes)
                : HexFormat.of().formatHex(bytes);
    }
}
