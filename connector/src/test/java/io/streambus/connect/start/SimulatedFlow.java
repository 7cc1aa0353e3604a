package io.streambus.connect.start;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.streambus.connect.checkpoint.PartitionCheckpoint;
import io.streambus.connect.checkpoint.PartitionCheckpoint.Standing;
import io.streambus.connect.checkpoint.PartitionCheckpoint.TargetPosition;
import io.streambus.connect.evidence.Evidence;
import io.streambus.connect.evidence.TargetLog;
import io.streambus.connect.limits.TopicLimits;
import io.streambus.connect.partition.OwnedPartition;
import io.streambus.connect.progress.OffsetMaps;
import io.streambus.connect.progress.PartitionProgress;
import io.streambus.connect.progress.SourceOffset;
import io.streambus.connect.progress.SourcePartition;
import io.streambus.connect.provenance.Forward;
import io.streambus.connect.provenance.Provenance;
import io.streambus.connect.provenance.ProvenanceRule;
import io.streambus.connect.provenance.ProvenanceVerdict;
import io.streambus.connect.topic.SourceTopic;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;

/**
 * One partition of a flow between two simulated clusters, with a worker whose producer fails batches and still writes later ones, that is killed, whose
 * last requests arrive late, and with everything else that happens around it. What decides where it goes on, and what becomes of each record, is the
 * real code.
 *
 * <p>Each record's value is unique, so that losses and repeats can be told by it.
 */
final class SimulatedFlow {

    /** A rule that is broken on purpose: the faults that this code had, or would have without the rule. */
    enum Fault {
        NONE,
        /** Everything up to the last copy is taken to be there. */
        THE_LAST_COPY_IS_THE_POSITION,
        /** A copy is what says so. */
        A_HEADER_IS_PROOF,
        /** Connect's offset counts, whatever was decided. */
        CONNECT_OUTVOTES_DECISIONS,
        /** What is acknowledged vouches for what was handed over before it. */
        ACKNOWLEDGEMENTS_OVERTAKE,
        /** The target is read once, without waiting for what is on its way. */
        LATE_REQUESTS_ARE_NOT_AWAITED,
        /** A header counts wherever it stands. */
        CARRIED_HEADERS_COUNT,
        /** Nobody looks whether the target still has what was written. */
        THE_TARGET_LOSES_NOTHING
    }

    private static final TopicPartition ORDERS = new TopicPartition("orders", 0);
    private static final ProvenanceRule RULE = new ProvenanceRule("west", "east", Forward.LOCAL);
    private static final int BATCH = 3;
    private static final int MOST_IN_FLIGHT = 5;

    private final Random random;
    private final Fault fault;
    private final HolePolicy holes;
    private final StartSearch toSearch;
    private final StartPolicy policy;

    private final SimulatedLog source = new SimulatedLog("orders", new Random(1));
    private final SimulatedLog target = new SimulatedLog("orders", new Random(2));

    /** What the source had and the flow has to copy, in order. */
    private final Set<String> wanted = new HashSet<>();
    /** Of those, what nobody can copy any more and the flow has told so, or may have passed over as its policy says. */
    private final Set<String> told = new HashSet<>();
    /** What may stand on the target more than once: set back on purpose. */
    private final Set<String> repeatable = new HashSet<>();
    /** What the target has lost by itself. */
    private final Set<String> lostByTarget = new HashSet<>();

    private Optional<PartitionCheckpoint> checkpoint = Optional.empty();
    private OptionalLong connect = OptionalLong.empty();
    private OptionalLong connectFlushed = OptionalLong.empty();
    private int made;

    // One life of the task.
    private OwnedPartition owned;
    private long position;
    private final Deque<List<InFlight>> batches = new ArrayDeque<>();
    private List<InFlight> open = new ArrayList<>();
    private final List<List<InFlight>> late = new ArrayList<>();

    private record InFlight(SourceOffset offset, ConsumerRecord<byte[], byte[]> record, String header) {}

    SimulatedFlow(long seed, Fault fault, HolePolicy holes) {
        this.random = new Random(seed);
        this.fault = fault;
        this.holes = holes;
        StartRules rules = new StartRules(GapPolicy.RESTART, GapPolicy.RESTART, false, false, true, true, true, true);
        this.toSearch = new StartSearch("west", rules);
        this.policy = new StartPolicy(rules);
    }

