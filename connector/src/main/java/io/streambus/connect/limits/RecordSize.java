package io.streambus.connect.limits;

import io.streambus.connect.record.HeaderText;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.header.Headers;
import org.apache.kafka.connect.source.SourceRecord;

/**
 * How large a record is when it is written, by Kafka's own formulas for format 2 of record batches ({@code DefaultRecord.sizeInBytes},
 * {@code AbstractRecords.estimateSizeInBytesUpperBound}), which are no public API. Immutable.
 *
 * @param fields bytes of key, value and headers with all their lengths
 */
record RecordSize(long fields) {

    /** What a batch has before its first record. */
    static final long BATCH_OVERHEAD = 61;

    /** The most that a record has besides its fields, as the producer reckons. */
    static final long MAX_RECORD_OVERHEAD = 21;

    /** A length is written in no more bytes than this. */
    static final long MAX_VARINT = 5;

    /** Attributes, and the distances to the batch's timestamp and offset, which are 0 for the first record. */
    private static final long FIRST_RECORD_OVERHEAD = 3;

    static RecordSize of(SourceRecord record) {
        Headers headers = record.headers();
        long fields = sized((byte[]) record.key()) + sized((byte[]) record.value()) + sizeOfVarint(headers.size());
        for (Header header : headers) {
            int name = utf8Length(header.key());
            fields += sizeOfVarint(name) + name + sized(valueOf(header));
        }
        return new RecordSize(fields);
    }

    /** What {@code KafkaProducer} compares with {@code max.request.size} and {@code buffer.memory}, in bytes, whether it compresses or not. */
    long estimate() {
        return BATCH_OVERHEAD + MAX_RECORD_OVERHEAD + fields;
    }

    /** What the broker compares with {@code max.message.bytes}, in bytes: the batch that has this record alone, not compressed. */
    long batch() {
        return BATCH_OVERHEAD + sizeOfVarint(body()) + body();
    }

    /** The number that stands before the record, in bytes. */
    int body() {
        return Math.toIntExact(FIRST_RECORD_OVERHEAD + fields);
    }

    /**
     * The bytes that a header's value is written as by the converters that a link sets.
     *
     * @return not to be changed; null if the value is, which is written otherwise than no bytes are
     */
    static byte[] valueOf(Header header) {
        return header.value() == null ? null : HeaderText.bytesOf(header);
    }

    private static long sized(byte[] bytes) {
        return bytes == null ? sizeOfVarint(-1) : sizeOfVarint(bytes.length) + bytes.length;
    }

    /** Seven bits to a byte, after the sign has been put last. */
    static int sizeOfVarint(int value) {
        int bits = Integer.SIZE - Integer.numberOfLeadingZeros((value << 1) ^ (value >> 31));
        return Math.max(1, (bits + 6) / 7);
    }

    static int utf8Length(String text) {
        int bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                bytes++;
            } else if (c < 0x800) {
                bytes += 2;
            } else if (Character.isHighSurrogate(c)) {
                bytes += 4;
                i++;
            } else {
                bytes += 3;
            }
        }
        return bytes;
    }
}
