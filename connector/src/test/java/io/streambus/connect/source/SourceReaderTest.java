package io.streambus.connect.source;

import static io.streambus.connect.partition.AssignmentScene.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streambus.connect.checkpoint.Claim;
import io.streambus.connect.checkpoint.ClaimReader;
import io.streambus.connect.checkpoint.PartitionCheckpoint;
import io.streambus.connect.checkpoint.PartitionCheckpoint.Standing;
import io.streambus.connect.cluster.LogOffsets;
import io.streambus.connect.convert.RecordConverter;
import io.streambus.connect.limits.DeadLetters;
import io.streambus.connect.limits.TopicLimits;
import io.streambus.connect.limits.TransformPreview;
import io.streambus.connect.limits.WorkerProducer;
import io.streambus.connect.partition.AssignmentScene;
import io.streambus.connect.progress.InFlightLimit;
import io.streambus.connect.progress.SourceOffset;
import io.streambus.connect.progress.TaskFence;
import io.streambus.connect.start.HolePolicy;
import io.streambus.connect.throttle.Throttle;
import io.streambus.connect.topic.SourceTopic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The source has records at offsets 0, 2, 3, 5, 6, 8, 9. */
@Timeout(60)
class SourceReaderTest {

    private static final TopicPartition USERS = new TopicPartition("users", 0);
    private static final TopicLimits NO_KEYLESS =
            new TopicLimits(5_000, true, Long.MAX_VALUE, Long.MAX_VALUE, false, "producer");

    private final AssignmentScene scene = new AssignmentScene(10);
    private final List<SourceTopic> topics = new ArrayList<>();
    private Map<String, TopicLimits> limits = Map.of();
    private Optional<String> deadLetterTopic = Optional.empty();
    private HolePolicy holes = HolePolicy.AUTO;
    private double bytesPerSecond;
    private List<Claim> laterClaims = List.of();
    private Duration everySnapshotTakes = Duration.ZERO;
    private long nanos = 1;
    private SourceReader reader;

    SourceReaderTest() {
        topics.addAll(scene.snapshot().topics());
    }

    @AfterEach
    void close() {
        scene.close();
    }

    private SourceReader reader() {
        if (reader == null) {
            DeadLetters letters = new DeadLetters(
                    WorkerProducer.of(Map.of()),
                    new TransformPreview(Map.of()),
                    deadLetterTopic,
                    offset -> new SourceOffset.DeadLetter(offset, 0),
                    () -> 7);
            TopicRefresh refresh = new TopicRefresh(
                    () -> {
                        nanos += everySnapshotTakes.toNanos();
                        return CompletableFuture.completedFuture(topics);
                    },
                    names -> CompletableFuture.completedFuture(limits),
                    letters,
                    wanted -> Map.of(),
                    scene.assignment(),
                    Runnable::run,
                    Duration.ofMinutes(1),
                    () -> nanos);
            reader = new SourceReader(
                    "west",
                    scene.fetcher(),
                    scene.assignment(),
                    refresh,
                    new TaskFence(
                            Claim.ofTask(0, 1, 0), 40, from -> new ClaimReader.Since(laterClaims, 90), () -> nanos),
                    new RecordConverter(AssignmentScene.RULE),
                    letters,
                    new TransformPreview(Map.of()),
                    holes,
                    new Throttle(() -> bytesPerSecond, () -> nanos),
                    new InFlightLimit(Long.MAX_VALUE));
        }
        return reader;
    }

    private void alsoHasUsers() {
        scene.has(USERS, 0, 10, 0);
        scene.targetLogs.put(USERS, new LogOffsets.Range(0, 0));
        topics.add(new SourceTopic("users", Optional.empty(), 1, "users", Optional.empty(), 1));
    }

    /** Polls until so many have come. */
    private List<SourceRecord> handedOut(int count) throws InterruptedException {
        List<SourceRecord> all = new ArrayList<>();
        for (int polls = 0; polls < 50 && all.size() < count; polls++) {
            List<SourceRecord> some = reader().poll(false);
            if (some != null) {
                all.addAll(some);
            }
        }
        assertThat(all).hasSize(count);
        return all;
    }

    private static List<Object> offsets(List<SourceRecord> records) {
        return records.stream()
                .map(record -> (Object) ((SourceOffset) record.sourceOffset()).offset())
                .toList();
    }

    private PartitionCheckpoint checkpoint(TopicPartition partition) {
        return scene.assignment().checkpoints(8, Standing.RUNNING).get(partition);
    }

