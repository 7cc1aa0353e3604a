package io.streambus.connect.checkpoint;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.apache.kafka.common.Uuid;

/**
 * How far a flow has come with one source partition: where it goes on after a restart.
 *
 * @param nextSourceOffset the first record that is neither acknowledged by the target nor left out on purpose (filter, loop) in its turn; every
 *     record before it is
 * @param acknowledgedTo the source offset behind the highest acknowledged record, {@code nextSourceOffset} or more; if more, there may be holes
 *     between the two
 * @param topicId the source topic's id when it was read: another id later means that the topic was deleted and created again; empty where the
 *     source cluster gives none
 * @param leaderEpoch the epoch of the source leader that served the record before {@code nextSourceOffset} (KIP-320): shows whether the log was
 *     cut back since; empty if unknown
 * @param target where the copies stand; empty while no task has begun to write any
 * @param counters of what lies before {@code nextSourceOffset}
 * @param lastRecordTimestampMs the timestamp of the newest copied record, ms since the epoch; empty before the first one
 * @param caughtUpAtMs when the task last saw nothing left to copy of what is committed, ms since the epoch; what an open transaction on the source
 *     holds back it does not see; empty if never
 * @param writtenAtMs when this was written, ms since the epoch
 * @param standing what may have happened after this was written
 * @param transactional whether copies behind the floor may have been written in transactions (exactly-once): then only those count that were committed
 * @param ignoredConnectOffset Connect's offset when the position was last decided, to be looked at: it has no vote; empty where nothing was decided, or
 *     Connect had none
 * @param error why the partition stands still; empty while it runs
 */
