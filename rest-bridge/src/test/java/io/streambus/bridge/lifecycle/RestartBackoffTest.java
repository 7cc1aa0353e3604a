package io.streambus.bridge.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RestartBackoffTest {

    private static final Instant START = Instant.ofEpochSecond(1_000);

    @Test
    void the_first_failure_is_an_interruption_and_is_restarted_after_a_second() {
        RestartBackoff backoff = RestartBackoff.NONE.failed(START);

        assertThat(backoff.failures()).isEqualTo(1);
        assertThat(backoff.keepsFailing()).isFalse();
        assertThat(backoff.restartDue(START.plusMillis(999))).isFalse();
        assertThat(backoff.restartDue(START.plusSeconds(1))).isTrue();
    }

    @Test
    void a_failure_that_is_still_seen_is_not_counted_again() {
        RestartBackoff backoff = RestartBackoff.NONE.failed(START).failed(START.plusMillis(500));
        assertThat(backoff.failures()).isEqualTo(1);

        RestartBackoff restarted = backoff.restarted(START.plusSeconds(1)).failed(START.plusSeconds(2));
        assertThat(restarted.failures()).isEqualTo(1);
    }

    @Test
    void delays_double_up_to_a_minute() {
        RestartBackoff backoff = RestartBackoff.NONE;
        Instant now = START;
        StringBuilder delays = new StringBuilder();
        for (int i = 0; i < 9; i++) {
            backoff = backoff.failed(now);
            Instant restart = backoff.restartAt().orElseThrow();
            delays.append(Duration.between(now, restart).toSeconds()).append(' ');
            backoff = backoff.restarted(restart);
            now = restart.plusSeconds(3);
        }

        assertThat(delays.toString()).isEqualTo("1 2 4 8 16 32 60 60 60 ");
        assertThat(backoff.failures()).isEqualTo(9);
        assertThat(backoff.keepsFailing()).isTrue();
    }

    @Test
    void a_flow_that_dies_a_moment_after_each_restart_is_not_taken_for_a_healthy_one() {
        RestartBackoff backoff = RestartBackoff.NONE.failed(START).restarted(START.plusSeconds(1));

        assertThat(backoff.running(START.plusSeconds(3)).failures()).isEqualTo(1);
        assertThat(backoff.running(START.plusSeconds(3))
                        .failed(START.plusSeconds(4))
                        .keepsFailing())
                .isTrue();
    }

    @Test
    void a_flow_that_runs_for_longer_than_the_delay_is_healthy_again_and_the_total_stays() {
        RestartBackoff backoff = RestartBackoff.NONE
                .failed(START)
                .restarted(START.plusSeconds(1))
                .running(START.plusSeconds(5));

        assertThat(backoff.failures()).isZero();
        assertThat(backoff.total()).isEqualTo(1);
    }
}