    @Test
    void recordsAreHandedOutInTheirOrderAndAreInFlightFromThenOn() throws Exception {
        List<SourceRecord> records = handedOut(7);

        assertThat(offsets(records)).containsExactly(0L, 2L, 3L, 5L, 6L, 8L, 9L);
        assertThat(checkpoint(ORDERS).nextSourceOffset()).isZero();
        for (int i = 0; i < records.size(); i++) {
            scene.acknowledge(
                    scene.assignment().reading(ORDERS),
                    (SourceOffset) records.get(i).sourceOffset(),
                    i);
        }
        assertThat(checkpoint(ORDERS).nextSourceOffset()).isEqualTo(10);
    }

    @Test
    void recordsWhoseCopiesStandOnTheTargetAreNotHandedOut() throws Exception {
        scene.checkpoints.put(ORDERS, scene.checkpoint(0, 0));
        scene.stands(ORDERS, 0, 0);
        scene.stands(ORDERS, 2, 1);
        scene.stands(ORDERS, 5, 2);

        List<SourceRecord> records = handedOut(4);

        assertThat(offsets(records)).containsExactly(3L, 6L, 8L, 9L);
        assertThat(checkpoint(ORDERS).nextSourceOffset()).isEqualTo(3);
        assertThat(checkpoint(ORDERS).records()).isEqualTo(2);
    }

    @Test
    void aHoleStopsThePartitionBeforeItWhereItIsToFail() throws Exception {
        holes = HolePolicy.FAIL;
        scene.checkpoints.put(ORDERS, scene.checkpoint(0, 0));
        scene.stands(ORDERS, 0, 0);
        scene.stands(ORDERS, 3, 1);
        alsoHasUsers();

        List<SourceRecord> records = handedOut(7);

        assertThat(records).allMatch(record -> record.topic().equals("users"));
        assertThat(checkpoint(ORDERS).nextSourceOffset()).isBetween(1L, 2L);
        assertThat(checkpoint(ORDERS).error().orElseThrow()).contains("Record at offset 2 of orders-0 is missing");
    }

    @Test
    void aRefusedRecordStopsItsPartitionOnly() throws Exception {
        limits = Map.of("copies", NO_KEYLESS);
        alsoHasUsers();

        List<SourceRecord> records = handedOut(7);

        assertThat(records).allMatch(record -> record.topic().equals("users"));
        assertThat(checkpoint(ORDERS).error().orElseThrow()).contains("it has no key, and the topic is compacted");
        assertThat(checkpoint(ORDERS).nextSourceOffset()).isZero();
        assertThat(checkpoint(USERS).error()).isEmpty();
    }

    @Test
    void aRefusedRecordGoesToTheDeadLettersWhereThereAreSome() throws Exception {
        deadLetterTopic = Optional.of("letters");
        limits = Map.of("copies", NO_KEYLESS);

        List<SourceRecord> records = handedOut(7);

        assertThat(records).allMatch(record -> record.topic().equals("letters"));
        assertThat(records).allMatch(record -> record.sourceOffset() instanceof SourceOffset.DeadLetter);
        assertThat(checkpoint(ORDERS).counters().errors()).isEqualTo(7);
    }

    @Test
    void whoStoodStillBeforeHandingOutAsksForClaims() {
        everySnapshotTakes = Duration.ofSeconds(6);
        laterClaims = List.of(Claim.ofTask(0, 1, 9));

        assertThatThrownBy(() -> reader().poll(false))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("have been claimed since");
    }

    @Test
    void whatTheThrottleHoldsBackComesLaterInItsOrder() throws Exception {
        // Ten records a second, and a burst of one.
        bytesPerSecond = 10_000;
        List<Object> offsets = new ArrayList<>();
        int polls = 0;
        while (offsets.size() < 7) {
            List<SourceRecord> some = reader().poll(false);
            if (some != null) {
                assertThat(some).hasSizeLessThan(7);
                offsets.addAll(offsets(some));
            }
            nanos += Duration.ofMillis(100).toNanos();
            assertThat(polls++).isLessThan(100);
        }

        assertThat(offsets).containsExactly(0L, 2L, 3L, 5L, 6L, 8L, 9L);
    }

    @Test
    void whatRetentionTakesWhileReadingIsLookedIntoBehindWhatWasFetched() throws Exception {
        handedOut(7);
        scene.source.append(ORDERS, 20);
        scene.source.deleteBefore(ORDERS, 25);
        for (int polls = 0; polls < 20 && scene.assignment().reading(ORDERS) != null; polls++) {
            reader().poll(false);
        }

        assertThat(scene.assignment().reading(ORDERS)).isNull();
    }
}
