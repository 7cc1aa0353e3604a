package io.streambus.bridge.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.streambus.connect.checkpoint.CheckpointFormat;
import io.streambus.connect.checkpoint.CheckpointKey;
import io.streambus.connect.checkpoint.Claim;
import io.streambus.connect.checkpoint.Claim.Claimant;
import io.streambus.connect.checkpoint.Counters;
import io.streambus.connect.checkpoint.PartitionCheckpoint;
import io.streambus.connect.checkpoint.PartitionCheckpoint.Standing;
import io.streambus.connect.checkpoint.TaskCheckpoint;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class CheckpointTableTest {

    private static final String FLOW = "streambus.l.a.to.b";
    private static final TopicPartition ORDERS = new TopicPartition("orders", 0);
    private static final CheckpointKey.Partition PARTITION = partitionKey(0);
    private static final CheckpointKey.Task TASK = taskKey(0);

    private final CheckpointTable table = new CheckpointTable();
    private long end;

    @Test
    void entries_that_are_read_again_do_not_take_the_table_back_in_time() {
        accept(partition(10, 1_000));
        accept(partition(20, 2_000));
        accept(task(1_000, Optional.of("old trouble")));
        accept(task(2_000, Optional.empty()));

        table.readAgain();
        accept(partition(10, 1_000));
        accept(task(1_000, Optional.of("old trouble")));

        assertThat(table.of(FLOW).partitions().get(ORDERS).nextSourceOffset()).isEqualTo(20);
        assertThat(table.of(FLOW).tasks().get(0).error()).isEmpty();
    }

    @Test
    void what_has_changed_shows_once_everything_has_been_read_again() {
        accept(partition(20, 2_000));
        accept(task(2_000, Optional.empty()));

        table.readAgain();
        // Whose clock is behind: the order of the topic counts.
        accept(partition(30, 1_500));
        table.complete();

        assertThat(table.of(FLOW).partitions().get(ORDERS).nextSourceOffset()).isEqualTo(30);
        assertThat(table.of(FLOW).tasks()).isEmpty();

        accept(partition(40, 1_600));
        assertThat(table.of(FLOW).partitions().get(ORDERS).nextSourceOffset()).isEqualTo(40);
    }

    @Test
    void what_was_erased_in_the_meantime_is_gone_once_everything_has_been_read_again() {
        accept(partition(20, 2_000));

        table.readAgain();
        accept(partition(20, 2_000));
        table.accept(CheckpointFormat.encode(PARTITION), null, end++, Optional.empty());
        assertThat(table.of(FLOW).partitions()).isNotEmpty();
        table.complete();

        assertThat(table.of(FLOW)).isEqualTo(FlowCheckpointSnapshot.NONE);
    }

    @Test
    void a_checkpoint_that_is_read_again_is_as_fresh_as_when_it_came_in() {
        Instant arrival = Instant.ofEpochMilli(60_000);
        TaskCheckpoint written = task(2_000, Optional.empty());
        table.accept(CheckpointFormat.encode(TASK), CheckpointFormat.encode(written), end++, Optional.of(arrival));

        table.readAgain();
        accept(written);
        table.complete();

        assertThat(table.of(FLOW).newest()).contains(arrival);
        assertThat(table.lifeSign(FLOW)).contains(arrival);
    }

    @Test
    void the_newest_generation_counts_and_a_late_write_is_no_sign_of_life() {
        Instant before = Instant.ofEpochMilli(50_000);
        Instant arrival = Instant.ofEpochMilli(60_000);
        Instant late = Instant.ofEpochMilli(70_000);
        arrives(partitionKey(3), CheckpointFormat.encode(partition(10, 1_000)), before);
        arrives(partitionKey(8), CheckpointFormat.encode(partition(5, 2_000)), arrival);
        arrives(taskKey(8), CheckpointFormat.encode(task(2_000, Optional.empty())), arrival);

        arrives(partitionKey(3), CheckpointFormat.encode(partition(11, 3_000)), late);
        arrives(taskKey(3), CheckpointFormat.encode(task(3_000, Optional.of("fenced"))), late);

        assertThat(table.of(FLOW).partitions().get(ORDERS).nextSourceOffset()).isEqualTo(5);
        assertThat(table.of(FLOW).tasks().get(0).error()).isEmpty();
        assertThat(table.of(FLOW).newest()).contains(arrival);
        assertThat(table.lifeSign(FLOW)).contains(arrival);
    }

    @Test
    void the_tombstone_of_an_older_generation_changes_nothing() {
        Instant arrival = Instant.ofEpochMilli(60_000);
        arrives(partitionKey(3), CheckpointFormat.encode(partition(10, 1_000)), arrival);
        arrives(partitionKey(8), CheckpointFormat.encode(partition(5, 2_000)), arrival);
        FlowCheckpointSnapshot before = table.of(FLOW);

        arrives(partitionKey(3), null, Instant.ofEpochMilli(70_000));

        assertThat(table.of(FLOW)).isEqualTo(before);
    }

    @Test
    void what_a_task_writes_after_the_erasure_of_its_flow_does_not_bring_the_flow_back() {
        end = 10;
        arrives(taskKey(3), CheckpointFormat.encode(task(2_000, Optional.empty())), Instant.ofEpochMilli(50_000));
        erases();
        arrives(partitionKey(3), CheckpointFormat.encode(partition(10, 1_000)), Instant.ofEpochMilli(60_000));
        arrives(taskKey(3), CheckpointFormat.encode(task(2_500, Optional.empty())), Instant.ofEpochMilli(60_000));

        assertThat(table.of(FLOW)).isEqualTo(FlowCheckpointSnapshot.NONE);
        assertThat(table.lifeSign(FLOW)).isEmpty();

        Instant anew = Instant.ofEpochMilli(40_000);
        arrives(taskKey(end), CheckpointFormat.encode(task(3_000, Optional.empty())), anew);
        assertThat(table.lifeSign(FLOW)).as("of a flow made anew").contains(anew);
    }

    @Test
    void an_erasure_that_is_seen_only_when_everything_is_read_again_leaves_no_sign_of_life() {
        arrives(taskKey(0), CheckpointFormat.encode(task(2_000, Optional.empty())), Instant.ofEpochMilli(50_000));

        table.readAgain();
        accept(task(2_000, Optional.empty()));
        erases();
        table.complete();

        assertThat(table.of(FLOW)).isEqualTo(FlowCheckpointSnapshot.NONE);
    }

    private void erases() {
        arrives(
                new CheckpointKey.Claiming(FLOW, Claimant.ERASURE, 0),
                CheckpointFormat.encode(Claim.of(Claimant.ERASURE, 1)),
                Instant.ofEpochMilli(55_000));
    }

    private void arrives(CheckpointKey key, byte[] value, Instant at) {
        table.accept(CheckpointFormat.encode(key), value, end++, Optional.of(at));
    }

    private static CheckpointKey.Partition partitionKey(long generation) {
        return new CheckpointKey.Partition(FLOW, "orders", 0, generation);
    }

    private static CheckpointKey.Task taskKey(long generation) {
        return new CheckpointKey.Task(FLOW, 0, generation);
    }

    private void accept(PartitionCheckpoint checkpoint) {
        table.accept(CheckpointFormat.encode(PARTITION), CheckpointFormat.encode(checkpoint), end++, Optional.empty());
    }

    private void accept(TaskCheckpoint checkpoint) {
        table.accept(CheckpointFormat.encode(TASK), CheckpointFormat.encode(checkpoint), end++, Optional.empty());
    }

    private static PartitionCheckpoint partition(long next, long writtenAtMs) {
        return new PartitionCheckpoint(
                next,
                next,
                Optional.empty(),
                OptionalInt.empty(),
                Optional.empty(),
                new Counters(next, next * 100, 0, 0, 0, 0, 0, 0, 0),
                OptionalLong.empty(),
                OptionalLong.empty(),
                writtenAtMs,
                Standing.RUNNING,
                false,
                OptionalLong.empty(),
                Optional.empty());
    }

    private static TaskCheckpoint task(long writtenAtMs, Optional<String> error) {
        return new TaskCheckpoint(500, writtenAtMs, 1, List.of(), OptionalLong.empty(), Optional.empty(), error);
    }
}
