package io.streambus.connect.fetch;

import java.time.Duration;

/**
 * What reading over this distance calls for.
 *
 * @param helpers how many lanes besides the first one are worth opening while far behind
 * @param bufferBytes how much each lane may read ahead
 * @param home of the first lane, which reads many partitions
 * @param range of a helper, which reads one partition at a time
 * @param farBehindBytes from where on a partition is read by helpers
 */
public record FetchPlan(int helpers, long bufferBytes, FetchSize home, FetchSize range, long farBehindBytes) {

    /** Brokers' default {@code socket.send.buffer.bytes}: what one connection carries per round trip. */
    static final long WINDOW_BYTES = 100 << 10;

    /** What all tasks together should be able to read in a second while they are behind. */
    static final long GOAL_BYTES_PER_SECOND = 64L << 20;

    /** Read in one go by one helper: large beside what it fetches in vain at the end, which is up to two fetches. */
    static final int RANGE_BYTES = 4 << 20;

    /** A cluster that answers within less is read over one connection. */
    public static final Duration NEAR = Duration.ofMillis(2);

    private static final int NEAR_PARTITION_BYTES = 1 << 20;
    private static final int NEAR_TOTAL_BYTES = 8 << 20;

    /** Five round trips' worth of an untuned connection: asking again costs a sixth of the time. */
    private static final int FAR_PARTITION_BYTES = 512 << 10;

    /** On this buffer's worth a second is spent by an untuned connection at 25 ms. */
    private static final int FAR_TOTAL_BYTES = 4 << 20;

    /**
     * Of all tasks together, and the least of one. The next fetch is in flight meanwhile: more records read ahead only live longer, and garbage
     * collection pays for that.
     */
    private static final long NEAR_BUFFER_BYTES = 4 << 20;

    private static final long LEAST_NEAR_BUFFER_BYTES = 512 << 10;

    /**
     * @param roundTrip to the cluster that is read
     * @param tasks of the connector
     * @param connections most that all tasks together may open to each broker
     * @param bufferBytes most that this task may read ahead
     */
    public static FetchPlan over(Duration roundTrip, int tasks, int connections, long bufferBytes) {
        if (roundTrip.compareTo(NEAR) < 0) {
            long buffer = Math.min(bufferBytes, Math.max(LEAST_NEAR_BUFFER_BYTES, NEAR_BUFFER_BYTES / tasks));
            return new FetchPlan(
                    0,
                    buffer,
                    new FetchSize(NEAR_PARTITION_BYTES, NEAR_TOTAL_BYTES).within(bufferBytes),
                    new FetchSize(1, 1),
                    Long.MAX_VALUE);
        }
        double bytesPerSecond = WINDOW_BYTES * 1e9 / roundTrip.toNanos();
        long byDistance = (long) Math.ceil(GOAL_BYTES_PER_SECOND / bytesPerSecond / tasks);
        long byBuffer = bufferBytes / RANGE_BYTES;
        long lanes = Math.max(1, Math.min(Math.min(byDistance, connections / tasks), byBuffer));
        return new FetchPlan(
                (int) lanes - 1,
                lanes == 1 ? bufferBytes : Math.min(RANGE_BYTES, bufferBytes / lanes),
                new FetchSize(FAR_PARTITION_BYTES, FAR_TOTAL_BYTES).within(bufferBytes / lanes),
                new FetchSize(FAR_PARTITION_BYTES, FAR_PARTITION_BYTES).within(bufferBytes / lanes),
                RANGE_BYTES);
    }
}