    /** Runs, quietens down, and says what is wrong; empty if nothing is. */
    List<String> run(int steps) {
        start();
        for (int i = 0; i < steps; i++) {
            step();
        }
        kill(false);
        start();
        while (owned == null || position < source.end() || !batches.isEmpty() || !open.isEmpty()) {
            if (owned == null) {
                start();
            }
            read(10);
            flush();
            acknowledge(true);
        }
        return faults();
    }

    private void step() {
        switch (random.nextInt(24)) {
            case 0, 1, 2, 3, 4 -> produce(1 + random.nextInt(6));
            case 5, 6, 7, 8, 9, 10 -> read(1 + random.nextInt(8));
            case 11, 12, 13, 14 -> acknowledge(false);
            case 15 -> checkpoint(Standing.RUNNING);
            case 16 -> connectFlushed = connect;
            case 17 -> restartAfter(() -> kill(true));
            case 18 -> restartAfter(this::failBatch);
            case 19 -> writeOnTarget();
            case 20 -> sourceEvent();
            case 21 -> targetEvent();
            case 22 -> restartAfter(this::stopCleanly);
            default -> {
                if (random.nextInt(4) == 0) {
                    restartAfter(this::rewind);
                }
            }
        }
    }

    private void restartAfter(Runnable end) {
        end.run();
        start();
    }

    // ---- the source

    private void produce(int count) {
        for (int i = 0; i < count; i++) {
            String value = "v" + made++;
            byte[] header = null;
            if (random.nextInt(6) == 0) {
                // An application copies headers from another topic that was replicated from the east.
                header = "east/payments/0@7".getBytes(UTF_8);
            }
            wanted.add(value);
            source.append(value, header);
        }
    }

    private void sourceEvent() {
        switch (random.nextInt(3)) {
            case 0 -> {
                // Retention: what had not been copied yet is lost, and has to be told.
                source.retain(source.start() + random.nextInt((int) (source.end() - source.start()) + 1));
            }
            case 1 -> {
                if (random.nextInt(3) == 0) {
                    source.recreate();
                    restartAfter(() -> kill(true));
                }
            }
            default -> {
                // A copy that came from the east stands there under this topic's name: it must not go back.
                source.append("loop" + made++, "east/orders/0@5".getBytes(UTF_8));
            }
        }
    }

    // ---- the target

    /** Whoever writes to the target: local records, copied headers, forged ones. */
    private void writeOnTarget() {
        byte[] header = switch (random.nextInt(3)) {
            case 0 -> null;
            case 1 -> "west/payments:orders/0@3".getBytes(UTF_8);
            default -> ("west/orders/0@" + (source.start() + random.nextInt(20))).getBytes(UTF_8);
        };
        target.append("foreign" + made++, header);
    }

    private void targetEvent() {
        switch (random.nextInt(4)) {
            case 0 -> {
                // What was copied and is deleted before the next start is not seen there, and copied again.
                List<String> before = target.values();
                target.retain(target.start() + random.nextInt((int) (target.end() - target.start()) + 1));
                repeatable.addAll(
                        before.subList(0, before.size() - target.values().size()));
            }
            case 1 -> {
                if (random.nextInt(3) == 0) {
                    kill(true);
                    lose(target.values());
                    target.recreate();
                    start();
                }
            }
            default -> {
                if (random.nextInt(3) == 0 && target.end() > target.start()) {
                    kill(true);
                    land();
                    lose(target.cutBack(1 + random.nextInt(5)));
                    start();
                }
            }
        }
    }

    private void lose(List<String> values) {
        lostByTarget.addAll(values);
        // It is copied once more, and what was is counted too.
        repeatable.addAll(values);
    }

    // ---- the task

