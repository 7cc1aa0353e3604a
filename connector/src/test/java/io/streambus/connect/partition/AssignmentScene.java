package io.streambus.connect.partition;

import io.streambus.connect.checkpoint.CheckpointKey;
import io.streambus.connect.checkpoint.PartitionCheckpoint;
import io.streambus.connect.checkpoint.RecordedEntries;
import io.streambus.connect.cluster.FakeLogOffsets;
import io.streambus.connect.cluster.LogOffsets;
import io.streambus.connect.evidence.ContentHash;
import io.streambus.connect.evidence.Evidence;
import io.streambus.connect.evidence.TargetLog;
import io.streambus.connect.fetch.FetchPlan;
import io.streambus.connect.fetch.FetchSize;
import io.streambus.connect.fetch.Fetcher;
import io.streambus.connect.fetch.SimulatedSource;
import io.streambus.connect.limits.TopicLimits;
import io.streambus.connect.progress.OffsetMaps;
import io.streambus.connect.progress.SourceOffset;
import io.streambus.connect.progress.SourcePartition;
import io.streambus.connect.provenance.Forward;
import io.streambus.connect.provenance.ProvenanceRule;
import io.streambus.connect.start.Admission;
import io.streambus.connect.start.ConnectOffsets;
import io.streambus.connect.start.GapPolicy;
import io.streambus.connect.start.StartRules;
import io.streambus.connect.topic.Shard;
import io.streambus.connect.topic.SourceTopic;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Executor;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.storage.OffsetStorageReader;

/**
 * A partition assignment with simulated clusters around it: {@code orders} goes to {@code copies}. What waits for the clusters runs at once, unless it is
 * told to wait.
 */
public final class AssignmentScene implements AutoCloseable {

    public static final TopicPartition ORDERS = new TopicPartition("orders", 0);
    public static final String FLOW = "link-1";
    public static final long GENERATION = 40;
    public static final ProvenanceRule RULE = new ProvenanceRule("west", "east", Forward.LOCAL);

    public Optional<Uuid> sourceId = Optional.of(new Uuid(1, 1));
    public Optional<Uuid> targetId = Optional.of(new Uuid(2, 2));
    public TopicLimits limits = TopicLimits.NONE;
    public int partitions = 1;
    public int targetPartitions = 1;
    public GapPolicy onSourceGap = GapPolicy.FAIL;

    public final RecordedEntries entries = new RecordedEntries();
    public final SimulatedSource source = new SimulatedSource(Duration.ZERO);
    public final Map<TopicPartition, Long> connect = new HashMap<>();
    public final Map<TopicPartition, LogOffsets.Range> targetLogs = new HashMap<>();
    public final Map<TopicPartition, PartitionCheckpoint> checkpoints = new HashMap<>();
    public final Map<TopicPartition, Set<Long>> generations = new HashMap<>();

    public final Map<TopicPartition, LogOffsets.Range> sourceLogs = new HashMap<>();
    /** What a reading of the target finds; nothing, if it is not here. */
    final Map<TopicPartition, TargetLog.Found> found = new HashMap<>();

    public final Set<TopicPartition> searched = new HashSet<>();

    /** What the next question to the source fails with; null if it does not. */
    public RuntimeException sourceFails;

    public RuntimeException searchFails;

    /** Whether what waits for the clusters does so until {@link #runBackground}. */
    public boolean inBackground;

    private final Deque<Runnable> background = new ArrayDeque<>();
    private final Map<Object, Long> handedOver = new HashMap<>();
    private Fetcher fetcher;
    private OffsetMaps offsets;
    private PartitionAssignment assignment;

    public AssignmentScene() {
        this(100);
    }

    /** @param end of the source */
    public AssignmentScene(long end) {
        has(ORDERS, 0, end, 0);
    }

    /** The source has records from one offset to another; the target ends somewhere. */
    public void has(TopicPartition partition, long start, long end, long targetEnd) {
        sourceLogs.put(partition, new LogOffsets.Range(start, end));
        source.append(partition, end);
        source.deleteBefore(partition, start);
        targetLogs.put(target(partition), new LogOffsets.Range(0, targetEnd));
    }

    public static TopicPartition target(TopicPartition partition) {
        return new TopicPartition("copies", partition.partition());
    }

    public PartitionAssignment assignment() {
        if (assignment == null) {
            offsets = new OffsetMaps(FLOW, Map.of());
            assignment = new PartitionAssignment(
                    new PartitionAssignment.Identity(FLOW, GENERATION, "west"),
                    new Shard(0, 1),
                    RULE,
                    checkpoints,
                    generations,
                    admission(),
                    fetcher(),
                    offsets,
                    entries,
                    () -> 7);
        }
        return assignment;
    }

    public OffsetMaps offsets() {
        assignment();
        return offsets;
    }

    public Fetcher fetcher() {
        if (fetcher == null) {
            FetchSize size = new FetchSize(100_000, 100_000);
            fetcher = new Fetcher(
                    "test",
                    wanted -> source.consumer(),
                    new FetchPlan(0, 64 << 20, size, size, Long.MAX_VALUE),
                    Duration.ofSeconds(5));
        }
        return fetcher;
    }

