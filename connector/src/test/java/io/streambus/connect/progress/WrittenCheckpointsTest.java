package io.streambus.connect.progress;

import static org.assertj.core.api.Assertions.assertThat;

import io.streambus.connect.checkpoint.Counters;
import io.streambus.connect.checkpoint.PartitionCheckpoint;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class WrittenCheckpointsTest {

    private static final TopicPartition PARTITION = new TopicPartition("orders", 3);

    private final WrittenCheckpoints written = new WrittenCheckpoints();

    @Test
    void what_was_never_told_is_news() {
        assertThat(written.hasAll(PARTITION, at(5, OptionalLong.of(90), 100))).isFalse();
    }

    @Test
    void a_partition_that_has_only_grown_older_is_no_news() {
        written.note(PARTITION, at(5, OptionalLong.of(90), 100));

        assertThat(written.hasAll(PARTITION, at(5, OptionalLong.of(190), 200))).isTrue();
    }

    @Test
    void progress_is_news() {
        written.note(PARTITION, at(5, OptionalLong.of(90), 100));

        assertThat(written.hasAll(PARTITION, at(6, OptionalLong.of(190), 200))).isFalse();
    }

    @Test
    void that_it_is_caught_up_for_the_first_time_is_news() {
        written.note(PARTITION, at(5, OptionalLong.empty(), 100));

        assertThat(written.hasAll(PARTITION, at(5, OptionalLong.of(190), 200))).isFalse();
    }

    @Test
    void after_a_failed_write_everything_is_news_once() {
        written.note(PARTITION, at(5, OptionalLong.of(90), 100));

        written.beginRound(Set.of(PARTITION), 1);
        assertThat(written.hasAll(PARTITION, at(5, OptionalLong.of(190), 200))).isFalse();

        written.note(PARTITION, at(5, OptionalLong.of(190), 200));
        written.beginRound(Set.of(PARTITION), 1);
        assertThat(written.hasAll(PARTITION, at(5, OptionalLong.of(290), 300))).isTrue();
    }

    @Test
    void a_partition_that_was_given_up_meanwhile_is_news() {
        written.note(PARTITION, at(5, OptionalLong.of(90), 100));
        written.beginRound(Set.of(), 0);
        written.beginRound(Set.of(PARTITION), 0);

        assertThat(written.hasAll(PARTITION, at(5, OptionalLong.of(190), 200))).isFalse();
    }

    private static PartitionCheckpoint at(long offset, OptionalLong caughtUpAtMs, long writtenAtMs) {
        return new PartitionCheckpoint(
                offset,
                offset,
                Optional.empty(),
                OptionalInt.of(1),
                Optional.empty(),
                Counters.NONE,
                OptionalLong.of(80),
                caughtUpAtMs,
                writtenAtMs,
                PartitionCheckpoint.Standing.RUNNING,
                false,
                OptionalLong.empty(),
                Optional.empty());
    }
}