    private void start() {
        Situation situation = situation();
        Optional<TargetLog.Search> search = toSearch.of(situation);
        if (search.isPresent()) {
            if (fault == Fault.LATE_REQUESTS_ARE_NOT_AWAITED || !search.get().mayGrow()) {
                TargetLog.Found found = target.search(search.get(), fault);
                land();
                situation = situation.with(found);
            } else {
                land();
                situation = situation.with(target.search(search.get(), fault));
            }
        } else {
            land();
            situation = situation();
        }
        StartDecision decision = policy.decide(situation, 0);
        if (decision instanceof StartDecision.Halt halt) {
            // Nobody is there to decide: an operator sets it to the beginning.
            told.addAll(wanted);
            repeatable.addAll(wanted);
            checkpoint = Optional.of(halt.standing().decidedAt(0, connectFlushed, 0));
            return;
        }
        begin((StartDecision.Begin) decision);
    }

    private void begin(StartDecision.Begin begin) {
        if (!begin.losses().isEmpty()) {
            tell();
            if (checkpoint.map(PartitionCheckpoint::isDecided).orElse(false)) {
                told.addAll(lostByTarget);
            }
        }
        PartitionCheckpoint first = begin.first();
        Evidence evidence = begin.evidence();
        if (fault == Fault.THE_LAST_COPY_IS_THE_POSITION && evidence.end() > first.nextSourceOffset()) {
            first = at(first, evidence.end());
            evidence = Evidence.NONE;
        }
        if (fault == Fault.CONNECT_OUTVOTES_DECISIONS
                && connectFlushed.isPresent()
                && connectFlushed.getAsLong() + 1 > first.nextSourceOffset()
                && connectFlushed.getAsLong() < source.end()) {
            first = at(first, connectFlushed.getAsLong() + 1);
            evidence = Evidence.NONE;
        }
        checkpoint = Optional.of(first);
        position = first.nextSourceOffset();
        PartitionProgress progress = new PartitionProgress(first, evidence.end(), OffsetMaps.closed());
        owned = new OwnedPartition(
                ORDERS,
                "orders",
                new TopicLimits(
                        Integer.MAX_VALUE,
                        holes == HolePolicy.REWIND,
                        Long.MAX_VALUE,
                        Long.MAX_VALUE,
                        false,
                        "producer"),
                RULE.stampFor("orders", "orders", 0),
                new SourcePartition("west", ORDERS, progress),
                evidence,
                begin.verified());
    }

    private static PartitionCheckpoint at(PartitionCheckpoint first, long next) {
        return new PartitionCheckpoint(
                next,
                next,
                first.topicId(),
                first.leaderEpoch(),
                first.target(),
                first.counters(),
                first.lastRecordTimestampMs(),
                first.caughtUpAtMs(),
                0,
                first.standing(),
                first.transactional(),
                first.ignoredConnectOffset(),
                Optional.empty());
    }

    private Situation situation() {
        Optional<org.apache.kafka.common.Uuid> targetId =
                fault == Fault.THE_TARGET_LOSES_NOTHING ? Optional.empty() : Optional.of(target.id());
        return new Situation(
                new StartCandidate(
                        ORDERS,
                        new SourceTopic("orders", Optional.of(source.id()), 1, "orders", targetId, 1),
                        TopicLimits.NONE,
                        checkpoint.map(this::blind),
                        false,
                        Optional.empty()),
                connectFlushed,
                source.range(),
                target.range(),
                Optional.empty());
    }

    /** What a checkpoint without a floor would tell. */
    private PartitionCheckpoint blind(PartitionCheckpoint known) {
        if (fault != Fault.THE_TARGET_LOSES_NOTHING || known.target().isEmpty()) {
            return known;
        }
        var target = known.target().get();
        return at(known, known.nextSourceOffset(), Math.min(target.floor(), this.target.end()));
    }

    private static PartitionCheckpoint at(PartitionCheckpoint known, long next, long floor) {
        PartitionCheckpoint same = at(known, next);
        return new PartitionCheckpoint(
                same.nextSourceOffset(),
                same.acknowledgedTo(),
                same.topicId(),
                same.leaderEpoch(),
                known.target()
                        .map(target -> new TargetPosition(
                                target.topic(), target.topicId(), floor, OptionalLong.empty(), OptionalLong.empty())),
                same.counters(),
                same.lastRecordTimestampMs(),
                same.caughtUpAtMs(),
                0,
                known.standing(),
                false,
                same.ignoredConnectOffset(),
                Optional.empty());
    }