public record PartitionCheckpoint(
        long nextSourceOffset,
        long acknowledgedTo,
        Optional<Uuid> topicId,
        OptionalInt leaderEpoch,
        Optional<TargetPosition> target,
        Counters counters,
        OptionalLong lastRecordTimestampMs,
        OptionalLong caughtUpAtMs,
        long writtenAtMs,
        Standing standing,
        boolean transactional,
        OptionalLong ignoredConnectOffset,
        Optional<String> error) {

    /** What may have happened after the checkpoint was written. */
    public enum Standing {
        /** The task went on: records may have been handed over and written. */
        RUNNING,
        /** The task has ended with nothing in flight. */
        CLOSED,
        /** An operator or a policy has set the position: no copy that stands on the target by now counts. */
        DECIDED
    }

    /**
     * Where the copies of a source partition stand on the target.
     *
     * @param topic the topic's name on the target; its partition has the source's number
     * @param topicId the topic's id when it was written to; empty where the target gives none
     * @param floor every copy of a record at or behind {@link PartitionCheckpoint#nextSourceOffset} stands at this target offset or behind it
     * @param floorSource the source offset of the copy that stands just before the floor; empty where another record stands there, or none
     * @param lastOffset where the newest copy stands; empty before the first one
     */
    public record TargetPosition(
            String topic, Optional<Uuid> topicId, long floor, OptionalLong floorSource, OptionalLong lastOffset) {

        public TargetPosition {
            Objects.requireNonNull(topic, "topic");
            Objects.requireNonNull(topicId, "topicId");
            boolean sourceIsThere = floorSource.isEmpty() || (floorSource.getAsLong() >= 0 && floor > 0);
            if (floor < 0 || !sourceIsThere || (lastOffset.isPresent() && lastOffset.getAsLong() < 0)) {
                throw new IllegalArgumentException("offsets of a target position must be 0 or more, found floor "
                        + floor + ", source before it " + floorSource + ", last copy " + lastOffset);
            }
        }

        /** The target offset behind all that is known to stand there: a target that ends before it has lost records. */
        public long reached() {
            return Math.max(floor, lastOffset.orElse(-1) + 1);
        }

        /** The same topic, with nothing of the flow at {@code end} or behind it. */
        public TargetPosition flooredAt(long end) {
            return new TargetPosition(topic, topicId, end, OptionalLong.empty(), lastOffset);
        }
    }

    public PartitionCheckpoint {
        if (nextSourceOffset < 0 || acknowledgedTo < nextSourceOffset || writtenAtMs < 0) {
            throw new IllegalArgumentException(
                    "offsets and times of a checkpoint must be 0 or more, and acknowledgedTo no less than nextSourceOffset; found nextSourceOffset="
                            + nextSourceOffset + " acknowledgedTo=" + acknowledgedTo + " writtenAtMs=" + writtenAtMs);
        }
        Objects.requireNonNull(topicId, "topicId");
        if (leaderEpoch.isPresent() && leaderEpoch.getAsInt() < 0) {
            throw new IllegalArgumentException(
                    "leaderEpoch of a checkpoint must be 0 or more, found " + leaderEpoch.getAsInt());
        }
        Objects.requireNonNull(target, "target");
        Objects.requireNonNull(counters, "counters");
        Objects.requireNonNull(lastRecordTimestampMs, "lastRecordTimestampMs");
        if (caughtUpAtMs.isPresent() && caughtUpAtMs.getAsLong() < 0) {
            throw new IllegalArgumentException(
                    "caughtUpAtMs of a checkpoint must be 0 or more, found " + caughtUpAtMs.getAsLong());
        }
        Objects.requireNonNull(standing, "standing");
        Objects.requireNonNull(ignoredConnectOffset, "ignoredConnectOffset");
        Objects.requireNonNull(error, "error");
    }

    /** A partition that nothing has been read of yet, to be read from {@code nextSourceOffset} on. */
    public static PartitionCheckpoint startingAt(long nextSourceOffset, long nowMs) {
        return new PartitionCheckpoint(
                nextSourceOffset,
                nextSourceOffset,
                Optional.empty(),
                OptionalInt.empty(),
                Optional.empty(),
                Counters.NONE,
                OptionalLong.empty(),
                OptionalLong.empty(),
                nowMs,
                Standing.RUNNING,
                false,
                OptionalLong.empty(),
                Optional.empty());
    }

    /**
     * The same counters with another position, set by an operator or a policy, which is obeyed whatever stands on the target.
     *
     * @param connectOffset Connect's offset at this moment; empty if it has none
     */
    public PartitionCheckpoint decidedAt(long offset, OptionalLong connectOffset, long nowMs) {
        return new PartitionCheckpoint(
                offset,
                offset,
                topicId,
                OptionalInt.empty(),
                target,
                counters,
                lastRecordTimestampMs,
                OptionalLong.empty(),
                nowMs,
                Standing.DECIDED,
                transactional,
                connectOffset,
                Optional.empty());
    }

    public PartitionCheckpoint withCounters(Counters counted) {
        return new PartitionCheckpoint(
                nextSourceOffset,
                acknowledgedTo,
                topicId,
                leaderEpoch,
                target,
                counted,
                lastRecordTimestampMs,
                caughtUpAtMs,
                writtenAtMs,
                standing,
                transactional,
                ignoredConnectOffset,
                error);
    }

    /** The same of a partition that is not copied any further, with one error more. */
    public PartitionCheckpoint standingStill(String reason, long nowMs) {
        return new PartitionCheckpoint(
                nextSourceOffset,
                acknowledgedTo,
                topicId,
                leaderEpoch,
                target,
                counters.plus(Counters.ERROR),
                lastRecordTimestampMs,
                caughtUpAtMs,
                nowMs,
                standing,
                transactional,
                ignoredConnectOffset,
                Optional.of(reason));
    }

    /** Records copied, see {@link Counters}. */
    public long records() {
        return counters.records();
    }

    /** Where the newest copy stands on the target; empty before the first one. */
    public OptionalLong lastTargetOffset() {
        return target.map(TargetPosition::lastOffset).orElse(OptionalLong.empty());
    }

    /** Whether the position was set by an operator or a policy and nothing has come of it yet. */
    public boolean isDecided() {
        return standing == Standing.DECIDED;
    }

    /** The source offset from which on records may be missing on the target between others that are there; empty if there is no such place. */
    public OptionalLong openHole() {
        return acknowledgedTo > nextSourceOffset ? OptionalLong.of(nextSourceOffset) : OptionalLong.empty();
    }

    /** Whether this tells no more than {@code other} but when it was written and when the task saw nothing left. */
    public boolean differsOnlyInTimeFrom(PartitionCheckpoint other) {
        return new PartitionCheckpoint(
                        nextSourceOffset,
                        acknowledgedTo,
                        topicId,
                        leaderEpoch,
                        target,
                        counters,
                        lastRecordTimestampMs,
                        other.caughtUpAtMs,
                        other.writtenAtMs,
                        standing,
                        transactional,
                        ignoredConnectOffset,
                        error)
                .equals(other);
    }
}
