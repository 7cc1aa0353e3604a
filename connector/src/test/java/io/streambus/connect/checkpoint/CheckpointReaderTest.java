package io.streambus.connect.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.streambus.connect.checkpoint.Claim.Claimant;
import io.streambus.connect.checkpoint.PartitionCheckpoint.Standing;
import io.streambus.connect.offset.OffsetMap;
import io.streambus.connect.offset.OffsetPage;
import io.streambus.connect.offset.OffsetRun;
import io.streambus.connect.offset.Translation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CheckpointReaderTest {

    private static final int PARTITIONS = 4;
    private static final TopicPartition TOPIC =
            new TopicPartition(CheckpointFormat.TOPIC, CheckpointFormat.partitionOf("link-1", PARTITIONS));
    private static final TopicPartition ORDERS = new TopicPartition("orders", 3);
    private static final Optional<Uuid> ID = Optional.of(new Uuid(1, 2));

    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
    private long end;

    @BeforeEach
    void topicExists() {
        consumer.updatePartitions(
                TOPIC.topic(),
                IntStream.range(0, PARTITIONS)
                        .mapToObj(partition -> new PartitionInfo(TOPIC.topic(), partition, null, null, null))
                        .toList());
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

    private static byte[] partition(long generation) {
        return CheckpointFormat.encode(new CheckpointKey.Partition("link-1", "orders", 3, generation));
    }

    private static byte[] claiming(Claimant claimant) {
        return CheckpointFormat.encode(new CheckpointKey.Claiming("link-1", claimant, 0));
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
        TaskCheckpoint task =
                new TaskCheckpoint(1, 2, 1, List.of(), OptionalLong.empty(), Optional.empty(), Optional.empty());
        stands(
                CheckpointFormat.encode(new CheckpointKey.Partition("link-1", "orders", 3, 0)),
                CheckpointFormat.encode(progress));
        stands(CheckpointFormat.encode(new CheckpointKey.Task("link-1", 0, 0)), CheckpointFormat.encode(task));
        stands(page(0), runs(ID, new OffsetRun(0, 0, 5, true)));
        stands(page(1), runs(ID, new OffsetRun(8, 5, 5, true)));
        stands(page(0), runs(ID, new OffsetRun(0, 0, 2, true), new OffsetRun(4, 4, 1, true)));
        stands(CheckpointFormat.encode(new CheckpointKey.Partition("other", "orders", 3, 0)), new byte[] {0, 0});
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
    void aFlowThatIsFollowedIsReadOnFromWhereItWas() {
        byte[] key = CheckpointFormat.encode(new CheckpointKey.Partition("link-1", "orders", 3, 0));
        stands(key, CheckpointFormat.encode(PartitionCheckpoint.startingAt(20, 1)));
        stands(page(0), runs(ID, new OffsetRun(0, 0, 5, true)));
        CheckpointReader.Following following = new CheckpointReader(consumer, Duration.ofSeconds(5)).follow("link-1");
        consumer.updateEndOffsets(Map.of(TOPIC, end));
        assertThat(following.readOn().partitions().get(ORDERS).nextSourceOffset())
                .isEqualTo(20);
        // Nobody reads it a second time: it is gone.
        consumer.updateBeginningOffsets(Map.of(TOPIC, end));
        stands(key, CheckpointFormat.encode(PartitionCheckpoint.startingAt(30, 1)));
        consumer.updateEndOffsets(Map.of(TOPIC, end));

        FlowCheckpoints found = following.readOn();

        assertThat(found.partitions().get(ORDERS).nextSourceOffset()).isEqualTo(30);
        assertThat(found.pages(ORDERS)).containsOnlyKeys(0);
        assertThat(following.readOn()).as("nothing has been added").isEqualTo(found);
    }

    @Test
    void whatWasReadOfATopicThatIsAnotherOneByNowCountsNoMore() {
        stands(page(0), runs(ID, new OffsetRun(0, 0, 5, true)));
        stands(page(1), runs(ID, new OffsetRun(8, 5, 5, true)));
        CheckpointReader.Following following = new CheckpointReader(consumer, Duration.ofSeconds(5)).follow("link-1");
        consumer.updateEndOffsets(Map.of(TOPIC, end));
        assertThat(following.readOn().pages(ORDERS)).containsOnlyKeys(0, 1);
        end = 0;
        stands(page(2), runs(ID, new OffsetRun(0, 0, 3, true)));
        consumer.updateEndOffsets(Map.of(TOPIC, end));

        assertThat(following.readOn().pages(ORDERS)).containsOnlyKeys(2);
    }

    /** As what a connector of a later version writes, they are passed over. */
    @Test
    void whatIsOfGroupsIsNoProgress() {
        byte[] group = CheckpointFormat.encode(new CheckpointKey.Group("link-1", "billing", "orders", 3));
        stands(group, new byte[] {0, 0, 1});
        stands(CheckpointFormat.encode(new CheckpointKey.GroupPass("link-1")), new byte[] {0, 0, 1});

        FlowCheckpoints found = read("link-1");

        assertThat(found.partitions()).isEmpty();
        assertThat(found.tasks()).isEmpty();
        assertThat(new FlowEntries().take(new CheckpointKey.Group("link-1", "billing", "orders", 3), group, 7))
                .as("whether it holds, as a sign of life does")
                .isFalse();
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
                20,
                Optional.of(new Uuid(3, 4)),
                OptionalInt.empty(),
                Optional.empty(),
                Counters.NONE,
                OptionalLong.empty(),
                OptionalLong.empty(),
                1,
                Standing.RUNNING,
                false,
                OptionalLong.empty(),
                Optional.empty());
        stands(
                CheckpointFormat.encode(new CheckpointKey.Partition("link-1", "orders", 3, 0)),
                CheckpointFormat.encode(now));
        stands(page(0), runs(ID, new OffsetRun(0, 0, 5, true)));

        FlowCheckpoints found = read("link-1");

        assertThat(found.pages(ORDERS)).hasSize(1);
        assertThat(found.offsetMap(ORDERS).runs()).isEmpty();
    }

    @Test
    void onlyTheFlowsPartitionIsRead() {
        stands(partition(0), CheckpointFormat.encode(PartitionCheckpoint.startingAt(20, 1)));

        read("link-1");

        assertThat(consumer.assignment()).containsExactly(TOPIC);
    }

    @Test
    void theHighestGenerationCountsAndTheOthersAreNamed() {
        stands(claiming(Claimant.TASK), CheckpointFormat.encode(Claim.ofTask(0, 1, 1)));
        stands(partition(0), CheckpointFormat.encode(PartitionCheckpoint.startingAt(20, 1)));
        stands(claiming(Claimant.TASK), CheckpointFormat.encode(Claim.ofTask(0, 1, 2)));
        stands(partition(2), CheckpointFormat.encode(PartitionCheckpoint.startingAt(15, 2)));
        stands(partition(0), CheckpointFormat.encode(PartitionCheckpoint.startingAt(30, 3)));

        FlowCheckpoints found = read("link-1");

        assertThat(found.partitions().get(ORDERS).nextSourceOffset()).isEqualTo(15);
        assertThat(found.generations()).isEqualTo(Map.of(ORDERS, Set.of(0L, 2L)));
    }

    @Test
    void anErasureLeavesNothingOfWhatWasBefore() {
        stands(claiming(Claimant.TASK), CheckpointFormat.encode(Claim.ofTask(0, 1, 1)));
        stands(partition(0), CheckpointFormat.encode(PartitionCheckpoint.startingAt(20, 1)));
        stands(claiming(Claimant.ERASURE), CheckpointFormat.encode(Claim.of(Claimant.ERASURE, 2)));
        stands(partition(0), CheckpointFormat.encode(PartitionCheckpoint.startingAt(30, 3)));

        FlowCheckpoints found = read("link-1");

        assertThat(found.partitions()).isEmpty();
        assertThat(found.generations()).isEmpty();
    }

    @Test
    void theMapOfAPartitionWithAHoleAnswersNotAboveIt() {
        PartitionCheckpoint open = PartitionCheckpoint.startingAt(8, 1);
        stands(
                partition(0),
                CheckpointFormat.encode(new PartitionCheckpoint(
                        8,
                        13,
                        open.topicId(),
                        open.leaderEpoch(),
                        open.target(),
                        open.counters(),
                        open.lastRecordTimestampMs(),
                        open.caughtUpAtMs(),
                        open.writtenAtMs(),
                        open.standing(),
                        open.transactional(),
                        open.ignoredConnectOffset(),
                        open.error())));
        stands(page(0), runs(ID, new OffsetRun(0, 0, 8, true), new OffsetRun(10, 8, 3, true)));

        OffsetMap map = read("link-1").offsetMap(ORDERS);

        assertThat(map.inverse(4)).isEqualTo(new Translation.Exact(4));
        assertThat(map.inverse(9)).isEqualTo(new Translation.Exact(8));
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