    private void read(int count) {
        for (int i = 0; i < count && owned != null && position < source.end(); i++) {
            if (position < source.start()) {
                // Found out as the fetcher would: the partition is taken up anew.
                finish();
                checkpoint(Standing.CLOSED);
                owned = null;
                start();
                return;
            }
            ConsumerRecord<byte[], byte[]> record = source.at(position++);
            Header header = record.headers().lastHeader(Provenance.HEADER);
            byte[] before = header == null ? null : header.value();
            ProvenanceVerdict verdict = RULE.judge(owned.stamp(), before, record.timestamp());
            if (fault == Fault.CARRIED_HEADERS_COUNT && verdict == ProvenanceVerdict.PASS_CARRIED) {
                verdict = ProvenanceVerdict.DROP_FOREIGN;
            }
            if (verdict.drops()) {
                owned.progress().loopDropped(record.offset());
                continue;
            }
            if (owned.hasEvidence() && owned.isSeen(record, 1, holes)) {
                continue;
            }
            if (owned.hasEvidence()) {
                long repeats = owned.progress()
                        .checkpoint(0, Standing.RUNNING)
                        .counters()
                        .repeated();
                Optional<String> stop = owned.missing(record.offset(), holes);
                if (stop.isPresent()) {
                    told.addAll(wanted);
                    repeatable.addAll(wanted);
                    checkpoint = Optional.of(checkpoint.get().decidedAt(0, connectFlushed, 0));
                    owned = null;
                    batches.clear();
                    open.clear();
                    start();
                    return;
                }
                if (owned.progress().checkpoint(0, Standing.RUNNING).counters().repeated() > repeats) {
                    source.from(record.offset()).forEach(repeatable::add);
                }
            }
            SourceOffset offset = new SourceOffset(record.offset(), 1);
            owned.progress().handedOver(offset);
            open.add(new InFlight(
                    offset,
                    record,
                    new String(owned.stamp().stamp(verdict, before, record.offset(), record.timestamp()), UTF_8)));
            if (open.size() >= BATCH) {
                flush();
            }
            while (batches.size() > MOST_IN_FLIGHT) {
                acknowledge(true);
            }
        }
    }

    private void flush() {
        if (!open.isEmpty()) {
            batches.add(open);
            open = new ArrayList<>();
        }
    }

    private void acknowledge(boolean all) {
        while (!batches.isEmpty()) {
            write(batches.poll(), true);
            if (!all) {
                return;
            }
        }
    }

    private void write(List<InFlight> batch, boolean acknowledged) {
        for (InFlight record : batch) {
            long at = target.append(
                    new String(record.record().value(), UTF_8), record.header().getBytes(UTF_8));
            if (acknowledged) {
                owned.progress()
                        .acknowledged(
                                record.offset(),
                                record.record().timestamp(),
                                new RecordMetadata(
                                        ORDERS, at, 0, record.record().timestamp(), 1, 1));
                if (connect.isEmpty() || record.record().offset() > connect.getAsLong()) {
                    connect = OptionalLong.of(record.record().offset());
                }
            }
        }
    }

    private void checkpoint(Standing standing) {
        if (owned == null) {
            return;
        }
        PartitionCheckpoint now = owned.progress().checkpoint(0, standing);
        checkpoint = Optional.of(
                fault == Fault.ACKNOWLEDGEMENTS_OVERTAKE && now.acknowledgedTo() > now.nextSourceOffset()
                        ? at(now, now.acknowledgedTo(), now.lastTargetOffset().orElse(0) + 1)
                        : now);
    }

    /** A batch fails for good, later ones are written all the same; the task ends, and its producer writes what it had. */
    private void failBatch() {
        flush();
        if (owned == null || batches.isEmpty()) {
            return;
        }
        List<List<InFlight>> all = new ArrayList<>(batches);
        int failed = random.nextInt(all.size());
        int stoppedAfter = failed + random.nextInt(all.size() - failed);
        for (int i = 0; i < all.size(); i++) {
            if (i == failed) {
                continue;
            }
            // Acknowledgements after the task was stopped do not count.
            write(all.get(i), i <= stoppedAfter);
            if (i == stoppedAfter) {
                checkpoint(Standing.CLOSED);
            }
        }
        if (failed == stoppedAfter) {
            PartitionCheckpoint last = owned.progress().checkpoint(0, Standing.RUNNING);
            checkpoint = Optional.of(last);
        } else {
            checkpoint = checkpoint.map(SimulatedFlow::running);
        }
        batches.clear();
        owned = null;
    }

