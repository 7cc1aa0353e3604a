package io.streambus.connect.start;

import io.streambus.connect.checkpoint.PartitionCheckpoint;
import io.streambus.connect.checkpoint.PartitionCheckpoint.TargetPosition;
import io.streambus.connect.cluster.LogOffsets;
import io.streambus.connect.evidence.Evidence;
import io.streambus.connect.offset.Tail;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Where a partition goes on: at its checkpoint. What stands on the target behind it is evidence, never a position. Connect's offset has a vote where
 * there is no checkpoint (the take-over of MirrorMaker 2), and nowhere else: also where it is written in the records' transactions it may be ahead of
 * them. What an operator or a policy has decided wins over both.
 *
 * <p>Pure. Immutable, thread-safe.
 */
final class StartPolicy {

    private static final String EXISTING_TOPICS = "existing.topics";

    private final StartRules rules;
    private final Gaps gaps;

    StartPolicy(StartRules rules) {
        this.rules = rules;
        this.gaps = new Gaps(rules);
    }

    /** @param situation complete: with what was found, if there was anything to {@link StartSearch search} for */
    StartDecision decide(Situation situation, long nowMs) {
        StartDecisions decisions = new StartDecisions(situation, rules.transactional(), nowMs);
        if (situation.found().isPresent() && situation.found().get().tooMany()) {
            return decisions.halt(
                    "More copies of " + situation.candidate().source() + " stand on the target behind offset "
                            + situation.targetLog().start()
                            + " than can be compared with the source. The partition stands still. Stop the link and alter its offsets to say where it"
                            + " goes on, or give it an empty topic with topics.rename");
        }
        return situation.candidate().begun().isPresent()
                ? goOn(situation, decisions)
                : beginAnew(situation, decisions, nowMs);
    }

    private StartDecision beginAnew(Situation situation, StartDecisions decisions, long nowMs) {
        StartCandidate candidate = situation.candidate();
        LogOffsets.Range log = situation.sourceLog();
        PartitionCheckpoint before =
                candidate.checkpoint().orElseGet(() -> PartitionCheckpoint.startingAt(log.start(), nowMs));
        if (situation.connectOffset().isPresent()) {
            long next = situation.connectOffset().getAsLong() + 1;
            Optional<SourceGap> gap = Gaps.inLog(next, log);
            return gap.isPresent()
                    ? gaps.passOrHalt(gap.get(), situation, before, decisions)
                    : decisions.begin(before, next, OptionalInt.empty(), new Tail.Unknown());
        }
        Evidence evidence = situation.evidence();
        boolean anyCopy =
                !situation.found().map(found -> found.copies().isEmpty()).orElse(true);
        if (!anyCopy) {
            if (!situation.targetLog().isEmpty() && !rules.adoptsTopics() && !candidate.own()) {
                return decisions.halt("Topic " + candidate.topic().targetName()
                        + " of the target holds records, and none of them is a copy made by this flow: it is somebody else's. Nothing is"
                        + " written to it. Set " + EXISTING_TOPICS
                        + " = adopt to write to it all the same, or give the copies another name with topics.rename or"
                        + " replication.policy.class");
            }
            long next = rules.fromLatest() ? log.end() : log.start();
            return decisions.begin(
                    before, next, OptionalInt.empty(), new Tail.Copies(List.of(), 0, situation.targetEnd()));
        }
        long highest = situation.found().get().copies().highest();
        if (highest >= log.end()) {
            return decisions.halt(StartDecision.unmatched(candidate.topic().targetName(), candidate.source(), highest));
        }
        PartitionCheckpoint first = decisions.first(
                before,
                log.start(),
                Math.max(log.start(), evidence.end()),
                OptionalInt.empty(),
                new TargetPosition(
                        candidate.topic().targetName(),
                        candidate.topic().targetId(),
                        situation.targetLog().start(),
                        OptionalLong.empty(),
                        OptionalLong.empty()));
        return new StartDecision.Begin(
                first,
                evidence,
                true,
                new Tail.Copies(
                        situation.found().orElseThrow().copies().runs(),
                        situation.targetLog().start(),
                        situation.targetEnd()),
                List.of());
    }

    private StartDecision goOn(Situation situation, StartDecisions decisions) {
        StartCandidate candidate = situation.candidate();
        PartitionCheckpoint before = candidate.begun().orElseThrow();
        Optional<TargetGap> targetGap = gaps.onTarget(situation);
        if (targetGap.isPresent() && !before.isDecided()) {
            return gaps.passOrHalt(targetGap.get(), situation, before, decisions);
        }
        long next = before.nextSourceOffset();
        Optional<SourceGap> gap = Gaps.onSource(situation, before, next);
        if (gap.isPresent()) {
            return gaps.passOrHalt(gap.get(), situation, before, decisions);
        }
        if (before.isDecided()) {
            return asDecided(
                    situation, before, Math.max(next, situation.sourceLog().start()), targetGap, decisions);
        }
        Evidence evidence = situation.evidence();
        List<String> told = deletedBehindTheFloor(situation);
        if (evidence.end() <= next) {
            StartDecision.Begin begin = decisions.begin(before, next, before.leaderEpoch(), decisions.tail());
            return new StartDecision.Begin(begin.first(), Evidence.NONE, false, begin.tail(), told);
        }
        return new StartDecision.Begin(
                decisions.first(
                        before,
                        next,
                        evidence.end(),
                        before.leaderEpoch(),
                        candidate.targetBefore().orElseThrow()),
                evidence,
                false,
                decisions.tail(),
                told);
    }

    /** Retention of the target that was faster than the flow's checkpoints: what it deleted is no evidence any more. */
    private static List<String> deletedBehindTheFloor(Situation situation) {
        long start = situation.targetLog().start();
        return situation
                .candidate()
                .targetBefore()
                .filter(before -> before.floor() < start)
                .map(before -> List.of(
                        "Partition " + situation.candidate().target() + " of the target begins at offset " + start
                                + ", and the flow's copies since its last checkpoint may stand from " + before.floor()
                                + " on: those that were deleted there are copied again."))
                .orElse(List.of());
    }

    /** Whoever decided is obeyed, and told what he could not know. */
    private StartDecision asDecided(
            Situation situation,
            PartitionCheckpoint before,
            long next,
            Optional<TargetGap> targetGap,
            StartDecisions decisions) {
        StartDecision.Begin begin = decisions.begin(
                before,
                next,
                OptionalInt.empty(),
                targetGap.isPresent() ? new Tail.OtherTarget(situation.targetEnd()) : decisions.tail());
        List<String> told = targetGap
                .map(gap -> List.of(gap.describe(situation.candidate().target()) + ". Going on at offset " + next
                        + " of the source, where it was set to."))
                .orElse(List.of());
        return new StartDecision.Begin(begin.first(), Evidence.NONE, false, begin.tail(), told);
    }
}
