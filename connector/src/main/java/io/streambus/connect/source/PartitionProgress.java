package io.streambus.connect.source;

import io.streambus.connect.checkpoint.PartitionCheckpoint;
import io.streambus.connect.offset.OffsetRecorder;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.Uuid;

/**
 * How far one partition has come. Two threads write, each its own fields, so no record costs a lock: the task's thread what was read, dropped and
 * handed to the worker; the worker's producer thread what the target has acknowledged.
 *
 * <p>Invariants, which the tests name:
 *
 * <p>(A) Every record before {@link #nextSourceOffset} is on the target or was left out on purpose. The producer acknowledges the records of a
 * partition in their order, so behind an acknowledged record nothing is missing; and if nothing is under way, nothing that was read is missing.
 *
 * <p>(B) Counters never go back, over restarts neither: they begin with the checkpoint's.
 *
 * <p>All methods belong to the task's thread, but {@link #acknowledged} and {@link #deadLettered}, which belong to
 * whichever single thread the worker calls them on.
 */
final class PartitionProgress {

    private final PartitionCheckpoint start;
    private final Optional<Uuid> topicId;
    private final OffsetRecorder offsets;

    private long handedOver;
    private long filtered;
    private long loopsDropped;
    private long errors;
    private long readUpTo;
    private OptionalInt leaderEpoch;
    private OptionalLong caughtUpAtMs;
    private Optional<String> error = Optional.empty();

    private final AtomicLong acknowledgedUpTo;
    private final AtomicLong acknowledgedRecords = new AtomicLong();
    private final AtomicLong acknowledgedBytes = new AtomicLong();
    private final AtomicLong acknowledgedDeadLetters = new AtomicLong();
    private final AtomicLong lastTargetOffset;
    private final AtomicLong lastTimestampMs;

    /**
     * @param start what the checkpoint said, with {@code nextSourceOffset} where reading really begins
     * @param topicId of the topic that is read
     * @param offsets is told where each copy stands
     */
    PartitionProgress(PartitionCheckpoint start, Optional<Uuid> topicId, OffsetRecorder offsets) {
        this.start = start;
        this.topicId = topicId;
        this.offsets = offsets;
        this.readUpTo = start.nextSourceOffset();
        this.leaderEpoch = start.leaderEpoch();
        this.caughtUpAtMs = start.caughtUpAtMs();
        this.acknowledgedUpTo = new AtomicLong(start.nextSourceOffset());
        this.lastTargetOffset = new AtomicLong(start.lastTargetOffset().orElse(-1));
        this.lastTimestampMs = new AtomicLong(start.lastRecordTimestampMs().orElse(-1));
    }

    /** A record goes to the worker, which will answer with {@link #acknowledged} or {@link #filtered}. */
    void handedOver(long offset) {
        handedOver++;
        readUpTo = offset + 1;
    }

    void loopDropped(long offset) {
        loopsDropped++;
        readUpTo = offset + 1;
    }

    /**
     * Everything before {@code offset} has been read, also what the consumer never shows: transaction markers, compacted and aborted records.
     *
     * @param epoch of the leader that served it
     */
    void readUpTo(long offset, Optional<Integer> epoch) {
        readUpTo = Math.max(readUpTo, offset);
        epoch.ifPresent(value -> leaderEpoch = OptionalInt.of(value));
    }

    /** A transform dropped a record. The worker says so on the task's thread. */
    void filtered() {
        filtered++;
    }

    /**
     * A record is on the target.
     *
     * @param timestampMs the source's, which the target may have replaced; null if it has none
     */
    void acknowledged(long offset, Long timestampMs, RecordMetadata metadata) {
        acknowledgedBytes.lazySet(acknowledgedBytes.get()
                + Math.max(0, metadata.serializedKeySize())
                + Math.max(0, metadata.serializedValueSize()));
        if (metadata.hasOffset()) {
            lastTargetOffset.lazySet(metadata.offset());
            offsets.extend(offset, metadata.offset());
        } else {
            offsets.unplaced();
        }
        if (timestampMs != null) {
            lastTimestampMs.lazySet(timestampMs);
        }
        acknowledgedUpTo.lazySet(offset + 1);
        // Last: who sees the count sees all that it stands for.
        acknowledgedRecords.lazySet(acknowledgedRecords.get() + 1);
    }

    /** A record is on the dead-letter topic instead of its own. */
    void deadLettered(long offset) {
        acknowledgedUpTo.lazySet(offset + 1);
        acknowledgedDeadLetters.lazySet(acknowledgedDeadLetters.get() + 1);
    }

    /** The partition stands still, for this reason. */
    void halted(String reason) {
        errors++;
        error = Optional.of(reason);
    }

    /** Something was lost or refused, and the partition goes on. */
    void erred() {
        errors++;
    }

    boolean nothingUnderWay() {
        return handedOver == filtered + acknowledgedRecords.get() + acknowledgedDeadLetters.get();
    }

    /** The task has seen that the source has no more. */
    void caughtUp(long nowMs) {
        caughtUpAtMs = OptionalLong.of(nowMs);
    }

    long nextSourceOffset() {
        // In this order: an acknowledgement in between only makes the answer smaller than it could be.
        boolean nothingUnderWay = nothingUnderWay();
        return nothingUnderWay ? readUpTo : acknowledgedUpTo.get();
    }

    PartitionCheckpoint checkpoint(long nowMs) {
        long records = acknowledgedRecords.get();
        long next = nextSourceOffset();
        long target = lastTargetOffset.get();
        long timestamp = lastTimestampMs.get();
        return new PartitionCheckpoint(
                next,
                topicId,
                leaderEpoch,
                target < 0 ? OptionalLong.empty() : OptionalLong.of(target),
                start.records() + records,
                start.bytes() + acknowledgedBytes.get(),
                start.filtered() + filtered,
                start.loopsDropped() + loopsDropped,
                start.errors() + errors,
                timestamp < 0 ? OptionalLong.empty() : OptionalLong.of(timestamp),
                caughtUpAtMs,
                nowMs,
                // Obeyed for as long as nothing has come of it: afterwards what stands on the target tells the truth
                // again.
                start.pinned() && next == start.nextSourceOffset(),
                error);
    }
}
