package io.streambus.connect.start;

import io.streambus.connect.checkpoint.PartitionCheckpoint;
import io.streambus.connect.checkpoint.PartitionCheckpoint.Standing;
import io.streambus.connect.evidence.ContentHash;
import io.streambus.connect.evidence.TargetLog;
import io.streambus.connect.provenance.OwnCopies;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.common.IsolationLevel;

/** What is to be read on the target before {@link StartPolicy} can decide. Pure. Immutable, thread-safe. */
final class StartSearch {

    private final String sourceAlias;
    private final StartRules rules;

    /** @param sourceAlias as the flow names its source */
    StartSearch(String sourceAlias, StartRules rules) {
        this.sourceAlias = sourceAlias;
        this.rules = rules;
    }

    /** What is to be read on the target of one situation; empty if nothing. */
    Optional<TargetLog.Search> of(Situation situation) {
        StartCandidate candidate = situation.candidate();
        Optional<PartitionCheckpoint> begun = candidate.begun();
        if (begun.isEmpty()) {
            return situation.connectOffset().isPresent()
                            || situation.targetLog().isEmpty()
                    ? Optional.empty()
                    : Optional.of(search(candidate, situation.targetLog().start(), OptionalLong.empty(), false, true));
        }
        return candidate
                .targetBefore()
                .filter(before ->
                        !candidate.targetWasRecreated() && situation.targetLog().end() >= before.reached())
                .map(before -> search(
                        candidate,
                        before.floor(),
                        before.floorSource(),
                        begun.get().transactional(),
                        begun.get().standing() != Standing.CLOSED));
    }

    /** @param written whether copies that stand there may have been written in transactions: one that was never committed is none */
    private TargetLog.Search search(
            StartCandidate candidate, long from, OptionalLong expected, boolean written, boolean mayGrow) {
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
                written || rules.transactional() ? IsolationLevel.READ_COMMITTED : IsolationLevel.READ_UNCOMMITTED,
                mayGrow);
    }
}
