package io.streambus.connect.source;

import io.streambus.connect.checkpoint.PartitionCheckpoint;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.apache.kafka.common.Uuid;

/** Where a partition is to be read from, as the evidence has it. */
sealed interface StartPosition {

    /**
     * Go on here.
     *
     * @param leaderEpoch of the record before {@code offset}, for the consumer to check that the log was not cut back since; empty if unknown
     */
    record At(long offset, OptionalInt leaderEpoch) implements StartPosition {}

    /** The records that should come next are not there. */
    record Gapped(SourceGap gap) implements StartPosition {}

    /**
     * Weighs the evidence. Connect's offset and the checkpoint both lag behind the truth by an interval, and the target's tail does not, but may
     * hold nothing; so the highest counts. What an operator has set wins over all.
     *
     * @param connectOffset of the last record that Connect knows to be copied
     * @param checkpoint the flow's last one of this partition
     * @param nextByTail the source offset behind the last copy that stands on the target
     * @param topicId of the topic as it is now
     * @param logStart the first offset that the source has
     * @param logEnd the source's log end offset
     * @param fromLatest whether a partition never read before starts at its end
     */
    static StartPosition of(
            OptionalLong connectOffset,
            Optional<PartitionCheckpoint> checkpoint,
            OptionalLong nextByTail,
            Optional<Uuid> topicId,
            long logStart,
            long logEnd,
            boolean fromLatest) {
        if (checkpoint.isPresent() && checkpoint.get().pinned()) {
            long wanted = checkpoint.get().nextSourceOffset();
            // An operator who says 0 means the beginning, wherever retention has moved it.
            return wanted > logEnd
                    ? new Gapped(new SourceGap.CutBack(wanted, logEnd))
                    : new At(Math.max(wanted, logStart), OptionalInt.empty());
        }
        if (connectOffset.isEmpty() && checkpoint.isEmpty() && nextByTail.isEmpty()) {
            return new At(fromLatest ? logEnd : logStart, OptionalInt.empty());
        }
        long byConnect = connectOffset.isPresent() ? connectOffset.getAsLong() + 1 : 0;
        long byCheckpoint =
                checkpoint.map(PartitionCheckpoint::nextSourceOffset).orElse(0L);
        long expected = Math.max(Math.max(byConnect, byCheckpoint), nextByTail.orElse(0));
        Optional<Uuid> idBefore = checkpoint.flatMap(PartitionCheckpoint::topicId);
        if (idBefore.isPresent() && topicId.isPresent() && !idBefore.equals(topicId)) {
            return new Gapped(new SourceGap.Recreated(expected, logStart));
        }
        if (expected < logStart) {
            return new Gapped(new SourceGap.Overtaken(expected, logStart));
        }
        if (expected > logEnd) {
            return new Gapped(new SourceGap.CutBack(expected, logEnd));
        }
        // The epoch belongs to the checkpoint's offset; with a later offset it would only make the consumer see
        // truncation where there is none.
        OptionalInt epoch = expected == byCheckpoint
                ? checkpoint.map(PartitionCheckpoint::leaderEpoch).orElse(OptionalInt.empty())
                : OptionalInt.empty();
        return new At(expected, epoch);
    }
}
