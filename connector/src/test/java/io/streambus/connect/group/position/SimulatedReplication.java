package io.streambus.connect.group.position;

import io.streambus.connect.checkpoint.Counters;
import io.streambus.connect.checkpoint.FlowCheckpoints;
import io.streambus.connect.checkpoint.PartitionCheckpoint;
import io.streambus.connect.checkpoint.PartitionCheckpoint.Standing;
import io.streambus.connect.checkpoint.PartitionCheckpoint.TargetPosition;
import io.streambus.connect.cluster.LogOffsets;
import io.streambus.connect.offset.OffsetPage;
import io.streambus.connect.offset.OffsetPages;
import io.streambus.connect.offset.OffsetRun;
import io.streambus.connect.offset.Tail;
import io.streambus.connect.refinement.Copy;
import io.streambus.connect.refinement.ProvenanceReader;
import io.streambus.connect.refinement.SimulatedTarget;
import io.streambus.connect.topic.SourceTopic;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/**
 * One partition that is written and copied with a random life: filters, holes in the source's offsets (compaction, transaction markers), records of
 * others on the target, retention there, acknowledgements that take their time, checkpoints now and then, restarts. It knows where every copy stands.
 * Confined to one thread.
 */
public final class SimulatedReplication implements TargetCopies {

    /** What is wrong on purpose, each as if a rule of the translation or of its order were left out. */
    public enum Fault {
        NONE,
        /** Where the map is coarse, the copies are not looked at. */
        BLIND,
        /** What was handed over counts as copied. */
        COUNTS_WHAT_IS_IN_FLIGHT,
        /** Retention on the target goes unnoticed. */
        IGNORES_RETENTION,
        /** Whatever a group has read counts as copied. */
        NEVER_PENDING
    }

    public static final TopicPartition SOURCE = new TopicPartition("orders", 0);
    public static final TopicPartition TARGET = new TopicPartition("copied.orders", 0);

    private static final Optional<Uuid> ID = Optional.of(new Uuid(1, 2));
    private static final Optional<Uuid> TARGET_ID = Optional.of(new Uuid(3, 4));

    private final Random random;
    private final Fault fault;
    private final long filterSeed;
    private final int passPercent;
    private final int strangerPercent;
    private final int gapPercent;

    private final SimulatedTarget target = new SimulatedTarget();
    private final List<Long> sourceRecords = new ArrayList<>();
    private long sourceEnd;

    private final Map<Integer, OffsetPage> stored = new HashMap<>();
    private final Deque<Copy> inFlight = new ArrayDeque<>();
    private OffsetPages pages;
    private int nextRecord;
    private long readUpTo;
    private long floor;
    private Optional<PartitionCheckpoint> checkpoint = Optional.empty();

    public SimulatedReplication(Random random, Fault fault) {
        this.random = random;
        this.fault = fault;
        this.filterSeed = random.nextLong();
        this.passPercent = random.nextInt(4) == 0 ? 10 : 30 + random.nextInt(71);
        this.strangerPercent = random.nextBoolean() ? 0 : random.nextInt(40);
        this.gapPercent = random.nextBoolean() ? 0 : random.nextInt(30);
        for (int before = random.nextInt(3) * random.nextInt(20); before > 0; before--) {
            target.stranger();
        }
        // The flow may begin behind what is there, as with consumer.auto.offset.reset = latest.
        for (int before = random.nextInt(3) * random.nextInt(20); before > 0; before--) {
            write();
        }
        nextRecord = random.nextBoolean() ? 0 : sourceRecords.size();
        readUpTo = nextRecord == 0 ? 0 : sourceEnd;
        start();
    }

    public void write() {
        sourceRecords.add(sourceEnd++);
        if (random.nextInt(100) < gapPercent) {
            sourceEnd += 1 + random.nextInt(5);
        }
    }

    /** Something happens to the flow. */
    public void step() {
        if (random.nextInt(100) < strangerPercent) {
            target.stranger();
        }
        int event = random.nextInt(1_000);
        if (event < 6) {
            inFlight.clear();
            start();
        } else if (event < 60) {
            checkpoint();
        } else if (event < 64) {
            target.deleteBefore(Math.max(target.logStart(), random.nextInt((int) target.logEnd() + 1)));
        } else {
            copy();
        }
        while (inFlight.size() > random.nextInt(8)) {
            acknowledge();
        }
    }

    /** All that there is is copied, acknowledged and noted. */
    public void catchUp() {
        while (nextRecord < sourceRecords.size() || readUpTo < sourceEnd) {
            copy();
        }
        while (!inFlight.isEmpty()) {
            acknowledge();
        }
        boolean all;
        do {
            all = checkpoint();
        } while (!all);
    }

