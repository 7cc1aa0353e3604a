package io.streambus.connect.convert;

import io.streambus.connect.progress.SourceOffset;
import io.streambus.connect.progress.SourcePartition;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.source.SourceRecord;

/**
 * The record that the worker shall write. Each is itself only: under exactly-once Connect puts every record into hash collections twice, and a
 * {@link SourceRecord} hashes all that it consists of, each time.
 */
public final class CopiedRecord extends SourceRecord {

    private static final Long NO_TIMESTAMP = null;

    private final int headerBytes;

    /**
     * @param timestampMs below 0 if the target is to set it
     * @param headerBytes of all keys and values of the headers
     */
    CopiedRecord(
            SourcePartition partition,
            SourceOffset offset,
            String topic,
            int kafkaPartition,
            byte[] key,
            byte[] value,
            long timestampMs,
            ArrayHeaders headers,
            int headerBytes) {
        super(
                partition,
                offset,
                topic,
                kafkaPartition,
                Schema.OPTIONAL_BYTES_SCHEMA,
                key,
                Schema.OPTIONAL_BYTES_SCHEMA,
                value,
                // Records of before Kafka 0.10 have none (-1); a producer refuses to send that.
                timestampMs < 0 ? NO_TIMESTAMP : (Long) timestampMs,
                headers);
        this.headerBytes = headerBytes;
    }

    /** How many bytes the keys and values of its headers have in all, before any transform. */
    public int headerBytes() {
        return headerBytes;
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
