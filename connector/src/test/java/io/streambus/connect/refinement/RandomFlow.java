package io.streambus.connect.refinement;

import io.streambus.connect.offset.OffsetMap;
import io.streambus.connect.offset.OffsetPage;
import io.streambus.connect.offset.OffsetPages;
import io.streambus.connect.offset.OffsetRun;
import io.streambus.connect.offset.Tail;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.apache.kafka.common.Uuid;

/**
 * A flow with a random life: filters, gaps, records of other flows in between, acknowledgements that a crash swallows, checkpoints that are
 * written in part, restarts that copy a stretch again, operators who alter the offset. Confined to one thread.
 */
final class RandomFlow {

    private static final Optional<Uuid> ID = Optional.of(new Uuid(1, 2));

    private final Random random;
    private final int steps;
    private final boolean setBack;
    private final boolean losesPages;
    private final long filterSeed;
    private final int passPercent;
    private final int strangerPercent;

    private final SimulatedTarget target = new SimulatedTarget();
    private final Map<Integer, OffsetPage> stored = new HashMap<>();
    private final Deque<Copy> inFlight = new ArrayDeque<>();
    private OffsetPages pages;
    private long next;

    /**
     * @param setBack whether restarts and operators set the flow back, and forward
     * @param losesPages whether a page may fail to be written, and be written again only if the task lives on
     */
    RandomFlow(Random random, int steps, boolean setBack, boolean losesPages) {
        this.random = random;
        this.steps = steps;
        this.setBack = setBack;
        this.losesPages = losesPages;
        this.filterSeed = random.nextLong();
        this.passPercent = 20 + random.nextInt(80);
        this.strangerPercent = random.nextBoolean() ? 0 : random.nextInt(40);
    }

    RandomFlow run() {
        start(Optional.empty());
        for (int i = 0; i < steps; i++) {
            step();
            int event = random.nextInt(2_000);
            if (event < 3) {
                crash();
            } else if (event < 5) {
                stop();
            } else if (event < 60) {
                checkpoint();
            }
        }
        if (random.nextBoolean()) {
            crash();
        }
        return this;
    }

    SimulatedTarget target() {
        return target;
    }

    OffsetMap storedMap() {
        return OffsetMap.of(stored, ID);
    }

    /** The source offset that the flow goes on from. */
    long next() {
        return next;
    }

    private void step() {
        if (random.nextInt(100) < strangerPercent) {
            target.stranger();
        }
        if (!(setBack && losesPages) && random.nextInt(300) == 0) {
            // Compacted away, or transaction markers; if the flow comes by again it may be another place. Only the test
            // that asks what
            // is still copied later goes without.
            next += random.nextInt(20);
        }
        if (passes(next)) {
            inFlight.add(new Copy(next, target.copy(next)));
        }
        next++;
        while (inFlight.size() > random.nextInt(8)) {
            acknowledge();
        }
    }

    private void acknowledge() {
        Copy copy = inFlight.remove();
        if (random.nextInt(2_000) == 0) {
            pages.recorder().unplaced();
        } else {
            pages.recorder().extend(copy.source(), copy.target());
        }
    }

    private boolean passes(long source) {
        return new Random(filterSeed + source / 3).nextInt(100) < passPercent;
    }

    private void checkpoint() {
        boolean all = true;
        for (Map.Entry<Integer, OffsetPage> change : pages.changes().entrySet()) {
            if (losesPages && random.nextInt(10) == 0) {
                all = false;
            } else {
                stored.put(change.getKey(), change.getValue());
            }
        }
        if (!all) {
            pages.rewriteAll();
        }
    }

    private void crash() {
        inFlight.clear();
        start(Optional.empty());
    }

    private void stop() {
        while (!inFlight.isEmpty()) {
            acknowledge();
        }
        checkpoint();
        long altered = Math.max(0, next + random.nextInt(losesPages ? 300 : 400) - 300);
        start(setBack && random.nextBoolean() ? Optional.of(altered) : Optional.empty());
    }

    private void start(Optional<Long> altered) {
        long knownTo = OffsetPages.knownTo(ID, stored).orElse(0);
        Tail tail = target.lastCopyFrom(knownTo)
                .map(copy -> new Tail.Copies(
                        List.of(new OffsetRun(copy.source(), copy.target(), 1, true)), copy.target(), target.logEnd()))
                .orElseGet(() -> new Tail.Copies(List.of(), 0, target.logEnd()));
        long behindTail = target.lastCopyFrom(0).map(copy -> copy.source() + 1).orElse(0L);
        long again = setBack && random.nextInt(4) == 0 ? random.nextInt(50) : 0;
        next = altered.orElse(Math.max(0, behindTail - again));
        pages = new OffsetPages(ID, stored, tail, next);
        checkpoint();
    }
}
