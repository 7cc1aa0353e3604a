package io.streambus.connect.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class PartitionReadTest {

    private static final long RANGE = 4 << 20;

    private final PartitionRead read = new PartitionRead(new TopicPartition("t", 0));
    private final OffsetRange first = read.open(new OffsetAndMetadata(0));

    @Test
    void ranges_follow_each_other_without_gap_up_to_the_end_seen() {
        read.measured(1_000, 1_000_000);
        read.spread(1_000_000, 100_000);
        // The first stretch ends where its lane's last question does.
        long end = 1_000;
        for (Optional<OffsetRange> range = read.take(RANGE); range.isPresent(); range = read.take(RANGE)) {
            assertThat(range.get().from().offset()).isEqualTo(end);
            end = range.get().end();
        }
        assertThat(first.end()).isEqualTo(1_000);
        assertThat(end).isEqualTo(100_000);
    }

    @Test
    void when_all_is_given_out_and_little_is_left_an_open_stretch_goes_on_from_there() {
        read.measured(1_000, 1_000_000);
        read.spread(1_000_000, 6_000);
        OffsetRange range = read.take(RANGE).orElseThrow();
        read.passed(first);
        assertThat(read.comeNear()).as("a range is still being read").isEmpty();
        read.passed(range);
        OffsetRange open = read.comeNear().orElseThrow();
        assertThat(open.from().offset()).isEqualTo(6_000);
        assertThat(read.isFar()).isFalse();
    }

    /** Found by a test that waited for ever: no helper had anything to take any more, and nobody else looked. */
    @Test
    void what_is_left_is_measured_again_when_records_turn_out_to_be_smaller() {
        read.measured(1_000, 1_000_000);
        read.spread(1_000_000, 20_000);
        read.passed(first);
        assertThat(read.comeNear()).as("19 MB are left for helpers").isEmpty();
        for (int i = 0; i < 50; i++) {
            read.measured(1_000, 1_000);
        }
        assertThat(read.take(RANGE)).isEmpty();
        assertThat(read.comeNear().orElseThrow().from().offset()).isEqualTo(1_000);
    }

    @Test
    void a_lane_that_has_come_near_since_the_end_was_seen_reads_on_alone() {
        read.measured(1_000, 1_000_000);
        assertThat(read.spread(1_000_000, 900)).isFalse();
        assertThat(first.end()).isEqualTo(Long.MAX_VALUE);
        assertThat(read.isFar()).isFalse();
    }

    @Test
    void what_is_dropped_gives_out_no_ranges() {
        read.measured(1_000, 1_000_000);
        read.spread(1_000_000, 100_000);
        assertThat(read.drop()).containsExactly(first);
        assertThat(read.dropped()).isTrue();
        assertThat(read.take(RANGE)).isEmpty();
        assertThat(read.comeNear()).isEmpty();
    }

    @Test
    void stretches_are_passed_in_their_order_only() {
        read.measured(1_000, 1_000_000);
        read.spread(1_000_000, 100_000);
        OffsetRange range = read.take(RANGE).orElseThrow();
        assertThat(read.isNext(first)).isTrue();
        assertThat(read.isNext(range)).isFalse();
        assertThatThrownBy(() -> read.passed(range)).isInstanceOf(IllegalStateException.class);
    }
}