    private static PartitionCheckpoint running(PartitionCheckpoint known) {
        return new PartitionCheckpoint(
                known.nextSourceOffset(),
                known.acknowledgedTo(),
                known.topicId(),
                known.leaderEpoch(),
                known.target(),
                known.counters(),
                known.lastRecordTimestampMs(),
                known.caughtUpAtMs(),
                0,
                known.isDecided() ? Standing.DECIDED : Standing.RUNNING,
                false,
                known.ignoredConnectOffset(),
                Optional.empty());
    }

    /** Some requests had arrived, some arrive later, the rest never. */
    private void kill(boolean someLate) {
        flush();
        int arrived = batches.isEmpty() ? 0 : random.nextInt(batches.size() + 1);
        for (int i = 0; i < arrived; i++) {
            write(batches.poll(), false);
        }
        int later = batches.isEmpty() || !someLate ? 0 : random.nextInt(batches.size() + 1);
        for (int i = 0; i < later; i++) {
            late.add(batches.poll());
        }
        batches.clear();
        connect = connectFlushed;
        owned = null;
    }

    private void land() {
        late.forEach(batch -> write(batch, false));
        late.clear();
    }

    private void finish() {
        flush();
        acknowledge(true);
    }

    private void stopCleanly() {
        if (owned != null) {
            finish();
            checkpoint(Standing.CLOSED);
            connectFlushed = connect;
            owned = null;
        }
    }

    private void rewind() {
        stopCleanly();
        if (checkpoint.isPresent()) {
            long to = source.start() + random.nextInt((int) (source.end() - source.start()) + 1);
            repeatable.addAll(wanted);
            if (to > checkpoint.get().nextSourceOffset()) {
                // The operator passes over records.
                told.addAll(wanted);
            }
            connectFlushed = to == 0 ? OptionalLong.empty() : OptionalLong.of(to - 1);
            connect = connectFlushed;
            checkpoint = Optional.of(checkpoint.get().decidedAt(to, connectFlushed, 0));
        }
    }

    /** A gap was told: what the source no longer has may be missing, and what it has may come again. */
    private void tell() {
        Set<String> there = new HashSet<>(source.values());
        wanted.stream().filter(value -> !there.contains(value)).forEach(told::add);
        repeatable.addAll(wanted);
    }

    // ---- the end

    private List<String> faults() {
        Map<String, Integer> copies = new HashMap<>();
        target.everything().forEach(value -> copies.merge(value, 1, Integer::sum));
        List<String> faults = new ArrayList<>();
        for (String value : wanted) {
            int count = copies.getOrDefault(value, 0);
            if (count == 0 && !told.contains(value)) {
                faults.add(value + " is lost");
            }
            if (count > 1 && !repeatable.contains(value)) {
                faults.add(value + " is there " + count + " times");
            }
        }
        Map<String, Integer> standing = new LinkedHashMap<>();
        target.values().forEach(value -> standing.merge(value, 1, Integer::sum));
        for (String value : source.values()) {
            // The source still has it, so a target that lost it gets it again.
            if (wanted.contains(value)
                    && lostByTarget.contains(value)
                    && !told.contains(value)
                    && !standing.containsKey(value)
                    && target.start() == 0) {
                faults.add(value + " was lost by the target, and nobody copied it again");
            }
        }
        if (holes == HolePolicy.REWIND) {
            faults.addAll(stale());
        }
        copies.keySet().stream()
                .filter(value -> value.startsWith("loop"))
                .forEach(value -> faults.add(value + " went back"));
        return faults;
    }

    /** Where the order counts more than repeats, the last copies of all records stand in the order of the source, whatever happened in between. */
    private List<String> stale() {
        List<String> there = target.values();
        List<String> faults = new ArrayList<>();
        int furthest = -1;
        for (String value : source.values()) {
            // Of those that an operator has passed over, only an old copy stands there.
            int last = wanted.contains(value) && !told.contains(value) ? there.lastIndexOf(value) : -1;
            if (last >= 0 && last < furthest) {
                faults.add(value + " stands before an older record for good");
            }
            furthest = Math.max(furthest, last);
        }
        return faults;
    }
}