    public Admission admission() {
        Executor executor = work -> {
            if (inBackground) {
                background.add(work);
            } else {
                work.run();
            }
        };
        return new Admission(
                "west",
                new StartRules(onSourceGap, GapPolicy.FAIL, false, false, true, true, true, true),
                wanted -> {
                    if (sourceFails != null) {
                        throw sourceFails;
                    }
                    return new FakeLogOffsets(sourceLogs).of(wanted);
                },
                new FakeLogOffsets(targetLogs),
                new ConnectOffsets(new StoredOffsets(), "west"),
                this::search,
                executor,
                () -> 7);
    }

    private Map<TopicPartition, TargetLog.Found> search(Map<TopicPartition, TargetLog.Search> searches) {
        if (searchFails != null) {
            throw searchFails;
        }
        Map<TopicPartition, TargetLog.Found> all = new HashMap<>();
        searches.forEach((partition, search) -> {
            searched.add(partition);
            LogOffsets.Range log = targetLogs.get(search.partition());
            if (log != null) {
                all.put(
                        partition,
                        found.getOrDefault(
                                partition,
                                new TargetLog.Found(new Evidence.Builder(search.hash()), log.end(), false, false)));
            }
        });
        return all;
    }

    /** A copy of a record of the source stands on the target. */
    public void stands(TopicPartition partition, long offset, long targetOffset) {
        TargetLog.Found before = found.get(partition);
        Evidence.Builder copies =
                before == null ? new Evidence.Builder(new ContentHash(true, true, true)) : before.copies();
        copies.add(
                offset,
                new ConsumerRecord<>(
                        "copies",
                        0,
                        targetOffset,
                        0L,
                        TimestampType.CREATE_TIME,
                        -1,
                        -1,
                        null,
                        SimulatedSource.value(),
                        new RecordHeaders(),
                        Optional.empty()));
        found.put(partition, new TargetLog.Found(copies, targetOffset + 1, false, false));
        targetLogs.put(target(partition), new LogOffsets.Range(0, targetOffset + 1));
    }

    /** What Connect has stored. */
    private final class StoredOffsets implements OffsetStorageReader {
        @Override
        public <T> Map<String, Object> offset(Map<String, T> partition) {
            throw new UnsupportedOperationException("all are asked for at once");
        }

        @Override
        public <T> Map<Map<String, T>, Map<String, Object>> offsets(Collection<Map<String, T>> forms) {
            Map<Map<String, T>, Map<String, Object>> stored = new HashMap<>();
            connect.forEach((partition, offset) -> forms.stream()
                    .filter(form -> form.equals(SourcePartition.form("west", partition)))
                    .forEach(form -> stored.put(form, Map.of(SourceOffset.OFFSET, offset))));
            return stored;
        }
    }

    /** Does the next that waits for the clusters. */
    public void runBackground() {
        background.remove().run();
    }

    public int waiting() {
        return background.size();
    }

    public TopicSnapshot snapshot() {
        return new TopicSnapshot(
                List.of(new SourceTopic("orders", sourceId, partitions, "copies", targetId, targetPartitions)),
                Map.of("copies", limits));
    }

    /** Takes a snapshot and whatever comes of it. */
    public void adopt(TopicSnapshot snapshot) throws InterruptedException {
        assignment().adopt(snapshot);
        assignment().proceed(0);
    }

    /** Reads the partition, which is taken up with a snapshot. */
    public OwnedPartition taken(TopicPartition partition) throws InterruptedException {
        adopt(snapshot());
        return assignment().reading(partition);
    }

    /** Checkpoint of a partition that goes on somewhere, with its copies before a floor. */
    public PartitionCheckpoint checkpoint(long next, long floor) {
        PartitionCheckpoint empty = PartitionCheckpoint.startingAt(next, 0);
        return new PartitionCheckpoint(
                next,
                next,
                sourceId,
                OptionalInt.of(3),
                Optional.of(new io.streambus.connect.checkpoint.PartitionCheckpoint.TargetPosition(
                        "copies", targetId, floor, OptionalLong.empty(), OptionalLong.empty())),
                empty.counters(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                1,
                PartitionCheckpoint.Standing.CLOSED,
                false,
                OptionalLong.empty(),
                Optional.empty());
    }

    /** Hands over the next record of the partition. */
    public SourceOffset handOver(OwnedPartition owned) {
        long next = handedOver.merge(owned, 1L, Long::sum) - 1;
        SourceOffset record = new SourceOffset(next, 8);
        owned.progress().handedOver(record);
        return record;
    }

    /** A record has arrived on the target. */
    public void acknowledge(OwnedPartition owned, SourceOffset record, long targetOffset) {
        owned.progress().acknowledged(record, 1_000L, new RecordMetadata(owned.target(), targetOffset, 0, 1_000, 1, 8));
    }

    public static CheckpointKey.Partition key(TopicPartition partition) {
        return new CheckpointKey.Partition(FLOW, partition.topic(), partition.partition(), GENERATION);
    }

    @Override
    public void close() {
        if (fetcher != null) {
            fetcher.close();
        }
    }
}
