package io.streambus.connect.start;

import io.streambus.connect.checkpoint.PartitionCheckpoint;
import io.streambus.connect.checkpoint.PartitionCheckpoint.TargetPosition;
import io.streambus.connect.cluster.LogOffsets;
import io.streambus.connect.evidence.TargetLog;
import io.streambus.connect.offset.Tail;
import io.streambus.connect.standstill.SkipOffset;
import java.util.Optional;
import org.apache.kafka.common.Uuid;

/** Finds what source and target had and no longer have, and does about it what the policies say. Pure. Immutable, thread-safe. */
final class Gaps {

    private static final String SOURCE_POLICY = "source.gap.policy";
    private static final String TARGET_POLICY = "target.gap.policy";

    private final StartRules rules;

    Gaps(StartRules rules) {
        this.rules = rules;
    }

    /** How a partition that stands still is made to go on. */
    private static String waysOut(long skipTo, String policy) {
        return ". The partition stands still. Stop the link, then skip or restart the partition, or alter its offsets to decide where it goes on; or set "
                + policy + " to skip or restart. " + SkipOffset.sentence(skipTo);
    }

    /** What the target has lost of the copies; empty if nothing. */
    Optional<TargetGap> onTarget(Situation situation) {
        StartCandidate candidate = situation.candidate();
        if (candidate.targetBefore().isEmpty()) {
            return Optional.empty();
        }
        TargetPosition before = candidate.targetBefore().get();
        if (candidate.targetWasRecreated()) {
            return Optional.of(new TargetGap.Recreated());
        }
        if (situation.targetLog().end() < before.reached()) {
            return Optional.of(new TargetGap.CutBack(
                    before.reached(), situation.targetLog().end()));
        }
        boolean replaced = rules.headersArrive()
                && situation.found().map(TargetLog.Found::replaced).orElse(false);
        return replaced ? Optional.of(new TargetGap.Replaced(before.floor() - 1)) : Optional.empty();
    }

    /**
     * What the source has lost of what comes next; empty if nothing.
     *
     * @param next the source offset to go on from
     */
    static Optional<SourceGap> onSource(Situation situation, PartitionCheckpoint before, long next) {
        LogOffsets.Range log = situation.sourceLog();
        if (before.isDecided()) {
            // An operator who says 0 means the beginning, wherever retention has moved it.
            return next > log.end() ? Optional.of(new SourceGap.CutBack(next, log.end())) : Optional.empty();
        }
        Optional<Uuid> id = situation.candidate().topic().id();
        if (before.topicId().isPresent() && id.isPresent() && !before.topicId().equals(id)) {
            return Optional.of(new SourceGap.Recreated(next, log.start()));
        }
        return situation.candidate().gap().or(() -> inLog(next, log));
    }

    /** Of a log whose topic is known to be the same. */
    static Optional<SourceGap> inLog(long next, LogOffsets.Range log) {
        if (next < log.start()) {
            return Optional.of(new SourceGap.Overtaken(next, log.start()));
        }
        return next > log.end() ? Optional.of(new SourceGap.CutBack(next, log.end())) : Optional.empty();
    }

    /** Does about a gap of the source what the policy says. */
    StartDecision passOrHalt(SourceGap gap, Situation situation, PartitionCheckpoint before, StartDecisions decisions) {
        String what = gap.describe(situation.candidate().source());
        return switch (rules.onSourceGap()) {
            case FAIL -> decisions.halt(what + waysOut(gap.found(), SOURCE_POLICY));
            case SKIP -> decisions.passing(before, gap.found(), decisions.tail(), what, SOURCE_POLICY, GapPolicy.SKIP);
            case RESTART ->
                decisions.passing(
                        before,
                        situation.sourceLog().start(),
                        decisions.tail(),
                        what,
                        SOURCE_POLICY,
                        GapPolicy.RESTART);
        };
    }

    /** Does about a gap of the target what the policy says. */
    StartDecision passOrHalt(TargetGap gap, Situation situation, PartitionCheckpoint before, StartDecisions decisions) {
        String what = gap.describe(situation.candidate().target());
        LogOffsets.Range log = situation.sourceLog();
        Tail tail = new Tail.OtherTarget(situation.targetEnd());
        long next = Math.min(Math.max(before.nextSourceOffset(), log.start()), log.end());
        return switch (rules.onTargetGap()) {
            case FAIL -> decisions.halt(what + waysOut(next, TARGET_POLICY));
            case SKIP -> decisions.passing(before, next, tail, what, TARGET_POLICY, GapPolicy.SKIP);
            case RESTART -> decisions.passing(before, log.start(), tail, what, TARGET_POLICY, GapPolicy.RESTART);
        };
    }
}
