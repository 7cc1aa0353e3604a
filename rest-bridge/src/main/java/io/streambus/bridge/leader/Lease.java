package io.streambus.bridge.leader;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * How long a bridge may take itself for the leader without hearing from the group again. It ends before the group can give leadership away,
 * because it counts from when the proof was asked for. Thread-safe.
 */
public final class Lease {

    private static final long NONE = Long.MIN_VALUE;

    private final Duration length;
    private final LongSupplier nanos;
    private final AtomicLong provenAt = new AtomicLong(NONE);

    /** @param nanos a clock that never jumps and goes on while the process is stopped, as {@link System#nanoTime()} does */
    public Lease(Duration length, LongSupplier nanos) {
        this.length = length;
        this.nanos = nanos;
    }

    public boolean held() {
        return !left().isZero();
    }

    /** How long it lasts if the group is not heard from again; zero once it is over. */
    public Duration left() {
        long proven = provenAt.get();
        long left = proven == NONE ? 0 : length.toNanos() - (now() - proven);
        return Duration.ofNanos(Math.max(0, left));
    }

    /** In nanoseconds, of the clock that {@link #proven} takes. */
    long now() {
        return nanos.getAsLong();
    }

    /** The group has answered a question asked at {@code askedAt} that this bridge is still its member. */
    void proven(long askedAt) {
        provenAt.set(askedAt);
    }

    /** Ends the lease now. */
    public void end() {
        provenAt.set(NONE);
    }
}
