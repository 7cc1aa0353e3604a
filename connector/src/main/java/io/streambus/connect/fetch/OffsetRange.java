package io.streambus.connect.fetch;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Neighbouring offsets of a partition that one lane reads in one go: from an offset to another, or on and on. Identity tells whether something
 * still belongs to the partition as it is read now.
 *
 * <p>Thread-safe, but for {@link #held}: the lane moves the position, the task's thread sets the end.
 */
final class OffsetRange {

    private static final long OPEN = Long.MAX_VALUE;

    private final PartitionRead of;
    private final OffsetAndMetadata from;
    private long position;
    private long end;

    /** What arrived before its turn; the task's thread's. */
    private final Deque<FetchedChunk> held = new ArrayDeque<>();

    private OffsetRange(PartitionRead of, OffsetAndMetadata from, long end) {
        this.of = of;
        this.from = from;
        this.position = from.offset();
        this.end = end;
    }

    static OffsetRange open(PartitionRead of, OffsetAndMetadata from) {
        return new OffsetRange(of, from, OPEN);
    }

    /** @param end exclusive */
    static OffsetRange range(PartitionRead of, long from, long end) {
        return new OffsetRange(of, new OffsetAndMetadata(from), end);
    }

    PartitionRead of() {
        return of;
    }

    TopicPartition partition() {
        return of.partition();
    }

    OffsetAndMetadata from() {
        return from;
    }

    Deque<FetchedChunk> held() {
        return held;
    }

    synchronized long position() {
        return position;
    }

    /** Where to go on with another consumer. */
    OffsetAndMetadata here() {
        long now = position();
        return now == from.offset() ? from : new OffsetAndMetadata(now);
    }

    /** Exclusive; {@link Long#MAX_VALUE} while it is open. */
    synchronized long end() {
        return end;
    }

    /** Whether the lane has read all of it. */
    synchronized boolean finished() {
        return position >= end;
    }

    /**
     * Lets an open stretch end at this offset, or where the lane has come to if that is further.
     */
    synchronized void endAt(long wanted) {
        end = Math.max(wanted, position);
    }

    /** Takes what the lane has read, up to the end. */
    synchronized FetchedChunk accept(Lane lane, List<ConsumerRecord<byte[], byte[]>> records, OffsetAndMetadata next) {
        if (next.offset() <= end) {
            position = Math.max(position, next.offset());
            return new FetchedChunk(lane, this, records, next, finished(), null);
        }
        List<ConsumerRecord<byte[], byte[]>> within = upTo(end, records);
        Optional<Integer> epoch = within.isEmpty()
                ? Optional.empty()
                : within.get(within.size() - 1).leaderEpoch();
        position = end;
        return new FetchedChunk(lane, this, within, new OffsetAndMetadata(end, epoch, ""), true, null);
    }

    private static List<ConsumerRecord<byte[], byte[]>> upTo(long end, List<ConsumerRecord<byte[], byte[]>> records) {
        int size = records.size();
        while (size > 0 && records.get(size - 1).offset() >= end) {
            size--;
        }
        return records.subList(0, size);
    }
}
