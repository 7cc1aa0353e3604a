package io.streambus.benchmark.measure;

import java.time.Duration;

/**
 * What a contender did between two moments of steady work.
 *
 * @param records that arrived on the target
 * @param time between the moments
 * @param begin the process's accounts at the first moment
 * @param end and at the second
 */
public record Window(long records, Duration time, Usage begin, Usage end) {

    public Window {
        if (records <= 0 || time.isZero() || time.isNegative()) {
            throw new IllegalArgumentException("nothing was measured: " + records + " records in " + time);
        }
    }

    public double recordsPerSecond() {
        return records / seconds(time);
    }

    /** The same as microseconds for one. */
    public double cpuSecondsPerMillionRecords() {
        return seconds(end.cpu().minus(begin.cpu())) * 1_000_000 / records;
    }

    /** Share of one core. */
    public double cores() {
        return seconds(end.cpu().minus(begin.cpu())) / seconds(time);
    }

    public double allocatedBytesPerRecord() {
        return (double) end.allocatedSince(begin) / records;
    }

    /** Share of the time. */
    public double collecting() {
        return seconds(end.collections().minus(begin.collections())) / seconds(time);
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
