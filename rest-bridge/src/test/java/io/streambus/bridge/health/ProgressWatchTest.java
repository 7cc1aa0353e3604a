package io.streambus.bridge.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.streambus.bridge.health.LinkHealth.Status;
import io.streambus.bridge.health.ProgressWatch.Position;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ProgressWatchTest {

    private static final Instant START = Instant.ofEpochSecond(1_000);

    private final ProgressWatch watch = new ProgressWatch(Duration.ofSeconds(5));

    private List<HealthFinding> after(long seconds, Position... positions) {
        return watch.look(START.plusSeconds(seconds), START, List.of(positions));
    }

    private static Position at(String partition, long next, long end) {
        return new Position("f", partition, next, end);
    }

    @Test
    void a_flow_that_copies_nothing_though_records_wait_is_named_with_its_partitions_within_ten_seconds() {
        assertThat(after(0, at("orders-0", 41, 50), at("orders-1", 7, 7))).isEmpty();
        assertThat(after(7, at("orders-0", 41, 52), at("orders-1", 7, 7))).isEmpty();

        assertThat(after(8, at("orders-0", 41, 60), at("orders-1", 7, 7)))
                .containsExactly(
                        new HealthFinding(
                                Status.DEGRADED,
                                "Flow f has copied nothing for 8 s, though its source has records: orders-0 at offset 41 of 60."));
    }

    @Test
    void a_flow_that_goes_on_is_well_and_one_that_is_caught_up_too() {
        for (int second = 0; second < 60; second += 2) {
            assertThat(after(second, at("orders-0", second, 1_000), at("orders-1", 7, 7)))
                    .isEmpty();
        }
    }

    @Test
    void a_flow_goes_on_also_while_those_of_its_partitions_that_do_are_caught_up_at_each_look() {
        for (int second = 0; second < 60; second += 2) {
            assertThat(after(second, at("orders-0", 41, 50), at("orders-1", second, second)))
                    .isEmpty();
        }
    }

    @Test
    void rare_checkpoints_are_waited_for() {
        ProgressWatch rare = new ProgressWatch(Duration.ofSeconds(60));
        rare.look(START, START, List.of(at("orders-0", 41, 50)));

        assertThat(rare.look(START.plusSeconds(62), START, List.of(at("orders-0", 41, 50))))
                .isEmpty();
        assertThat(rare.look(START.plusSeconds(63), START, List.of(at("orders-0", 41, 50))))
                .hasSize(1);
    }

    @Test
    void one_partition_that_is_left_behind_is_named_after_a_minute() {
        for (int second = 0; second < 60; second += 2) {
            assertThat(after(second, at("orders-0", 41, 50), at("orders-1", second, 1_000)))
                    .isEmpty();
        }

        assertThat(after(60, at("orders-0", 41, 50), at("orders-1", 60, 1_000)))
                .containsExactly(new HealthFinding(
                        Status.DEGRADED,
                        "Flow f has copied nothing of some partitions for more than 60 s, though others go on: orders-0 at"
                                + " offset 41 of 50."));
    }

    @Test
    void time_before_the_link_ran_and_while_it_rested_does_not_count() {
        after(0, at("orders-0", 41, 50));
        assertThat(watch.look(START.plusSeconds(20), START.plusSeconds(15), List.of(at("orders-0", 41, 50))))
                .isEmpty();

        watch.rest();
        assertThat(after(100, at("orders-0", 41, 50))).isEmpty();
    }

    @Test
    void of_many_partitions_the_first_are_named_and_the_others_counted() {
        Position[] many = IntStream.range(0, 8)
                .mapToObj(number -> at("orders-" + number, 1, 2))
                .toArray(Position[]::new);
        after(0, many);

        assertThat(after(9, many).get(0).sentence()).endsWith("orders-4 at offset 1 of 2 and 3 more.");
    }
}
