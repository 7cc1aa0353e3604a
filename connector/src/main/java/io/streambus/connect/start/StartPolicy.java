package io.streambus.connect.start;

import io.streambus.connect.checkpoint.Counters;
import io.streambus.connect.checkpoint.PartitionCheckpoint;
import io.streambus.connect.checkpoint.PartitionCheckpoint.Standing;
import io.streambus.connect.checkpoint.PartitionCheckpoint.TargetPosition;
import io.streambus.connect.cluster.LogOffsets;
import io.streambus.connect.evidence.ContentHash;
import io.streambus.connect.evidence.Evidence;
import io.streambus.connect.evidence.TargetLog;
import io.streambus.connect.offset.Tail;
import io.streambus.connect.provenance.OwnCopies;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.apache.kafka.common.Uuid;

/**
 * Where a partition goes on: at its checkpoint. What stands on the target behind it is evidence, never a position. Connect's offset has a vote where
 * there is no checkpoint (the take-over of MirrorMaker 2), and where it was committed together with the records (exactly-once). What an operator or a
 * policy has decided wins over both.
 *
 * <p>Pure. Immutable, thread-safe.
 */
final class StartPolicy {

    /** How a partition that stands still is made to go on. */
    private static final String WAYS_OUT =
            ". The partition stands still. Stop the link and alter its offsets to decide where it goes on, or set ";

    static final String SOURCE_GAP = "source.gap.policy";
    static final String TARGET_GAP = "target.gap.policy";
    static final String EXISTING_TOPICS = "existing.topics";

    private final String sourceAlias;
    private final StartRules rules;

    StartPolicy(String sourceAlias, StartRules rules) {
        this.sourceAlias = sourceAlias;
        this.rules = rules;
    }

    /** What is to be read on the target before anything can be decided; empty if nothing. */
    Optional<TargetLog.Search> search(Situation situation) {
        StartCandidate candidate = situation.candidate();
        Optional<PartitionCheckpoint> begun = candidate.begun();
        if (begun.isEmpty()) {
            return situation.connectOffset().isPresent()
                            || situation.targetLog().isEmpty()
                    ? Optional.empty()
                    : Optional.of(search(candidate, situation.targetLog().start(), OptionalLong.empty(), true));
        }
        return candidate
                .targetBefore()
                .filter(before -> mayBeSearched(begun.get())
                        && !candidate.targetWasRecreated()
                        && situation.targetLog().end() >= before.reached())
                .map(before -> search(
                        candidate,
                        before.floor(),
                        before.floorSource(),
                        begun.get().standing() != Standing.CLOSED));
    }

    /**
     * What was written in transactions is no evidence: Connect's offset says what was committed. For the offset map of a flow that is set back it is
     * read, by a task that reads committed records only.
     */
    private boolean mayBeSearched(PartitionCheckpoint before) {
        return !before.transactional() || (before.isDecided() && rules.transactional());
    }

    private TargetLog.Search search(StartCandidate candidate, long from, OptionalLong expected, boolean mayGrow) {
        return new TargetLog.Search(
                candidate.target(),
                from,
                expected,
                new OwnCopies(
                        sourceAlias,
                        candidate.source().topic(),
                        candidate.topic().targetName(),
                        candidate.source().partition()),
                new ContentHash(
                        rules.keysArrive(),
                        rules.valuesArrive(),
                        !candidate.limits().logAppendTime()),
                mayGrow);
    }

    StartDecision decide(Situation situation, long nowMs) {
        if (situation.found().isPresent() && situation.found().get().tooMany()) {
            return halt(
                    situation,
                    nowMs,
                    "More copies of " + situation.candidate().source() + " stand on the target behind offset "
                            + situation.targetLog().start()
                            + " than can be compared with the source. The partition stands still. Stop the link and alter its offsets to say where it"
                            + " goes on, or give it an empty topic with topics.rename");
        }
        return situation.candidate().begun().isPresent() ? goOn(situation, nowMs) : beginAnew(situation, nowMs);
    }

