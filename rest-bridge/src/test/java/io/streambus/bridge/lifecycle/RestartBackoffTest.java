package io.streambus.bridge.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RestartBackoffTest {

    private static final Instant START = Instant.ofEpochSecond(1_000);

    @Test
    void the_first_failure_is_an_interruption_and_is_restarted_after_a_second() {
        RestartBackoff recovery = RestartBackoff.NONE.failed(START);

        assertThat(recovery.failures()).isEqualTo(1);
        assertThat(recovery.keepsFailing()).isFalse();
        assertThat(recovery.restartDue(START.plusMillis(999))).isFalse();
        assertThat(recovery.restartDue(START.plusSeconds(1))).isTrue();
    }

    @Test
    void a_failure_that_is_still_seen_is_not_counted_again() {
        RestartBackoff recovery = RestartBackoff.NONE.failed(START).failed(START.plusMillis(500));
        assertThat(recovery.failures()).isEqualTo(1);

        RestartBackoff restarted = recovery.restarted(START.plusSeconds(1)).failed(START.plusSeconds(2));
        assertThat(restarted.failures()).isEqualTo(1);
    }

    @Test
    void delays_double_up_to_a_minute() {
        RestartBackoff recovery = RestartBackoff.NONE;
        Instant now = START;
        StringBuilder delays = new StringBuilder();
        for (int i = 0; i < 9; i++) {
            recovery = recovery.failed(now);
            Instant restart = recovery.restartAt().orElseThrow();
            delays.append(Duration.between(now, restart).toSeconds()).append(' ');
            recovery = recovery.restarted(restart);
            now = restart.plusSeconds(3);
        }

        assertThat(delays.toString()).isEqualTo("1 2 4 8 16 32 60 60 60 ");
        assertThat(recovery.failures()).isEqualTo(9);
        assertThat(recovery.keepsFailing()).isTrue();
    }

    @Test
    void a_flow_that_dies_a_moment_after_each_restart_is_not_taken_for_a_healthy_one() {
        RestartBackoff recovery = RestartBackoff.NONE.failed(START).restarted(START.plusSeconds(1));

        assertThat(recovery.running(START.plusSeconds(3)).failures()).isEqualTo(1);
        assertThat(recovery.running(START.plusSeconds(3))
                        .failed(START.plusSeconds(4))
                        .keepsFailing())
                .isTrue();
    }

    @Test
    void a_flow_that_runs_for_longer_than_the_delay_is_healthy_again_and_the_total_stays() {
        RestartBackoff recovery = RestartBackoff.NONE
                .failed(START)
                .restarted(START.plusSeconds(1))
                .running(START.plusSeconds(5));

        assertThat(recovery.failures()).isZero();
        assertThat(recovery.total()).isEqualTo(1);
    }
}
