package io.streambus.connect.start;

import io.streambus.connect.cluster.LogOffsets;
import io.streambus.connect.evidence.Evidence;
import io.streambus.connect.evidence.TargetLog;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * All that is known of a partition when it is to be taken up.
 *
 * @param connectOffset of the last record that Connect knows to be copied; empty if it knows none
 * @param sourceLog what the source has
 * @param targetLog what the target has
 * @param found what was read on the target; empty if there was nothing to look for
 */
record Situation(
        StartCandidate candidate,
        OptionalLong connectOffset,
        LogOffsets.Range sourceLog,
        LogOffsets.Range targetLog,
        Optional<TargetLog.Found> found) {

    Situation with(TargetLog.Found what) {
        return new Situation(candidate, connectOffset, sourceLog, targetLog, Optional.of(what));
    }

    /** The end of the target with nothing of the flow in flight. */
    long targetEnd() {
        return found.map(TargetLog.Found::end).orElse(targetLog.end());
    }

    /** What has come of the search, of records that the source has. */
    Evidence evidence() {
        return found.map(what -> what.copies().build(sourceLog.end())).orElse(Evidence.NONE);
    }
}
