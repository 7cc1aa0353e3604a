package io.streambus.connect.fetch;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.connect.errors.ConnectException;

/** How long a question takes to a cluster and back. */
public final class RoundTrip {

    /** The first one opens the connection; of the others the quickest counts, for whatever else takes time comes on top. */
    private static final int QUESTIONS = 4;

    private RoundTrip() {}

    /**
     * @param cluster belongs to the caller
     * @param timeout for each question
     * @param nanoTime as {@link System#nanoTime}
     * @throws ConnectException if the cluster does not answer in time or refuses
     */
    public static Duration to(Admin cluster, Duration timeout, LongSupplier nanoTime) throws InterruptedException {
        long quickest = Long.MAX_VALUE;
        try {
            for (int i = 0; i < QUESTIONS; i++) {
                long before = nanoTime.getAsLong();
                cluster.describeCluster().clusterId().get(timeout.toMillis(), TimeUnit.MILLISECONDS);
                quickest = Math.min(quickest, nanoTime.getAsLong() - before);
            }
        } catch (ExecutionException e) {
            throw new ConnectException(e.getCause().getMessage(), e.getCause());
        } catch (TimeoutException e) {
            throw new ConnectException("no answer for " + timeout.toSeconds() + " s", e);
        }
        return Duration.ofNanos(quickest);
    }
}
