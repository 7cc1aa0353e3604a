package io.streambus.bridge.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.streambus.connect.checkpoint.CheckpointFormat;
import io.streambus.connect.checkpoint.CheckpointKey;
import io.streambus.connect.checkpoint.PartitionCheckpoint;
import io.streambus.connect.checkpoint.TaskCheckpoint;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class CheckpointTableTest {

    private static final String FLOW = "streambus.l.a.to.b";
    private static final CheckpointKey.Partition PARTITION = new CheckpointKey.Partition(FLOW, "orders", 0);
    private static final CheckpointKey.Task TASK = new CheckpointKey.Task(FLOW, 0);

    private final CheckpointTable table = new CheckpointTable();

    @Test
    void entries_that_are_read_again_do_not_take_the_table_back_in_time() {
        accept(partition(10, 1_000));
        accept(partition(20, 2_000));
        accept(task(1_000, Optional.of("old trouble")));
        accept(task(2_000, Optional.empty()));

        table.readAgain();
        accept(partition(10, 1_000));
        accept(task(1_000, Optional.of("old trouble")));

        assertThat(table.of(FLOW).partitions().get(PARTITION).nextSourceOffset())
                .isEqualTo(20);
        assertThat(table.of(FLOW).tasks().get(TASK).error()).isEmpty();
    }

    @Test
    void what_has_changed_shows_once_everything_has_been_read_again() {
        accept(partition(20, 2_000));
        accept(task(2_000, Optional.empty()));

        table.readAgain();
        // Whose clock is behind: the order of the topic counts.
        accept(partition(30, 1_500));
        table.complete();

        assertThat(table.of(FLOW).partitions().get(PARTITION).nextSourceOffset())
                .isEqualTo(30);
        assertThat(table.of(FLOW).tasks()).isEmpty();

        accept(partition(40, 1_600));
        assertThat(table.of(FLOW).partitions().get(PARTITION).nextSourceOffset())
                .isEqualTo(40);
    }

    @Test
    void what_was_erased_in_the_meantime_is_gone_once_everything_has_been_read_again() {
        accept(partition(20, 2_000));

        table.readAgain();
        accept(partition(20, 2_000));
        table.accept(CheckpointFormat.encode(PARTITION), null, Optional.empty());
        assertThat(table.of(FLOW).partitions()).isNotEmpty();
        table.complete();

        assertThat(table.of(FLOW)).isEqualTo(FlowCheckpoints.NONE);
    }

    @Test
    void a_checkpoint_that_is_read_again_is_as_fresh_as_when_it_came_in() {
        Instant arrival = Instant.ofEpochMilli(60_000);
        TaskCheckpoint written = task(2_000, Optional.empty());
        table.accept(CheckpointFormat.encode(TASK), CheckpointFormat.encode(written), Optional.of(arrival));

        table.readAgain();
        accept(written);
        table.complete();

        assertThat(table.of(FLOW).newest()).contains(arrival);
        assertThat(table.lifeSign(FLOW)).contains(arrival);
    }

    private void accept(PartitionCheckpoint checkpoint) {
        table.accept(CheckpointFormat.encode(PARTITION), CheckpointFormat.encode(checkpoint), Optional.empty());
    }

    private void accept(TaskCheckpoint checkpoint) {
        table.accept(CheckpointFormat.encode(TASK), CheckpointFormat.encode(checkpoint), Optional.empty());
    }

    private static PartitionCheckpoint partition(long next, long writtenAtMs) {
        return new PartitionCheckpoint(
                next,
                Optional.empty(),
                OptionalInt.empty(),
                OptionalLong.empty(),
                next,
                next * 100,
                0,
                0,
                0,
                OptionalLong.empty(),
                OptionalLong.empty(),
                writtenAtMs,
                false,
                Optional.empty());
    }

    private static TaskCheckpoint task(long writtenAtMs, Optional<String> error) {
        return new TaskCheckpoint(500, writtenAtMs, 1, List.of(), OptionalLong.empty(), error);
    }
}
