package io.streambus.benchmark.load;

/**
 * The form of a case's records.
 *
 * @param valueBytes at least 64: every value begins with its time and place
 * @param headers 0 to 9
 * @param codec as producers take {@code compression.type}, of what the source holds
 */
public record RecordShape(int valueBytes, int headers, String codec) {

    static final int KEY_BYTES = 16;
    static final int HEADER_NAME_BYTES = 8;
    static final int HEADER_VALUE_BYTES = 16;
    private static final int SMALLEST_VALUE = 64;
    private static final int MOST_HEADERS = 9;

    public RecordShape {
        if (valueBytes < SMALLEST_VALUE) {
            throw new IllegalArgumentException(
                    "a value must have " + SMALLEST_VALUE + " bytes or more, found " + valueBytes);
        }
        if (headers < 0 || headers > MOST_HEADERS) {
            throw new IllegalArgumentException(
                    "a record must have 0 to " + MOST_HEADERS + " headers, found " + headers);
        }
    }

    /** Key, value and headers of one record, in bytes. */
    public int payloadBytes() {
        return KEY_BYTES + valueBytes + headers * (HEADER_NAME_BYTES + HEADER_VALUE_BYTES);
    }
}
