package io.streambus.connect.fetch;

import io.streambus.connect.cluster.ClusterAdmin;
import io.streambus.connect.cluster.ClusterException;
import java.time.Duration;
import java.util.function.LongSupplier;

/** How long a question takes to a cluster and back. */
public final class RoundTrip {

    /** The first one opens the connection; of the others the quickest counts, for whatever else takes time comes on top. */
    private static final int QUESTIONS = 4;

    /** A worker that starts many tasks at once is slow itself: as long as the answer is worth a doubt, some more questions are asked. */
    private static final Duration DOUBT = Duration.ofMillis(500);

    private RoundTrip() {}

    /**
     * @param near an answer within less settles it; otherwise more questions are asked, for up to 0.5 s
     * @param nanoTime as {@link System#nanoTime}
     * @throws ClusterException if the cluster does not answer in time or refuses
     */
    public static Duration to(ClusterAdmin cluster, Duration near, LongSupplier nanoTime) throws InterruptedException {
        long start = nanoTime.getAsLong();
        long quickest = Long.MAX_VALUE;
        long now = start;
        for (int asked = 0;
                asked < QUESTIONS || (quickest >= near.toNanos() && now - start < DOUBT.toNanos());
                asked++) {
            long before = nanoTime.getAsLong();
            cluster.await(cluster.client().describeCluster().clusterId());
            now = nanoTime.getAsLong();
            quickest = Math.min(quickest, now - before);
        }
        return Duration.ofNanos(quickest);
    }
}