    private StartDecision beginAnew(Situation situation, long nowMs) {
        StartCandidate candidate = situation.candidate();
        LogOffsets.Range log = situation.sourceLog();
        PartitionCheckpoint before =
                candidate.checkpoint().orElseGet(() -> PartitionCheckpoint.startingAt(log.start(), nowMs));
        if (situation.connectOffset().isPresent()) {
            long next = situation.connectOffset().getAsLong() + 1;
            Optional<SourceGap> gap = gap(next, log);
            return gap.isPresent()
                    ? onSourceGap(situation, before, gap.get(), nowMs)
                    : begin(situation, before, next, OptionalInt.empty(), new Tail.Unknown(), nowMs);
        }
        Evidence evidence = situation.evidence();
        boolean anyCopy =
                !situation.found().map(found -> found.copies().isEmpty()).orElse(true);
        if (!anyCopy) {
            if (!situation.targetLog().isEmpty() && !rules.adoptsTopics() && !candidate.own()) {
                return halt(
                        situation,
                        nowMs,
                        "Topic " + candidate.topic().targetName()
                                + " of the target holds records, and none of them is a copy made by this flow: it is somebody else's. Nothing is"
                                + " written to it. Set " + EXISTING_TOPICS
                                + " = adopt to write to it all the same, or give the copies another name with topics.rename or"
                                + " replication.policy.class");
            }
            long next = rules.fromLatest() ? log.end() : log.start();
            return begin(
                    situation,
                    before,
                    next,
                    OptionalInt.empty(),
                    new Tail.Copies(List.of(), 0, situation.targetEnd()),
                    nowMs);
        }
        long highest = situation.found().get().copies().highest();
        if (highest >= log.end()) {
            return halt(
                    situation,
                    nowMs,
                    StartDecision.unmatched(candidate.topic().targetName(), candidate.source(), highest));
        }
        PartitionCheckpoint first = first(
                situation,
                before,
                log.start(),
                Math.max(log.start(), evidence.end()),
                OptionalInt.empty(),
                new TargetPosition(
                        candidate.topic().targetName(),
                        candidate.topic().targetId(),
                        situation.targetLog().start(),
                        OptionalLong.empty(),
                        OptionalLong.empty()),
                nowMs);
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

    private StartDecision goOn(Situation situation, long nowMs) {
        StartCandidate candidate = situation.candidate();
        PartitionCheckpoint before = candidate.begun().orElseThrow();
        Optional<TargetGap> targetGap = targetGap(situation);
        if (targetGap.isPresent() && !before.isDecided()) {
            return onTargetGap(situation, before, targetGap.get(), nowMs);
        }
        long next = next(before, situation.connectOffset());
        Optional<SourceGap> gap = sourceGap(situation, before, next);
        if (gap.isPresent()) {
            return onSourceGap(situation, before, gap.get(), nowMs);
        }
        if (before.isDecided()) {
            return asDecided(
                    situation, before, Math.max(next, situation.sourceLog().start()), targetGap, nowMs);
        }
        // The epoch belongs to the checkpoint's offset; with a later offset it would only make the consumer see
        // truncation where there is none.
        OptionalInt epoch = next == before.nextSourceOffset() ? before.leaderEpoch() : OptionalInt.empty();
        Evidence evidence = situation.evidence();
        List<String> told = deletedBehindTheFloor(situation);
        if (evidence.end() <= next) {
            StartDecision.Begin begin = begin(situation, before, next, epoch, tail(situation), nowMs);
            return new StartDecision.Begin(begin.first(), Evidence.NONE, false, begin.tail(), told);
        }
        return new StartDecision.Begin(
                first(
                        situation,
                        before,
                        next,
                        evidence.end(),
                        epoch,
                        candidate.targetBefore().orElseThrow(),
                        nowMs),
                evidence,
                false,
                tail(situation),
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
            Situation situation, PartitionCheckpoint before, long next, Optional<TargetGap> targetGap, long nowMs) {
        StartDecision.Begin begin = begin(
                situation,
                before,
                next,
                OptionalInt.empty(),
                targetGap.isPresent() ? new Tail.OtherTarget(situation.targetEnd()) : tail(situation),
                nowMs);
        List<String> told = targetGap
                .map(gap -> List.of(gap.describe(situation.candidate().target()) + ". Going on at offset " + next
                        + " of the source, where it was set to."))
                .orElse(List.of());
        return new StartDecision.Begin(begin.first(), Evidence.NONE, false, begin.tail(), told);
    }

    private static long next(PartitionCheckpoint before, OptionalLong connectOffset) {
        boolean connectCounts = before.transactional()
                && connectOffset.isPresent()
                && !connectOffset.equals(before.ignoredConnectOffset());
        return connectCounts
                ? Math.max(before.nextSourceOffset(), connectOffset.getAsLong() + 1)
                : before.nextSourceOffset();
    }

    private Optional<TargetGap> targetGap(Situation situation) {
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

    private static Optional<SourceGap> sourceGap(Situation situation, PartitionCheckpoint before, long next) {
        LogOffsets.Range log = situation.sourceLog();
        if (before.isDecided()) {
            // An operator who says 0 means the beginning, wherever retention has moved it.
            return next > log.end() ? Optional.of(new SourceGap.CutBack(next, log.end())) : Optional.empty();
        }
        Optional<Uuid> id = situation.candidate().topic().id();
        if (before.topicId().isPresent() && id.isPresent() && !before.topicId().equals(id)) {
            return Optional.of(new SourceGap.Recreated(next, log.start()));
        }
        return situation.candidate().gap().or(() -> gap(next, log));
    }

    private static Optional<SourceGap> gap(long next, LogOffsets.Range log) {
        if (next < log.start()) {
            return Optional.of(new SourceGap.Overtaken(next, log.start()));
        }
        return next > log.end() ? Optional.of(new SourceGap.CutBack(next, log.end())) : Optional.empty();
    }

    private StartDecision onSourceGap(Situation situation, PartitionCheckpoint before, SourceGap gap, long nowMs) {
        String what = gap.describe(situation.candidate().source());
        return switch (rules.onSourceGap()) {
            case FAIL -> halt(situation, nowMs, what + WAYS_OUT + SOURCE_GAP + " to skip or restart");
            case SKIP -> decided(situation, before, gap.found(), tail(situation), what, SOURCE_GAP, nowMs);
            case RESTART ->
                decided(situation, before, situation.sourceLog().start(), tail(situation), what, SOURCE_GAP, nowMs);
        };
    }

    private StartDecision onTargetGap(Situation situation, PartitionCheckpoint before, TargetGap gap, long nowMs) {
        String what = gap.describe(situation.candidate().target());
        LogOffsets.Range log = situation.sourceLog();
        Tail tail = new Tail.OtherTarget(situation.targetEnd());
        return switch (rules.onTargetGap()) {
            case FAIL -> halt(situation, nowMs, what + WAYS_OUT + TARGET_GAP + " to skip or restart");
            case SKIP -> {
                long next = Math.min(Math.max(before.nextSourceOffset(), log.start()), log.end());
                yield decided(situation, before, next, tail, what, TARGET_GAP, nowMs);
            }
            case RESTART -> decided(situation, before, log.start(), tail, what, TARGET_GAP, nowMs);
        };
    }

    private StartDecision decided(
            Situation situation,
            PartitionCheckpoint before,
            long offset,
            Tail tail,
            String what,
            String setting,
            long nowMs) {
        PartitionCheckpoint decided = before.decidedAt(offset, situation.connectOffset(), nowMs);
        StartDecision.Begin begin = begin(situation, decided, offset, OptionalInt.empty(), tail, nowMs);
        Counters counted = begin.first().counters().plus(new Counters(0, 0, 0, 0, 1, 0, 0, 0));
        GapPolicy policy = setting.equals(SOURCE_GAP) ? rules.onSourceGap() : rules.onTargetGap();
        List<String> losses = new ArrayList<>();
        losses.add(what + ". Going on at offset " + offset + " of the source, as " + setting + " = "
                + policy.name().toLowerCase(Locale.ROOT) + " says.");
        return new StartDecision.Begin(begin.first().withCounters(counted), Evidence.NONE, false, tail, losses);
    }

    /** Begins with nothing of the flow at the target's end or behind it. */
    private StartDecision.Begin begin(
            Situation situation, PartitionCheckpoint before, long next, OptionalInt epoch, Tail tail, long nowMs) {
        StartCandidate candidate = situation.candidate();
        boolean sameLog = tail instanceof Tail.Copies || tail instanceof Tail.Unknown;
        OptionalLong lastOffset = sameLog
                ? candidate.targetBefore().map(TargetPosition::lastOffset).orElse(OptionalLong.empty())
                : OptionalLong.empty();
        TargetPosition target = new TargetPosition(
                candidate.topic().targetName(),
                candidate.topic().targetId(),
                situation.targetEnd(),
                OptionalLong.empty(),
                lastOffset);
        return new StartDecision.Begin(
                first(situation, before, next, next, epoch, target, nowMs), Evidence.NONE, false, tail, List.of());
    }

    private PartitionCheckpoint first(
            Situation situation,
            PartitionCheckpoint before,
            long next,
            long acknowledgedTo,
            OptionalInt epoch,
            TargetPosition target,
            long nowMs) {
        return new PartitionCheckpoint(
                next,
                acknowledgedTo,
                situation.candidate().topic().id(),
                epoch,
                Optional.of(target),
                before.counters(),
                before.lastRecordTimestampMs(),
                before.caughtUpAtMs(),
                nowMs,
                Standing.RUNNING,
                rules.transactional(),
                before.ignoredConnectOffset(),
                Optional.empty());
    }

    private static Tail tail(Situation situation) {
        Optional<TargetPosition> before = situation.candidate().targetBefore();
        if (situation.candidate().begun().flatMap(PartitionCheckpoint::target).isPresent() && before.isEmpty()) {
            return new Tail.OtherTarget(situation.targetEnd());
        }
        if (situation.found().isEmpty()) {
            return new Tail.Unknown();
        }
        Optional<Uuid> idBefore = situation.candidate().begun().flatMap(PartitionCheckpoint::topicId);
        Optional<Uuid> id = situation.candidate().topic().id();
        if (idBefore.isPresent() && id.isPresent() && !idBefore.equals(id)) {
            // What stands there was copied from a topic of that name that was deleted.
            return new Tail.Copies(List.of(), 0, situation.targetEnd());
        }
        long floor = before.map(TargetPosition::floor).orElse(0L);
        // Between the newest copy and a floor behind it there is none: it was moved there while nothing was in flight.
        long from = before.map(TargetPosition::lastOffset)
                .filter(OptionalLong::isPresent)
                .map(last -> Math.min(floor, last.getAsLong() + 1))
                .orElse(floor);
        return new Tail.Copies(situation.found().get().copies().runs(), from, situation.targetEnd());
    }

    /** The position, the topics' ids and the epoch stay as they were, so that a restart comes to the same verdict. */
    private static StartDecision halt(Situation situation, long nowMs, String reason) {
        PartitionCheckpoint standing = situation
                .candidate()
                .checkpoint()
                .orElseGet(() -> PartitionCheckpoint.startingAt(
                        situation.connectOffset().isPresent()
                                ? situation.connectOffset().getAsLong() + 1
                                : situation.sourceLog().start(),
                        nowMs));
        return new StartDecision.Halt(standing.standingStill(reason + ".", nowMs));
    }
}
