package io.streambus.runtime.fault;

import java.time.Duration;

/**
 * How a line behaves, the same in both directions.
 *
 * @param delay one way; a round trip takes twice as long
 * @param bytesPerSecond shared by all connections of a direction; {@link Long#MAX_VALUE} for no bound
 * @param windowBytes that one connection may have on the way and unacknowledged in a direction, as TCP's window: a connection moves at
 *     most this much per round trip. Also the bound of the memory that a connection takes
 */
public record LinkConditions(Duration delay, long bytesPerSecond, int windowBytes) {

    /** No delay, no bound but that of the memory. */
    public static final LinkConditions CLEAN = new LinkConditions(Duration.ZERO, Long.MAX_VALUE, 8 << 20);

    public LinkConditions {
        if (delay.isNegative()) {
            throw new IllegalArgumentException("the delay " + delay + " is negative");
        }
        if (bytesPerSecond <= 0) {
            throw new IllegalArgumentException("the bandwidth " + bytesPerSecond + " B/s is not above zero");
        }
        if (windowBytes < DelayLine.MAX_CHUNK_BYTES) {
            throw new IllegalArgumentException(
                    "the window " + windowBytes + " B is less than one chunk of " + DelayLine.MAX_CHUNK_BYTES + " B");
        }
    }

    public LinkConditions withDelay(Duration newDelay) {
        return new LinkConditions(newDelay, bytesPerSecond, windowBytes);
    }

    public LinkConditions withBytesPerSecond(long newBytesPerSecond) {
        return new LinkConditions(delay, newBytesPerSecond, windowBytes);
    }

    public LinkConditions withWindowBytes(int newWindowBytes) {
        return new LinkConditions(delay, bytesPerSecond, newWindowBytes);
    }
}
