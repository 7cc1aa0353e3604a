package io.streambus.connect.fetch;

import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;

/**
 * What a lane has read of a stretch at one time.
 *
 * @param lane that holds the bytes until they are given out
 * @param last whether nothing more comes of the stretch
 * @param gone why the stretch cannot go on; null if it can
 */
record FetchedChunk(
        Lane lane,
        OffsetRange stretch,
        List<ConsumerRecord<byte[], byte[]>> records,
        OffsetAndMetadata next,
        boolean last,
        OffsetOutOfRangeException gone,
        long bytes) {

    /** What a record with a header or two costs on the heap, roughly, besides its key and value. */
    static final long RECORD_OVERHEAD = 400;

    FetchedChunk(
            Lane lane,
            OffsetRange stretch,
            List<ConsumerRecord<byte[], byte[]>> records,
            OffsetAndMetadata next,
            boolean last,
            OffsetOutOfRangeException gone) {
        this(lane, stretch, records, next, last, gone, bytes(records));
    }

    /** Gives the lane room for more. */
    void giveOut() {
        lane.givenOut(this);
    }

    private static long bytes(List<ConsumerRecord<byte[], byte[]>> records) {
        long bytes = records.size() * RECORD_OVERHEAD;
        for (ConsumerRecord<byte[], byte[]> record : records) {
            bytes += Math.max(0, record.serializedKeySize()) + Math.max(0, record.serializedValueSize());
        }
        return bytes;
    }
}
