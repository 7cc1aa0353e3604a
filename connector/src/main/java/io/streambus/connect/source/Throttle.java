package io.streambus.connect.source;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * A token bucket that lets a task copy so many bytes per second on the average, in small portions: at any time it may be ahead of its rate by a
 * tenth of a second's bytes, or by one record where that is larger. Confined to the task's thread.
 */
final class Throttle {

    private static final double BURST_SECONDS = 0.1;

    private final double bytesPerNano;
    private final double burst;
    private final LongSupplier nanoTime;
    private double available;
    private long last;

    /**
     * @param bytesPerSecond 0 lets everything pass
     * @param nanoTime as {@link System#nanoTime}
     */
    Throttle(double bytesPerSecond, LongSupplier nanoTime) {
        this.bytesPerNano = bytesPerSecond / 1e9;
        this.burst = bytesPerSecond * BURST_SECONDS;
        this.nanoTime = nanoTime;
        this.available = burst;
        this.last = nanoTime.getAsLong();
    }

    boolean unlimited() {
        return bytesPerNano == 0;
    }

    /** How long to wait until something may be copied; zero if it may be now. */
    Duration delay() {
        if (unlimited()) {
            return Duration.ZERO;
        }
        long now = nanoTime.getAsLong();
        available = Math.min(burst, available + (now - last) * bytesPerNano);
        last = now;
        return available > 0 ? Duration.ZERO : Duration.ofNanos((long) Math.ceil(-available / bytesPerNano) + 1);
    }

    /**
     * Counts what is being copied, which may be more than was left: the next {@link #delay} makes up for it.
     *
     * @return whether more may be copied at once
     */
    boolean take(int bytes) {
        if (unlimited()) {
            return true;
        }
        available -= bytes;
        return available > 0;
    }
}
