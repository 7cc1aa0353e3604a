package io.streambus.demo.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class StallWatchTest {

    private final TestingClock clock = new TestingClock();
    private final StallWatch watch = new StallWatch(clock, Duration.ofSeconds(60), 0);

    @Test
    void aCountThatStandsStillForTheWholePatienceHasStalled() {
        clock.forward(60);
        assertThat(watch.stalled(0)).isFalse();

        clock.forward(1);
        assertThat(watch.stalled(0)).isTrue();
    }

    @Test
    void everyMovementStartsThePatienceAnew() {
        clock.forward(59);
        assertThat(watch.stalled(1)).isFalse();

        clock.forward(59);
        assertThat(watch.stalled(1)).isFalse();

        clock.forward(2);
        assertThat(watch.stalled(1)).isTrue();
        assertThat(watch.stalled(2)).isFalse();
    }

    /** Confined to the test's thread. */
    private static final class TestingClock extends Clock {
        private Instant now = Instant.EPOCH;

        void forward(int seconds) {
            now = now.plusSeconds(seconds);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
