package io.streambus.demo.sample;

import java.util.concurrent.TimeUnit;

/**
 * How many records are due by a moment, at a steady rate.
 *
 * @param recordsPerSecond 1 or more
 * @param startNanos when the first one is due, on the scale of {@link System#nanoTime()}
 */
record Pace(int recordsPerSecond, long startNanos) {

    Pace {
        if (recordsPerSecond < 1) {
            throw new IllegalArgumentException("a rate must be 1 record per second or more, found " + recordsPerSecond);
        }
    }

    long due(long nowNanos) {
        long elapsedMicros = TimeUnit.NANOSECONDS.toMicros(nowNanos - startNanos);
        return 1 + elapsedMicros * recordsPerSecond / TimeUnit.SECONDS.toMicros(1);
    }
}
