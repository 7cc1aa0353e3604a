package io.streambus.connect.fetch;

import io.streambus.connect.topic.ClusterAdmin;
import io.streambus.connect.topic.ClusterException;
import java.time.Duration;
import java.util.function.LongSupplier;

/** How long a question takes to a cluster and back. */
public final class RoundTrip {

    /** The first one opens the connection; of the others the quickest counts, for whatever else takes time comes on top. */
    private static final int QUESTIONS = 4;

    private RoundTrip() {}

    /**
     * @param nanoTime as {@link System#nanoTime}
     * @throws ClusterException if the cluster does not answer in time or refuses
     */
    public static Duration to(ClusterAdmin cluster, LongSupplier nanoTime) throws InterruptedException {
        long quickest = Long.MAX_VALUE;
        for (int i = 0; i < QUESTIONS; i++) {
            long before = nanoTime.getAsLong();
            cluster.await(cluster.client().describeCluster().clusterId());
            quickest = Math.min(quickest, nanoTime.getAsLong() - before);
        }
        return Duration.ofNanos(quickest);
    }
}
