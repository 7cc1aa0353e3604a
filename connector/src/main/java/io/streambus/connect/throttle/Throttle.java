package io.streambus.connect.throttle;

import java.time.Duration;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * A token bucket that lets a task copy so many bytes per second on the average, in small portions: at any time it may be ahead of its rate by a
 * tenth of a second's bytes, or by one record where that is larger. Its rate may change at any time. Confined to the task's thread.
 */
public final class Throttle {

    private static final double BURST_SECONDS = 0.1;

    /** Of what it was allowed: a task that has used as much would use more. Above what {@link RateShares} leave one that needs less. */
    private static final double USED_UP = 0.85;

    private static final long SHORTEST_LOOK_NANOS = Duration.ofSeconds(1).toNanos();

    private final DoubleSupplier bytesPerSecond;
    private final LongSupplier nanoTime;
    private double bytesPerNano;
    private double available;
    private long last;

    private long lookingSince;
    private double allowed;
    private double used;
    private Demand told = new Demand(0, false);

    /**
     * @param bytesPerSecond asked again and again; 0 at the beginning lets everything pass for ever
     * @param nanoTime as {@link System#nanoTime}
     */
    public Throttle(DoubleSupplier bytesPerSecond, LongSupplier nanoTime) {
        this.bytesPerSecond = bytesPerSecond;
        this.nanoTime = nanoTime;
        this.bytesPerNano = bytesPerSecond.getAsDouble() / 1e9;
        this.available = burst();
        this.last = nanoTime.getAsLong();
        this.lookingSince = last;
    }

    public boolean unlimited() {
        return bytesPerNano == 0;
    }

    private double burst() {
        return bytesPerNano * 1e9 * BURST_SECONDS;
    }

    /** How long to wait until something may be copied; zero if it may be now. */
    public Duration delay() {
        if (unlimited()) {
            return Duration.ZERO;
        }
        long now = nanoTime.getAsLong();
        double more = (now - last) * bytesPerNano;
        allowed += more;
        bytesPerNano = bytesPerSecond.getAsDouble() / 1e9;
        available = Math.min(burst(), available + more);
        last = now;
        return available > 0 ? Duration.ZERO : Duration.ofNanos((long) Math.ceil(-available / bytesPerNano) + 1);
    }

    /**
     * Counts what is being copied, which may be more than was left: the next {@link #delay} makes up for it.
     *
     * @return whether more may be copied at once
     */
    public boolean take(int bytes) {
        if (unlimited()) {
            return true;
        }
        available -= bytes;
        used += bytes;
        return available > 0;
    }

    /** Whether {@link #demand} would say otherwise than it last did that the task would use more, or would not. */
    public boolean hasNews() {
        return !unlimited()
                && nanoTime.getAsLong() - lookingSince >= SHORTEST_LOOK_NANOS
                && isThrottled() != told.throttled();
    }

    /** What the task has needed since this was last asked for; what it said then if that is less than a second ago. */
    public Demand demand() {
        long now = nanoTime.getAsLong();
        long looked = now - lookingSince;
        if (looked >= SHORTEST_LOOK_NANOS) {
            told = new Demand(Math.round(used / looked * 1e9), isThrottled());
            lookingSince = now;
            used = 0;
            allowed = 0;
        }
        return told;
    }

    private boolean isThrottled() {
        return used > USED_UP * allowed;
    }
}
