package io.streambus.bridge.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streambus.connect.checkpoint.CheckpointFormat;
import io.streambus.connect.checkpoint.CheckpointKey;
import io.streambus.connect.checkpoint.Claim;
import io.streambus.connect.checkpoint.Claim.Claimant;
import io.streambus.connect.checkpoint.FlowEntries;
import io.streambus.connect.checkpoint.PartitionCheckpoint;
import io.streambus.connect.checkpoint.TaskCheckpoint;
import io.streambus.connect.offset.OffsetPage;
import io.streambus.connect.offset.OffsetRun;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ErasureTest {

    private static final String FLOW = "streambus.l.a.to.b";
    private static final int PARTITIONS = 4;
    private static final TopicPartition OWN =
            new TopicPartition(CheckpointFormat.TOPIC, CheckpointFormat.partitionOf(FLOW, PARTITIONS));
    private static final CheckpointKey ERASED = new CheckpointKey.Claiming(FLOW, Claimant.ERASURE, 0);
    private static final Clock CLOCK = Clock.fixed(Instant.ofEpochMilli(7_000), ZoneOffset.UTC);

    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
    private final Log producer = new Log();
    private final List<Runnable> beforeRights = new ArrayList<>();

    /** The flow's partition of the topic, where the consumer finds what is sent. */
    private final class Log extends MockProducer<byte[], byte[]> {

        final List<ConsumerRecord<byte[], byte[]>> entries = new ArrayList<>();
        Runnable behindTheNext = () -> {};

        @Override
        public synchronized Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> entry) {
            assertThat(entry.topic()).isEqualTo(OWN.topic());
            assertThat(entry.partition()).isEqualTo(OWN.partition());
            long offset = append(entry.key(), entry.value());
            Runnable behind = behindTheNext;
            behindTheNext = () -> {};
            behind.run();
            return CompletableFuture.completedFuture(new RecordMetadata(OWN, offset, 0, 0, 0, 0));
        }

        long append(byte[] key, byte[] value) {
            long offset = entries.size();
            ConsumerRecord<byte[], byte[]> entry =
                    new ConsumerRecord<>(OWN.topic(), OWN.partition(), offset, key, value);
            entries.add(entry);
            consumer.updateEndOffsets(Map.of(OWN, offset + 1));
            consumer.schedulePollTask(() -> consumer.addRecord(entry));
            return offset;
        }
    }

    @BeforeEach
    void theTopicExists() {
        consumer.updatePartitions(
                OWN.topic(),
                IntStream.range(0, PARTITIONS)
                        .mapToObj(number -> new PartitionInfo(OWN.topic(), number, null, null, null))
                        .toList());
        consumer.updateBeginningOffsets(Map.of(OWN, 0L));
        consumer.updateEndOffsets(Map.of(OWN, 0L));
    }

    @Test
    void everything_of_the_flow_goes_but_the_claim() throws Exception {
        long generation = claims(FLOW, 0);
        writes(FLOW, generation, 10);
        lives(generation);
        page();

        erase();

        assertThat(standing()).containsOnlyKeys(ERASED);
        assertThat(standing().get(ERASED)).isEqualTo(CheckpointFormat.encode(Claim.of(Claimant.ERASURE, 7_000)));
    }

    @Test
    void other_flows_and_strangers_in_the_same_partition_stay() throws Exception {
        long other = claims("other", 0);
        writes("other", other, 10);
        producer.append(new byte[] {1, 2, 3}, new byte[] {4});
        producer.append(null, new byte[] {4});
        writes(FLOW, claims(FLOW, 0), 10);
        int before = producer.entries.size();

        erase();

        assertThat(producer.entries.subList(before, producer.entries.size()))
                .allSatisfy(entry -> assertThat(CheckpointFormat.decodeKey(entry.key()))
                        .hasValueSatisfying(key -> assertThat(key.flow()).isEqualTo(FLOW)));
        assertThat(standing())
                .containsOnlyKeys(new CheckpointKey.Claiming("other", Claimant.TASK, 0), key("other", other), ERASED);
    }

    @Test
    void all_generations_and_older_claims_go() throws Exception {
        long first = claims(FLOW, 0);
        writes(FLOW, first, 10);
        claims(FLOW, 1);
        long alteration = append(
                new CheckpointKey.Claiming(FLOW, Claimant.ALTERATION, 0),
                CheckpointFormat.encode(Claim.of(Claimant.ALTERATION, 1)));
        writes(FLOW, alteration, 3);

        erase();

        assertThat(standing()).containsOnlyKeys(ERASED);
    }

    @Test
    void what_comes_in_before_the_end_is_read_goes_too() throws Exception {
        long generation = claims(FLOW, 0);
        writes(FLOW, generation, 10);
        producer.behindTheNext = () -> {
            writes(FLOW, generation, 11);
            lives(generation);
        };

        erase();

        assertThat(standing()).containsOnlyKeys(ERASED);
    }

    @Test
    void what_a_cancelled_task_writes_afterwards_is_void() throws Exception {
        long generation = claims(FLOW, 0);
        writes(FLOW, generation, 10);

        erase();
        writes(FLOW, generation, 12);

        FlowEntries entries = new FlowEntries();
        producer.entries.forEach(entry ->
                entries.take(CheckpointFormat.decodeKey(entry.key()).orElseThrow(), entry.value(), entry.offset()));
        assertThat(entries.isEmpty()).isTrue();
    }

    @Test
    void a_flow_that_was_made_anew_behind_the_claim_keeps_its_own() throws Exception {
        writes(FLOW, claims(FLOW, 0), 10);
        long[] anew = new long[1];
        producer.behindTheNext = () -> {
            anew[0] = claims(FLOW, 0);
            writes(FLOW, anew[0], 1);
        };

        erase();

        assertThat(standing())
                .containsOnlyKeys(ERASED, new CheckpointKey.Claiming(FLOW, Claimant.TASK, 0), key(FLOW, anew[0]));
    }

    @Test
    void a_second_erasure_has_nothing_to_do() throws Exception {
        writes(FLOW, claims(FLOW, 0), 10);
        erase();
        int size = producer.entries.size();

        MockConsumer<byte[], byte[]> again = new MockConsumer<>("earliest");
        again.updatePartitions(OWN.topic(), consumer.partitionsFor(OWN.topic()));
        again.updateBeginningOffsets(Map.of(OWN, 0L));
        again.updateEndOffsets(Map.of(OWN, (long) size));
        producer.entries.forEach(entry -> again.schedulePollTask(() -> again.addRecord(entry)));

        assertThat(new Erasure(FLOW, again, () -> {}, CLOCK, Duration.ofSeconds(5)).look())
                .isFalse();
    }

    @Test
    void a_target_without_the_topic_has_nothing_to_erase() throws Exception {
        consumer.updatePartitions(OWN.topic(), List.of());

        assertThat(erasure().look()).isFalse();
    }

    @Test
    void who_loses_the_right_while_reading_claims_nothing() throws Exception {
        writes(FLOW, claims(FLOW, 0), 10);
        int before = producer.entries.size();
        beforeRights.add(() -> {
            throw new IllegalStateException("leads no more");
        });

        assertThatThrownBy(this::erase).hasMessage("leads no more");

        assertThat(producer.entries).hasSize(before);
    }

    @Test
    void who_loses_the_right_after_the_claim_buries_nothing() throws Exception {
        writes(FLOW, claims(FLOW, 0), 10);
        int before = producer.entries.size();
        beforeRights.add(() -> {});
        beforeRights.add(() -> {
            throw new IllegalStateException("leads no more");
        });

        assertThatThrownBy(this::erase).hasMessage("leads no more");

        assertThat(producer.entries).hasSize(before + 1);
    }

    @Test
    void a_target_that_gives_nothing_ends_patience() {
        consumer.updateEndOffsets(Map.of(OWN, 5L));

        assertThatThrownBy(() -> new Erasure(FLOW, consumer, () -> {}, CLOCK, Duration.ZERO).look())
                .isInstanceOf(TimeoutException.class)
                .hasMessageContaining("0 s");
    }

    private void erase() throws Exception {
        Erasure erasure = erasure();
        assertThat(erasure.look()).isTrue();
        erasure.erase(producer);
    }

    private Erasure erasure() {
        return new Erasure(
                FLOW,
                consumer,
                () -> {
                    if (!beforeRights.isEmpty()) {
                        beforeRights.remove(0).run();
                    }
                },
                CLOCK,
                Duration.ofSeconds(5));
    }

    /** As compaction would leave it. */
    private Map<CheckpointKey, byte[]> standing() {
        Map<CheckpointKey, byte[]> standing = new LinkedHashMap<>();
        for (ConsumerRecord<byte[], byte[]> entry : producer.entries) {
            if (entry.key() == null || entry.key().length == 3) {
                continue;
            }
            CheckpointKey key = CheckpointFormat.decodeKey(entry.key()).orElseThrow();
            if (entry.value() == null) {
                standing.remove(key);
            } else {
                standing.put(key, entry.value());
            }
        }
        return standing;
    }

    private long append(CheckpointKey key, byte[] value) {
        return producer.append(CheckpointFormat.encode(key), value);
    }

    private long claims(String flow, int task) {
        return append(
                new CheckpointKey.Claiming(flow, Claimant.TASK, task),
                CheckpointFormat.encode(Claim.ofTask(task, 2, 1)));
    }

    private static CheckpointKey key(String flow, long generation) {
        return new CheckpointKey.Partition(flow, "orders", 0, generation);
    }

    private void writes(String flow, long generation, long next) {
        append(key(flow, generation), CheckpointFormat.encode(PartitionCheckpoint.startingAt(next, 1)));
    }

    private void lives(long generation) {
        append(
                new CheckpointKey.Task(FLOW, 0, generation),
                CheckpointFormat.encode(new TaskCheckpoint(
                        1, 2, 1, List.of(), OptionalLong.empty(), Optional.empty(), Optional.empty())));
    }

    private void page() {
        append(
                new CheckpointKey.Offsets(FLOW, "orders", 0, 0),
                CheckpointFormat.encode(new OffsetPage(Optional.empty(), 0, 0, List.of(new OffsetRun(0, 0, 5, true)))));
    }
}
