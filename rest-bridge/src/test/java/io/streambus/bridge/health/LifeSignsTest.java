package io.streambus.bridge.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.streambus.bridge.health.LifeSigns.Sign;
import io.streambus.bridge.health.LinkHealth.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class LifeSignsTest {

    private static final Instant START = Instant.ofEpochSecond(1_000);

    private final LifeSigns signs = new LifeSigns(Duration.ofSeconds(5));

    private List<HealthFinding> after(long seconds, Sign... all) {
        return signs.look(START.plusSeconds(seconds), START, List.of(all));
    }

    private static Sign sign(int number, String worker, long second) {
        return new Sign("f", number, worker, START.plusSeconds(second));
    }

    @Test
    void a_dead_worker_is_named_within_ten_seconds_with_the_tasks_that_are_silent() {
        Sign[] all = {sign(0, "w1:8083", 0), sign(1, "w2:8083", 5), sign(2, "w1:8083", 0)};
        assertThat(after(7, all)).isEmpty();

        assertThat(after(8, all))
                .containsExactly(new HealthFinding(
                        Status.DEGRADED,
                        "Tasks 0, 2 of flow f on worker w1:8083 have given no life sign for 8 s, and one is due every 5 s. Look"
                                + " whether the worker runs and reaches the target."));
    }

    @Test
    void a_flow_whose_tasks_are_all_silent_does_not_replicate() {
        assertThat(after(9, sign(0, "", 0)))
                .containsExactly(new HealthFinding(
                        Status.UNHEALTHY,
                        "Task 0 of flow f has given no life sign for 9 s, and one is due every 5 s. Look whether the worker runs"
                                + " and reaches the target."));
    }

    @Test
    void rare_checkpoints_are_waited_for() {
        LifeSigns rare = new LifeSigns(Duration.ofSeconds(60));

        assertThat(rare.look(START.plusSeconds(62), START, List.of(sign(0, "w", 0))))
                .isEmpty();
        assertThat(rare.look(START.plusSeconds(63), START, List.of(sign(0, "w", 0))))
                .hasSize(1);
    }

    @Test
    void a_link_that_has_just_begun_to_run_is_given_the_time() {
        assertThat(signs.look(START.plusSeconds(20), START.plusSeconds(15), List.of(sign(0, "w", 0))))
                .isEmpty();
    }
}
