package io.streambus.connect.throttle;

/**
 * What a task has needed of its flow's rate of late.
 *
 * @param bytesPerSecond that it has used
 * @param throttled whether that was what it was allowed, so that it would use more
 */
public record Demand(long bytesPerSecond, boolean throttled) {

    public Demand {
        if (bytesPerSecond < 0) {
            throw new IllegalArgumentException(
                    "the bytes per second of a task's demand must be 0 or more, found " + bytesPerSecond);
        }
    }
}
