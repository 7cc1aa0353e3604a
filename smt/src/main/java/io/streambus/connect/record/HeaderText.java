package io.streambus.connect.record;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.Values;
import org.apache.kafka.connect.header.Header;

/**
 * A text to compare header values with, kept in the forms that headers come in so that comparing bytes and strings allocates nothing.
 *
 * <p>Thread-safe: immutable.
 */
public final class HeaderText {

    private static final byte[] NO_BYTES = {};

    private final String text;
    private final byte[] utf8;

    public HeaderText(String text) {
        this.text = text;
        this.utf8 = text.getBytes(UTF_8);
    }

    /**
     * Whether the header's value is this text: bytes are compared as they are, strings as strings, values of other types in the form that
     * {@link Values#convertToString} gives them. A null value equals no text.
     */
    public boolean isValueOf(Header header) {
        Object value = header.value();
        if (value instanceof byte[] bytes) {
            return Arrays.equals(bytes, utf8);
        }
        if (value instanceof String string) {
            return string.equals(text);
        }
        if (value instanceof ByteBuffer buffer) {
            return buffer.equals(ByteBuffer.wrap(utf8));
        }
        return value != null && text.equals(Values.convertToString(header.schema(), value));
    }

    /**
     * This text as the new value of a header: bytes stay bytes and strings stay strings, with the schema they had.
     *
     * @param form for values of other types
     */
    public SchemaAndValue replacing(Header header, HeaderForm form) {
        Object old = header.value();
        if (old instanceof byte[] || old instanceof ByteBuffer) {
            return new SchemaAndValue(header.schema(), utf8);
        }
        if (old instanceof String) {
            return new SchemaAndValue(header.schema(), text);
        }
        return form.value(utf8);
    }

    /**
     * The bytes of a header's value.
     *
     * @return the bytes as they are and not to be changed, or those of a string in UTF-8; no bytes at all if the value is null or of another type
     */
    public static byte[] bytesOf(Header header) {
        Object value = header.value();
        if (value instanceof byte[] bytes) {
            return bytes;
        }
        if (value instanceof String string) {
            return string.getBytes(UTF_8);
        }
        if (value instanceof ByteBuffer buffer) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.duplicate().get(bytes);
            return bytes;
        }
        return NO_BYTES;
    }

    /** The text. */
    @Override
    public String toString() {
        return text;
    }
}
