package io.streambus.benchmark.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LatenciesTest {

    @Test
    void quantilesAreTimesThatWereMeasured() {
        int[] micros = IntStream.rangeClosed(1, 1_000).map(i -> 1_001 - i).toArray();

        assertThat(Latencies.of(micros))
                .isEqualTo(new Latencies(1_000, micros(500), micros(990), micros(999), micros(1_000)));
    }

    @Test
    void oneRecordIsItsOwnQuantile() {
        assertThat(Latencies.of(new int[] {7})).isEqualTo(new Latencies(1, micros(7), micros(7), micros(7), micros(7)));
    }

    @Test
    void nothingHasNoLatency() {
        assertThatThrownBy(() -> Latencies.of(new int[0])).hasMessageContaining("no record has arrived");
    }

    private static Duration micros(long micros) {
        return Duration.ofNanos(1_000 * micros);
    }
}