    private void copy() {
        if (nextRecord == sourceRecords.size()) {
            // Behind the last record may be markers: a consumer's position goes beyond them.
            readUpTo = sourceEnd;
            return;
        }
        long source = sourceRecords.get(nextRecord++);
        readUpTo = source + 1;
        if (new Random(filterSeed + source).nextInt(100) < passPercent) {
            inFlight.add(new Copy(source, target.copy(source)));
        }
    }

    private void acknowledge() {
        Copy copy = inFlight.remove();
        floor = copy.target() + 1;
        if (random.nextInt(500) == 0) {
            pages.recorder().unplaced();
        } else {
            pages.recorder().extend(copy.source(), copy.target());
        }
    }

    private long next() {
        return inFlight.isEmpty() || fault == Fault.COUNTS_WHAT_IS_IN_FLIGHT
                ? readUpTo
                : inFlight.peek().source();
    }

    /** @return whether all pages were written */
    private boolean checkpoint() {
        boolean all = true;
        for (Map.Entry<Integer, OffsetPage> change : pages.changes().entrySet()) {
            if (random.nextInt(20) == 0) {
                all = false;
            } else {
                stored.put(change.getKey(), change.getValue());
            }
        }
        if (!all) {
            pages.rewriteAll();
        }
        checkpoint = Optional.of(new PartitionCheckpoint(
                next(),
                next(),
                ID,
                OptionalInt.empty(),
                Optional.of(new TargetPosition(
                        TARGET.topic(), TARGET_ID, floor, OptionalLong.empty(), OptionalLong.empty())),
                Counters.NONE,
                OptionalLong.empty(),
                OptionalLong.empty(),
                0,
                Standing.RUNNING,
                false,
                OptionalLong.empty(),
                Optional.empty()));
        return all;
    }

    /** Goes on behind the last copy that stands there. */
    private void start() {
        long knownTo = OffsetPages.knownTo(ID, stored).orElse(0);
        Tail tail = new Tail.Copies(
                target.lastCopyFrom(knownTo)
                        .map(copy -> List.of(new OffsetRun(copy.source(), copy.target(), 1, true)))
                        .orElse(List.of()),
                target.lastCopyFrom(knownTo).map(Copy::target).orElse(0L),
                target.logEnd());
        Optional<Copy> last = target.lastCopyFrom(0);
        last.ifPresent(copy -> {
            nextRecord = sourceRecords.indexOf(copy.source()) + 1;
            readUpTo = copy.source() + 1;
        });
        floor = last.map(copy -> copy.target() + 1).orElse(target.logEnd());
        pages = new OffsetPages(ID, stored, tail, readUpTo);
        checkpoint();
    }

    /** What a reader of the checkpoints topic finds now. */
    public FlowCheckpoints checkpoints() {
        return new FlowCheckpoints(
                checkpoint.map(of -> Map.of(SOURCE, asTold(of))).orElse(Map.of()),
                Map.of(),
                Map.of(),
                Map.of(SOURCE, stored),
                Map.of());
    }

    private PartitionCheckpoint asTold(PartitionCheckpoint of) {
        return fault != Fault.NEVER_PENDING
                ? of
                : new PartitionCheckpoint(
                        Long.MAX_VALUE / 2,
                        Long.MAX_VALUE / 2,
                        of.topicId(),
                        of.leaderEpoch(),
                        of.target(),
                        of.counters(),
                        of.lastRecordTimestampMs(),
                        of.caughtUpAtMs(),
                        of.writtenAtMs(),
                        of.standing(),
                        of.transactional(),
                        of.ignoredConnectOffset(),
                        of.error());
    }

    public Map<String, SourceTopic> topics() {
        return Map.of(SOURCE.topic(), new SourceTopic(SOURCE.topic(), ID, 1, TARGET.topic(), TARGET_ID, 1));
    }

    /** Where a group can stand: at any offset up to here. */
    public long sourceEnd() {
        return sourceEnd;
    }

    /** Source offsets by where their copies stand, of those that retention has left. */
    public NavigableMap<Long, Long> copies() {
        return target.copies().tailMap(target.logStart(), true);
    }

    public long logStart() {
        return target.logStart();
    }

    public long logEnd() {
        return target.logEnd();
    }

    @Override
    public Map<TopicPartition, LogOffsets.Range> ranges(Collection<TopicPartition> partitions) {
        long start = fault == Fault.IGNORES_RETENTION ? 0 : target.logStart();
        return Map.of(TARGET, new LogOffsets.Range(start, target.logEnd()));
    }

    @Override
    public ProvenanceReader of(TopicPartition source, TopicPartition copies) {
        return fault != Fault.BLIND ? target : new Blind();
    }

    private final class Blind implements ProvenanceReader {
        @Override
        public Optional<Copy> firstCopy(long from, long until) {
            return Optional.empty();
        }

        @Override
        public long logStart() {
            return target.logStart();
        }

        @Override
        public long logEnd() {
            return target.logEnd();
        }
    }
}
