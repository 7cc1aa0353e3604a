package io.streambus.demo.compare;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/** Bytes of a record with equality by content. Whoever hands an array in or out must not change it: copies of all records would cost. */
public final class Bytes {

    private final byte[] content;

    public Bytes(byte[] content) {
        this.content = Objects.requireNonNull(content, "content");
    }

    static Bytes utf8(String text) {
        return new Bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    byte[] content() {
        return content;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes bytes && Arrays.equals(content, bytes.content);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(content);
    }

    /** Only the size: record contents do not belong in logs. */
    @Override
    public String toString() {
        return content.length + " bytes";
    }
}
