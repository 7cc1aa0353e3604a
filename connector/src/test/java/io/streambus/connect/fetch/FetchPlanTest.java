package io.streambus.connect.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FetchPlanTest {

    private static final long BUFFER = 64 << 20;

    @Test
    void near_one_connection_carries_all() {
        FetchPlan near = FetchPlan.over(Duration.ofNanos(400_000), 1, 64, BUFFER);
        assertThat(near.helpers()).isZero();
        assertThat(near.home().partitionBytes()).isEqualTo(1 << 20);
    }

    @Test
    void near_the_tasks_share_what_is_worth_reading_ahead() {
        Duration near = Duration.ofNanos(400_000);
        assertThat(FetchPlan.over(near, 4, 64, BUFFER).bufferBytes())
                .isEqualTo(FetchPlan.over(near, 1, 64, BUFFER).bufferBytes() / 4);
        assertThat(FetchPlan.over(near, 1_000, 64, BUFFER).bufferBytes()).isEqualTo(512 << 10);
    }

    @ParameterizedTest(name = "{0} ms, {1} tasks, {2} connections, {3} bytes ahead: {4} helpers")
    @CsvSource({
        "20, 1, 64, 67108864, 13", // so many carry 64 MiB/s
        "100, 1, 64, 1073741824, 63", // as many as may be opened
        "100, 1, 64, 67108864, 15", // as many ranges as fit into the buffer
        "100, 8, 64, 67108864, 7", // the tasks share the connections
        "100, 8, 4, 67108864, 0", // each task has one at least
        "100, 1, 1, 67108864, 0",
        "100, 1, 64, 1048576, 0",
    })
    void far_away_as_many_as_carry_the_goal_within_the_bounds(
            long roundTripMs, int tasks, int connections, long buffer, int helpers) {
        assertThat(FetchPlan.over(Duration.ofMillis(roundTripMs), tasks, connections, buffer)
                        .helpers())
                .isEqualTo(helpers);
    }

    @ParameterizedTest
    @CsvSource({"0, 1048576", "100, 1048576", "0, 67108864", "100, 67108864", "300, 1073741824"})
    void all_lanes_together_stay_within_the_buffer(long roundTripMs, long buffer) {
        FetchPlan plan = FetchPlan.over(Duration.ofMillis(roundTripMs), 1, 64, buffer);
        assertThat((1 + plan.helpers()) * plan.bufferBytes()).isLessThanOrEqualTo(buffer);
        assertThat((long) plan.home().totalBytes()).isLessThanOrEqualTo(buffer);
    }
}
