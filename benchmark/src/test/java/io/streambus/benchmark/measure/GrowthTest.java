package io.streambus.benchmark.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

class GrowthTest {

    private static final Duration SILENCE = Duration.ofMillis(300);
    private static final Extent EXTENT = new Extent(100, Duration.ZERO, Duration.ofMinutes(1), SILENCE);

    private final AtomicLong cpuSeconds = new AtomicLong();

    @Test
    void onlyWhatComesAfterTheWarmUpIsMeasured() throws Exception {
        Growth.Run run =
                new Growth(counts(0, 50, 120, 200, 300), 300).measure(System.nanoTime(), EXTENT, this::usage, () -> "");

        assertThat(run.complete()).isTrue();
        assertThat(run.fault()).isEmpty();
        Window window = run.window().orElseThrow();
        assertThat(window.records()).isEqualTo(180);
        // The probe counts a second each time it is asked: once at the beginning, once at the end.
        assertThat(window.cpuSecondsPerMillionRecords()).isEqualTo(1e6 / 180);
    }

    @Test
    void theWindowEndsWhenItsTimeHasPassed() throws Exception {
        AtomicLong endless = new AtomicLong();
        Extent brief = new Extent(1, Duration.ZERO, Duration.ofMillis(200), SILENCE);

        Growth.Run run = new Growth(endless::incrementAndGet, 1_000_000)
                .measure(System.nanoTime(), brief, this::usage, () -> "");

        assertThat(run.complete()).isFalse();
        assertThat(run.window().orElseThrow().time()).isBetween(Duration.ofMillis(200), Duration.ofSeconds(10));
    }

    @Test
    void aRunThatStandsStillHasNoFigures() throws Exception {
        Growth.Run run = new Growth(counts(0, 150, 299), 300).measure(System.nanoTime(), EXTENT, this::usage, () -> "");

        assertThat(run.window()).isEmpty();
        assertThat(run.fault()).contains("after 299 of 300 records");
    }

    @Test
    void aRunThatWasOverBeforeItWasMeasuredHasNoFigures() throws Exception {
        Growth.Run run = new Growth(counts(0, 300), 300).measure(System.nanoTime(), EXTENT, this::usage, () -> "");

        assertThat(run.window()).isEmpty();
        assertThat(run.fault()).isEqualTo("all had been copied before measuring began");
    }

    @Test
    void aFailureIsToldAtOnce() throws Exception {
        Growth.Run run = new Growth(counts(0), 300)
                .measure(
                        System.nanoTime(),
                        new Extent(1, Duration.ZERO, Duration.ofMinutes(1), Duration.ofMinutes(1)),
                        this::usage,
                        () -> "the task failed");

        assertThat(run.fault()).isEqualTo("the task failed");
        assertThat(run.untilFirst()).isEmpty();
    }

    /** One after the other, the last one for ever. */
    private static LongSupplier counts(long... counts) {
        AtomicLong asked = new AtomicLong();
        return () -> counts[(int) Math.min(counts.length - 1, asked.getAndIncrement())];
    }

    private Usage usage() {
        return new Usage(Duration.ofSeconds(cpuSeconds.getAndIncrement()), Map.of(), Duration.ZERO, 0, 0);
    }
}
