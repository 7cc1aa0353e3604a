package io.streambus.connect.checkpoint;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.apache.kafka.common.Uuid;

/**
 * How far a flow has come with one source partition. The counters count since the flow first read the partition and go on after restarts.
 *
 * @param nextSourceOffset every record before this offset is on the target, or was left out on purpose (filter, loop)
 * @param topicId the source topic's id when it was read: another id later means that the topic was deleted and created again; empty where the
 *     source cluster gives none
 * @param leaderEpoch the epoch of the source leader that served the record before {@code nextSourceOffset} (KIP-320): shows whether the log was
 *     cut back since; empty if unknown
 * @param lastTargetOffset where the newest copy stands on the target; empty before the first one
 * @param records copied
 * @param bytes of keys and values copied, before compression
 * @param filtered records that a transform dropped
 * @param loopsDropped records that had been at the target already
 * @param errors failures of this partition
 * @param lastRecordTimestampMs the timestamp of the newest copied record, ms since the epoch; empty before the first one
 * @param caughtUpAtMs when the task last saw nothing left to copy, ms since the epoch; empty if never
 * @param writtenAtMs when the task wrote this, ms since the epoch
 * @param pinned whether an operator set {@code nextSourceOffset}: then nothing found on the target overrules it
 * @param error why the partition stands still; empty while it runs
 */
public record PartitionCheckpoint(
        long nextSourceOffset,
        Optional<Uuid> topicId,
        OptionalInt leaderEpoch,
        OptionalLong lastTargetOffset,
        long records,
        long bytes,
        long filtered,
        long loopsDropped,
        long errors,
        OptionalLong lastRecordTimestampMs,
        OptionalLong caughtUpAtMs,
        long writtenAtMs,
        boolean pinned,
        Optional<String> error) {

    public PartitionCheckpoint {
        requireNotNegative("nextSourceOffset", nextSourceOffset);
        Objects.requireNonNull(topicId, "topicId");
        leaderEpoch.ifPresent(epoch -> requireNotNegative("leaderEpoch", epoch));
        lastTargetOffset.ifPresent(offset -> requireNotNegative("lastTargetOffset", offset));
        requireNotNegative("records", records);
        requireNotNegative("bytes", bytes);
        requireNotNegative("filtered", filtered);
        requireNotNegative("loopsDropped", loopsDropped);
        requireNotNegative("errors", errors);
        Objects.requireNonNull(lastRecordTimestampMs, "lastRecordTimestampMs");
        caughtUpAtMs.ifPresent(at -> requireNotNegative("caughtUpAtMs", at));
        requireNotNegative("writtenAtMs", writtenAtMs);
        Objects.requireNonNull(error, "error");
    }

    /** A partition that nothing has been read of yet, to be read from {@code nextSourceOffset} on. */
    public static PartitionCheckpoint startingAt(long nextSourceOffset, long nowMs) {
        return new PartitionCheckpoint(
                nextSourceOffset,
                Optional.empty(),
                OptionalInt.empty(),
                OptionalLong.empty(),
                0,
                0,
                0,
                0,
                0,
                OptionalLong.empty(),
                OptionalLong.empty(),
                nowMs,
                false,
                Optional.empty());
    }

    /** The same counters with another position, set by an operator, who is obeyed whatever stands on the target. */
    public PartitionCheckpoint pinnedAt(long offset, long nowMs) {
        return new PartitionCheckpoint(
                offset,
                Optional.empty(),
                OptionalInt.empty(),
                lastTargetOffset,
                records,
                bytes,
                filtered,
                loopsDropped,
                errors,
                lastRecordTimestampMs,
                OptionalLong.empty(),
                nowMs,
                true,
                Optional.empty());
    }

    /**
     * The same counters with another position: where reading goes on.
     *
     * @param epoch of the record before {@code offset}; empty if unknown
     */
    public PartitionCheckpoint resumedAt(long offset, OptionalInt epoch) {
        return new PartitionCheckpoint(
                offset,
                topicId,
                epoch,
                lastTargetOffset,
                records,
                bytes,
                filtered,
                loopsDropped,
                errors,
                lastRecordTimestampMs,
                caughtUpAtMs,
                writtenAtMs,
                pinned,
                Optional.empty());
    }

    /** Whether this tells no more than {@code other} but when it was written and when the task saw nothing left. */
    public boolean differsOnlyInTimeFrom(PartitionCheckpoint other) {
        return new PartitionCheckpoint(
                        nextSourceOffset,
                        topicId,
                        leaderEpoch,
                        lastTargetOffset,
                        records,
                        bytes,
                        filtered,
                        loopsDropped,
                        errors,
                        lastRecordTimestampMs,
                        other.caughtUpAtMs,
                        other.writtenAtMs,
                        pinned,
                        error)
                .equals(other);
    }

    private static void requireNotNegative(String what, long value) {
        if (value < 0) {
            throw new IllegalArgumentException(what + " of a checkpoint must be 0 or more, found " + value);
        }
    }
}
