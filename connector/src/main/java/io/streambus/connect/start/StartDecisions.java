package io.streambus.connect.start;

import io.streambus.connect.checkpoint.Counters;
import io.streambus.connect.checkpoint.PartitionCheckpoint;
import io.streambus.connect.checkpoint.PartitionCheckpoint.Standing;
import io.streambus.connect.checkpoint.PartitionCheckpoint.TargetPosition;
import io.streambus.connect.evidence.Evidence;
import io.streambus.connect.offset.Tail;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.apache.kafka.common.Uuid;

/** Makes the decisions that can come of one situation, each with the checkpoint that goes with it. Pure. Immutable, thread-safe. */
final class StartDecisions {

    private final Situation situation;
    private final boolean transactional;
    private final long nowMs;

    /**
     * @param transactional whether records are written in transactions
     * @param nowMs ms since the epoch
     */
    StartDecisions(Situation situation, boolean transactional, long nowMs) {
        this.situation = situation;
        this.transactional = transactional;
        this.nowMs = nowMs;
    }

    /** Begins with nothing of the flow at the target's end or behind it. */
    StartDecision.Begin begin(PartitionCheckpoint before, long next, OptionalInt epoch, Tail tail) {
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
        return new StartDecision.Begin(first(before, next, next, epoch, target), Evidence.NONE, false, tail, List.of());
    }

    /**
     * Goes on at an offset that a policy has chosen, and tells what was passed over; it counts as an error of the partition.
     *
     * @param what happened, without its full stop
     * @param setting by which the policy is set
     */
    StartDecision.Begin passing(
            PartitionCheckpoint before, long offset, Tail tail, String what, String setting, GapPolicy policy) {
        PartitionCheckpoint decided = before.decidedAt(offset, situation.connectOffset(), nowMs);
        PartitionCheckpoint first =
                begin(decided, offset, OptionalInt.empty(), tail).first();
        Counters counted = first.counters().plus(Counters.ERROR);
        String loss = what + ". Going on at offset " + offset + " of the source, as " + setting + " = "
                + policy.name().toLowerCase(Locale.ROOT) + " says.";
        return new StartDecision.Begin(first.withCounters(counted), Evidence.NONE, false, tail, List.of(loss));
    }

    /** The checkpoint that a partition begins with. */
    PartitionCheckpoint first(
            PartitionCheckpoint before, long next, long acknowledgedTo, OptionalInt epoch, TargetPosition target) {
        // A floor that stays still has the copies of whoever wrote before behind it.
        boolean sameFloor = before.target().equals(Optional.of(target));
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
                transactional || (sameFloor && before.transactional()),
                before.ignoredConnectOffset(),
                Optional.empty());
    }

    /** What stands on the target before the partition goes on. */
    Tail tail() {
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

    /**
     * Stands still. The position, the topics' ids and the epoch stay as they were, so that a restart comes to the same decision.
     *
     * @param reason without its full stop
     */
    StartDecision.Halt halt(String reason) {
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
