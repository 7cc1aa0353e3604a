package io.streambus.connect.group;

import io.streambus.connect.checkpoint.group.GroupOutcome;
import io.streambus.connect.checkpoint.group.PassReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What came of one pass.
 *
 * @param groups how many were wanted
 * @param failed groups whose offsets the source would not tell, with its answer
 * @param known warnings that are older than the pass, in sentences
 */
record PassOutcome(int groups, List<Verdict> verdicts, Map<String, Throwable> failed, List<String> known) {

    private static final int NAMED = 5;

    PassOutcome {
        verdicts = List.copyOf(verdicts);
        failed = Map.copyOf(failed);
        known = List.copyOf(known);
    }

    /** As it is told. */
    PassReport report(long startedAtMs, long endedAtMs) {
        return new PassReport(
                startedAtMs,
                Math.max(startedAtMs, endedAtMs),
                groups,
                count(GroupOutcome.InSync.class),
                count(GroupOutcome.Pending.class),
                count(GroupOutcome.Active.class),
                count(GroupOutcome.NotTranslatable.class),
                warnings(),
                Optional.empty());
    }

    private int count(Class<? extends GroupOutcome> outcome) {
        return Math.toIntExact(verdicts.stream()
                .filter(verdict -> outcome.isInstance(verdict.outcome()))
                .count());
    }

    private List<String> warnings() {
        List<String> warnings = new ArrayList<>(known);
        if (!failed.isEmpty()) {
            warnings.add("The source does not tell the offsets of " + failed.size() + " groups: "
                    + new TreeMap<>(failed)
                            .entrySet().stream()
                                    .limit(NAMED)
                                    .map(entry -> entry.getKey() + " (" + entry.getValue() + ")")
                                    .collect(Collectors.joining(", "))
                    + (failed.size() > NAMED ? " and others." : "."));
        }
        return warnings;
    }

    /** What MirrorMaker 2's clients are told: exact positions, and those that skip nothing. */
    List<MirrorCheckpoints.MirrorCheckpoint> mirrored() {
        return verdicts.stream()
                .filter(verdict -> verdict.position().committable().isPresent())
                .map(verdict -> new MirrorCheckpoints.MirrorCheckpoint(
                        verdict.group().group(),
                        verdict.target(),
                        verdict.source().offset(),
                        verdict.position().committable().getAsLong(),
                        verdict.source().metadata()))
                .toList();
    }
}
