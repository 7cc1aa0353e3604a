package io.streambus.connect.throttle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ThrottleTest {

    private static final long SECOND = 1_000_000_000L;

    private final AtomicLong clock = new AtomicLong();

    @Test
    void withoutABoundEverythingPasses() {
        Throttle throttle = new Throttle(() -> 0, clock::get);

        assertThat(throttle.take(Integer.MAX_VALUE)).isTrue();
        assertThat(throttle.delay()).isZero();
    }

    @Test
    void overTimeItPassesItsRateAndNoMore() {
        Throttle throttle = new Throttle(() -> 1_000_000, clock::get);
        long passed = 0;

        while (clock.get() < 100 * SECOND) {
            Duration delay = throttle.delay();
            clock.addAndGet(delay.toNanos());
            do {
                passed += 700;
            } while (throttle.take(700));
        }

        assertThat(passed).isBetween(99_000_000L, 101_000_000L);
    }

    @Test
    void noBurstIsLargerThanATenthOfASecondAndARecord() {
        Throttle throttle = new Throttle(() -> 1_000_000, clock::get);
        clock.addAndGet(3600 * SECOND);
        long burst = 0;

        assertThat(throttle.delay()).isZero();
        do {
            burst += 700;
        } while (throttle.take(700));

        assertThat(burst).isLessThanOrEqualTo(100_000 + 700);
    }

    @Test
    void aRecordLargerThanTheRatePassesAndIsMadeUpFor() {
        Throttle throttle = new Throttle(() -> 1_000, clock::get);

        assertThat(throttle.take(10_100)).isFalse();
        assertThat(throttle.delay()).isCloseTo(Duration.ofSeconds(10), Duration.ofMillis(1));
    }
}
