package io.streambus.connect.group;

import static io.streambus.connect.group.position.SimulatedReplication.SOURCE;
import static io.streambus.connect.group.position.SimulatedReplication.TARGET;

import io.streambus.connect.checkpoint.CheckpointKey;
import io.streambus.connect.checkpoint.RecordedEntries;
import io.streambus.connect.checkpoint.group.GroupKind;
import io.streambus.connect.checkpoint.group.GroupOffset;
import io.streambus.connect.checkpoint.group.GroupOutcome;
import io.streambus.connect.group.position.SimulatedReplication;
import io.streambus.connect.group.position.SimulatedReplication.Fault;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/**
 * Groups that read on, are rewound, stand still and are used on the target meanwhile, over a flow with a random life. After each pass every position on
 * the target is judged by what really stands there. Confined to one thread.
 */
final class SimulatedGroups {

    private static final List<String> GROUPS = List.of("classic", "consumer", "share", "streams");
    private static final String FLOW = "west-to-east";

    private final Random random;
    private final boolean forgets;
    private final SimulatedReplication replication;
    private final FakeGroupCluster west = new FakeGroupCluster("west");
    private final FakeGroupCluster east = new FakeGroupCluster("east");
    private final Map<String, Long> positions = new HashMap<>();
    /** Where those stand that were moved on the target itself: nobody lowers them. */
    private final Map<String, Long> own = new HashMap<>();

    private final Map<String, Integer> outcomes = new TreeMap<>();
    private GroupLedger ledger = ledger(Map.of());
    private GroupSync sync;
    private long nowMs;

    /** @param forgets whether the connector does not know after a pass what it has committed: a rule broken on purpose */
    SimulatedGroups(long seed, Fault fault, boolean forgets) {
        this.random = new Random(seed);
        this.forgets = forgets;
        this.replication = new SimulatedReplication(random, fault);
        this.sync = sync();
        GROUPS.forEach(group -> positions.put(group, 0L));
    }

    /** @return what was wrong; empty if nothing was */
    Optional<String> run(int steps) {
        for (int i = 0; i < steps; i++) {
            if (random.nextInt(3) > 0) {
                replication.write();
            }
            replication.step();
            if (random.nextInt(12) == 0) {
                live(GROUPS.get(random.nextInt(GROUPS.size())));
            }
            if (random.nextInt(15) == 0) {
                Optional<String> wrong = passAndJudge(false);
                if (wrong.isPresent()) {
                    return wrong;
                }
            }
        }
        replication.catchUp();
        return passAndJudge(true);
    }

    Map<String, Integer> outcomes() {
        return outcomes;
    }

    private void live(String group) {
        int event = random.nextInt(20);
        long position = positions.get(group);
        if (event == 0) {
            positions.put(group, (long) random.nextInt((int) position + 1));
        } else if (event == 1) {
            useOnTarget(group);
        } else if (event < 15) {
            long rest = replication.sourceEnd() - position;
            positions.put(group, position + (random.nextBoolean() ? rest : random.nextInt((int) rest + 1)));
        }
    }

    /** Reads on there and commits itself, with or without ending. */
    private void useOnTarget(String group) {
        long there = east.offset(group, TARGET).orElse(replication.logStart());
        long read = there + random.nextInt((int) Math.max(0, replication.logEnd() - there) + 1);
        east.put(group, kind(group), Map.of(TARGET, read));
        east.joined(group, random.nextBoolean());
        own.put(group, read);
    }

    private Optional<String> passAndJudge(boolean caughtUp) {
        positions.forEach((group, position) -> west.put(group, kind(group), Map.of(SOURCE, position)));
        nowMs += 1_000;
        if (forgets || random.nextInt(5) == 0) {
            // Another task goes on with what was written.
            ledger = ledger(forgets ? Map.of() : known());
            sync = sync();
        }
        try {
            sync.refresh();
            sync.pass();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return GROUPS.stream()
                .map(group -> judge(group, caughtUp))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private Map<CheckpointKey.Group, GroupOffset> known() {
        Map<CheckpointKey.Group, GroupOffset> known = new HashMap<>();
        GROUPS.forEach(group -> ledger.before(key(group)).ifPresent(offset -> known.put(key(group), offset)));
        return known;
    }

    private Optional<String> judge(String group, boolean caughtUp) {
        GroupOffset told = ledger.before(key(group)).orElseThrow();
        outcomes.merge(told.outcome().word(), 1, Integer::sum);
        Optional<Long> there = east.offset(group, TARGET);
        if (told.outcome() instanceof GroupOutcome.Active) {
            boolean used = east.hasMembers(group) || there.equals(Optional.ofNullable(own.get(group)));
            return used ? Optional.empty() : wrong(group, told, "was rewound, and its position on the target is not");
        }
        if (told.translated().isEmpty() && !caughtUp) {
            return Optional.empty();
        }
        if (told.committedAtMs().orElse(-1) == nowMs) {
            own.remove(group);
        }
        if (there.isEmpty()
                || told.committed().isEmpty()
                || there.get() != told.committed().getAsLong()) {
            return wrong(group, told, "is said to stand elsewhere than it does, at " + there);
        }
        if (caughtUp && !(told.outcome() instanceof GroupOutcome.InSync)) {
            return wrong(group, told, "is not in sync though all is copied");
        }
        return judge(group, told, there.get());
    }

    private Optional<String> judge(String group, GroupOffset told, long there) {
        long position = positions.get(group);
        if (there < replication.logStart() || there > replication.logEnd()) {
            return wrong(group, told, "stands outside of the log");
        }
        boolean skips =
                replication.copies().headMap(there, false).values().stream().anyMatch(source -> source >= position);
        if (skips) {
            return wrong(group, told, "skips a record");
        }
        boolean again = told.outcome() instanceof GroupOutcome.InSync
                && replication.copies().tailMap(there, true).values().stream().anyMatch(source -> source < position);
        return again ? wrong(group, told, "reads a record again") : Optional.empty();
    }

    private Optional<String> wrong(String group, GroupOffset told, String what) {
        return Optional.of(group + ", which has read up to " + positions.get(group) + ", " + what + ": " + told
                + ", log " + replication.logStart() + " to " + replication.logEnd());
    }

    private static GroupKind kind(String group) {
        return GroupKind.valueOf(group.toUpperCase(Locale.ROOT));
    }

    private static CheckpointKey.Group key(String group) {
        return new CheckpointKey.Group(FLOW, group, SOURCE.topic(), SOURCE.partition());
    }

    private static GroupLedger ledger(Map<CheckpointKey.Group, GroupOffset> stored) {
        return new GroupLedger(FLOW, new RecordedEntries(), stored);
    }

    private GroupSync sync() {
        return new GroupSync(
                new GroupSync.Parts(west, east, replication::topics, replication::checkpoints, replication),
                new GroupSync.Rules(FLOW, group -> true, true),
                ledger,
                () -> nowMs);
    }
}
