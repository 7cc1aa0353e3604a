package io.streambus.connect.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.streambus.connect.offset.OffsetPage;
import io.streambus.connect.offset.OffsetRun;
import io.streambus.connect.offset.Translation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CheckpointReaderTest {

    private static final TopicPartition TOPIC = new TopicPartition(CheckpointFormat.TOPIC, 0);
    private static final TopicPartition ORDERS = new TopicPartition("orders", 3);
    private static final Optional<Uuid> ID = Optional.of(new Uuid(1, 2));

    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
    private long end;

    @BeforeEach
    void topicExists() {
        consumer.updatePartitions(TOPIC.topic(), List.of(new PartitionInfo(TOPIC.topic(), 0, null, null, null)));
        consumer.updateBeginningOffsets(Map.of(TOPIC, 0L));
    }

    private void stands(byte[] key, byte[] value) {
        long offset = end++;
        consumer.schedulePollTask(
                () -> consumer.addRecord(new ConsumerRecord<>(TOPIC.topic(), TOPIC.partition(), offset, key, value)));
    }

    private FlowCheckpoints read(String flow) {
        consumer.updateEndOffsets(Map.of(TOPIC, end));
        return new CheckpointReader(consumer, Duration.ofSeconds(5)).readAll(flow);
    }

    private static byte[] page(int number) {
        return CheckpointFormat.encode(new CheckpointKey.Offsets("link-1", "orders", 3, number));
    }

    private static byte[] runs(Optional<Uuid> id, OffsetRun... runs) {
        return CheckpointFormat.encode(new OffsetPage(id, 0, runs[0].targetStart(), List.of(runs)));
    }

    @Test
    void progressAndOffsetMapComeInOnePass() {
        PartitionCheckpoint progress = PartitionCheckpoint.startingAt(20, 1);
        TaskCheckpoint task = new TaskCheckpoint(1, 2, 1, List.of(), OptionalLong.empty(), Optional.empty());
        stands(
                CheckpointFormat.encode(new CheckpointKey.Partition("link-1", "orders", 3)),
                CheckpointFormat.encode(progress));
        stands(CheckpointFormat.encode(new CheckpointKey.Task("link-1", 0)), CheckpointFormat.encode(task));
        stands(page(0), runs(ID, new OffsetRun(0, 0, 5, true)));
        stands(page(1), runs(ID, new OffsetRun(8, 5, 5, true)));
        stands(page(0), runs(ID, new OffsetRun(0, 0, 2, true), new OffsetRun(4, 4, 1, true)));
        stands(CheckpointFormat.encode(new CheckpointKey.Partition("other", "orders", 3)), new byte[] {0, 0});
        stands(new byte[] {1, 2, 3}, new byte[] {4});

        FlowCheckpoints found = read("link-1");

        assertThat(found.partitions()).isEqualTo(Map.of(ORDERS, progress));
        assertThat(found.tasks()).isEqualTo(Map.of(0, task));
        assertThat(found.pages(ORDERS)).containsOnlyKeys(0, 1);
        // The checkpoint names no topic, and there are pages of one only.
        assertThat(found.offsetMap(ORDERS).translate(6)).isEqualTo(new Translation.Exact(5));
        assertThat(found.offsetMap(ORDERS).translate(2)).isEqualTo(new Translation.Exact(4));
        assertThat(found.offsetMap(new TopicPartition("users", 0)).runs()).isEmpty();
    }

    @Test
    void tombstonesAndPagesOfLaterVersionsLeaveNothing() {
        stands(page(0), runs(ID, new OffsetRun(0, 0, 5, true)));
        stands(page(0), null);
        stands(page(1), new byte[] {0, 9, 1});

        assertThat(read("link-1").pages(ORDERS)).isEmpty();
    }

    @Test
    void pagesOfADeletedTopicOfThatNameAreNotTheMap() {
        PartitionCheckpoint now = new PartitionCheckpoint(
                20,
                Optional.of(new Uuid(3, 4)),
                OptionalInt.empty(),
                OptionalLong.empty(),
                0,
                0,
                0,
                0,
                0,
                OptionalLong.empty(),
                OptionalLong.empty(),
                1,
                false,
                Optional.empty());
        stands(
                CheckpointFormat.encode(new CheckpointKey.Partition("link-1", "orders", 3)),
                CheckpointFormat.encode(now));
        stands(page(0), runs(ID, new OffsetRun(0, 0, 5, true)));

        FlowCheckpoints found = read("link-1");

        assertThat(found.pages(ORDERS)).hasSize(1);
        assertThat(found.offsetMap(ORDERS).runs()).isEmpty();
    }

    @Test
    void aTargetWithoutTheTopicHasNothing() {
        MockConsumer<byte[], byte[]> none = new MockConsumer<>("earliest");
        none.updatePartitions(CheckpointFormat.TOPIC, List.of());

        assertThat(new CheckpointReader(none, Duration.ofSeconds(5))
                        .readAll("link-1")
                        .partitions())
                .isEmpty();
    }

    @Test
    void onlyTheOffsetMapsThatAreWantedAreKept() {
        stands(page(0), runs(ID, new OffsetRun(0, 0, 5, true)));
        consumer.updateEndOffsets(Map.of(TOPIC, end));

        FlowCheckpoints found =
                new CheckpointReader(consumer, Duration.ofSeconds(5)).readAll("link-1", partition -> false);

        assertThat(found.pages()).isEmpty();
    }
}
