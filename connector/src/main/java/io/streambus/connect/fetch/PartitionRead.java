package io.streambus.connect.fetch;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * The reading of one partition: the stretches that are being read, in the order of their offsets, without gap or overlap between them. Near its
 * end that is a single open one. Far behind it is any number of ranges, cut from a backlog as helpers ask for them.
 *
 * <p>Thread-safe: helpers take ranges, the task's thread does the rest. Asked per chunk, not per record.
 */
final class PartitionRead {

    /** What is left of a backlog when it is no longer worth a helper. */
    private static final long REST_BYTES = 1 << 20;

    private final TopicPartition partition;
    private final Deque<OffsetRange> stretches = new ArrayDeque<>();

    private volatile boolean dropped;
    private boolean far;
    private long cursor;
    private long seenEnd;
    private double bytesPerOffset;

    PartitionRead(TopicPartition partition) {
        this.partition = partition;
    }

    TopicPartition partition() {
        return partition;
    }

    synchronized OffsetRange open(OffsetAndMetadata from) {
        OffsetRange open = OffsetRange.open(this, from);
        stretches.add(open);
        return open;
    }

    /** Whether ranges of it are to be taken. */
    synchronized boolean isFar() {
        return far;
    }

    synchronized int stretches() {
        return stretches.size();
    }

    /** Bytes that so many offsets stand for, by what has been read so far; 0 while nothing has. */
    synchronized double bytes(long offsets) {
        return bytesPerOffset * offsets;
    }

    /** So many offsets turned out to hold so many bytes. */
    synchronized void measured(long offsets, long bytes) {
        if (offsets > 0) {
            double now = (double) bytes / offsets;
            bytesPerOffset = bytesPerOffset == 0 ? now : bytesPerOffset + 0.2 * (now - bytesPerOffset);
        }
    }

    /**
     * Makes a backlog of what the open stretch has before it.
     *
     * @param inFlightBytes what its lane has asked for already, and goes on with
     * @param end of the partition, as last seen
     * @return whether there is a backlog now; not if the lane has come near the end since that was seen
     */
    synchronized boolean spread(long inFlightBytes, long end) {
        long inFlight = (long) Math.ceil(inFlightBytes / bytesPerOffset);
        OffsetRange open = stretches.getLast();
        long wanted = open.position() + inFlight;
        if (wanted >= end) {
            return false;
        }
        open.endAt(wanted);
        cursor = open.end();
        seenEnd = Math.max(end, cursor);
        far = true;
        return true;
    }

    /** @return the next range of about so many bytes; empty if there is no backlog (any more) */
    synchronized Optional<OffsetRange> take(long rangeBytes) {
        if (!far || nothingLeft()) {
            return Optional.empty();
        }
        long offsets = Math.max(1, (long) (rangeBytes / bytesPerOffset));
        // What would be left over is taken with it, if it is little.
        long end = seenEnd - cursor < offsets + offsets / 2 ? seenEnd : cursor + offsets;
        OffsetRange range = OffsetRange.range(this, cursor, end);
        cursor = end;
        stretches.add(range);
        return Optional.of(range);
    }

    /** A helper has seen that the partition reaches up to here. */
    synchronized void reaches(long end) {
        seenEnd = Math.max(seenEnd, end);
    }

    private boolean nothingLeft() {
        return bytesPerOffset * (seenEnd - cursor) < REST_BYTES;
    }

    /** Whether what this stretch brings is what comes next. */
    synchronized boolean isNext(OffsetRange stretch) {
        return stretches.peek() == stretch;
    }

    /** The stretch whose turn it is has been given out whole. */
    synchronized void passed(OffsetRange stretch) {
        if (stretches.peek() != stretch) {
            throw new IllegalStateException("the order of " + partition + " is broken");
        }
        stretches.remove();
    }

    /** The stretch whose turn it is; empty if no helper has taken it yet. */
    synchronized Optional<OffsetRange> next() {
        return Optional.ofNullable(stretches.peek());
    }

    /** When everything else is given out: an open stretch that reads on from the end of the backlog; empty if it is not time for one. */
    synchronized Optional<OffsetRange> comeNear() {
        if (!far || !stretches.isEmpty() || !nothingLeft()) {
            return Optional.empty();
        }
        far = false;
        return Optional.of(open(new OffsetAndMetadata(cursor)));
    }

    /**
     * Ends all reading of the partition. What was read of it is worth nothing any more, wherever it is by now.
     *
     * @return the stretches that had not been given out whole
     */
    synchronized List<OffsetRange> drop() {
        dropped = true;
        far = false;
        List<OffsetRange> unfinished = new ArrayList<>(stretches);
        stretches.clear();
        return unfinished;
    }

    boolean dropped() {
        return dropped;
    }
}
