package io.streambus.benchmark.measure;

import java.time.Duration;
import java.util.Arrays;

/**
 * How long records took, exactly: every single time is kept.
 *
 * @param records measured
 */
public record Latencies(long records, Duration p50, Duration p99, Duration p999, Duration max) {

    /** @param micros of each record, in any order; at least one */
    public static Latencies of(int[] micros) {
        if (micros.length == 0) {
            throw new IllegalArgumentException("no record has arrived, so there is no latency");
        }
        int[] sorted = micros.clone();
        Arrays.sort(sorted);
        return new Latencies(
                sorted.length,
                quantile(sorted, 0.5),
                quantile(sorted, 0.99),
                quantile(sorted, 0.999),
                quantile(sorted, 1));
    }

    /** The smallest time that at least this share of the records did not exceed. */
    private static Duration quantile(int[] sorted, double share) {
        int rank = (int) Math.ceil(share * sorted.length);
        return Duration.ofNanos(1_000L * sorted[Math.max(1, rank) - 1]);
    }
}
