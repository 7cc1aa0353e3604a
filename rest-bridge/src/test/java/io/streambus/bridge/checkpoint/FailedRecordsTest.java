package io.streambus.bridge.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.streambus.connect.checkpoint.PartitionCheckpoint;
import io.streambus.connect.standstill.FailedRecord;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class FailedRecordsTest {

    private static final TopicPartition ORDERS = new TopicPartition("orders", 0);
    private static final String MESSAGE = new FailedRecord(ORDERS, 41).message("a transform failed on it");

    private final FailedRecords failed = new FailedRecords();

    private static PartitionCheckpoint at(long next) {
        return PartitionCheckpoint.startingAt(next, 1);
    }

    @Test
    void a_record_stays_in_the_way_while_a_restarted_task_has_not_come_past_it() {
        failed.note(ORDERS, at(30).standingStill(MESSAGE, 1));

        failed.note(ORDERS, at(30));
        failed.note(ORDERS, at(41));

        assertThat(failed.message()).contains(MESSAGE);
        PartitionCheckpoint told = failed.told(Map.of(ORDERS, at(41))).get(ORDERS);
        assertThat(told.error()).contains(MESSAGE);
        assertThat(told.counters()).isEqualTo(at(41).counters());
    }

    @Test
    void it_is_forgotten_once_the_partition_is_past_it_or_was_set_elsewhere() {
        failed.note(ORDERS, at(30).standingStill(MESSAGE, 1));
        failed.note(ORDERS, at(42));
        assertThat(failed.message()).isEmpty();

        failed.note(ORDERS, at(30).standingStill(MESSAGE, 1));
        failed.note(ORDERS, at(30).decidedAt(0, OptionalLong.empty(), 1));
        assertThat(failed.message()).isEmpty();
        assertThat(failed.told(Map.of(ORDERS, at(0))).get(ORDERS).error()).isEmpty();
    }

    @Test
    void other_errors_are_told_by_the_checkpoint_itself_and_not_remembered() {
        failed.note(ORDERS, at(30).standingStill("The topic was deleted and created again.", 1));

        assertThat(failed.message()).isEmpty();
    }

    @Test
    void it_outlives_that_the_checkpoints_are_read_again() {
        failed.note(ORDERS, at(30).standingStill(MESSAGE, 1));
        FailedRecords again = new FailedRecords();
        FailedRecords past = new FailedRecords();

        again.takeOver(failed, Map.of(ORDERS, at(35)));
        past.takeOver(failed, Map.of(ORDERS, at(50)));

        assertThat(again.message()).contains(MESSAGE);
        assertThat(past.message()).isEmpty();
    }
}
