package io.streambus.benchmark.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UsageTest {

    @Test
    void allocationIsCountedByThread() {
        Usage before = usage(Map.of(1L, 100L, 2L, 50L));
        // Thread 1 has ended, thread 3 has begun.
        Usage after = usage(Map.of(2L, 80L, 3L, 7L));

        assertThat(after.allocatedSince(before)).isEqualTo(37);
    }

    private static Usage usage(Map<Long, Long> allocated) {
        return new Usage(Duration.ZERO, allocated, Duration.ZERO, 0, 0);
    }
}
