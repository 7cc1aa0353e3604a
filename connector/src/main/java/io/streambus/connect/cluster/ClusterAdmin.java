package io.streambus.connect.cluster;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.InterruptException;

/**
 * An admin client, whose it is, and how long its answers may take. Thread-safe; the client belongs to whoever opened it.
 *
 * @param cluster as the flow names it
 * @param outage is told of what looks at the cluster find
 */
public record ClusterAdmin(String cluster, Admin client, Duration timeout, Outage outage) {

    /** With a client that only its owner uses, whose failures say what they say. */
    public ClusterAdmin(String cluster, Admin client, Duration timeout) {
        this(cluster, client, timeout, new Outage(cluster, failure -> Optional.empty(), System::nanoTime));
    }

    public ClusterAdmin(SharedAdmin shared, Duration timeout) {
        this(shared.cluster(), shared.client(), timeout, shared.outage());
    }

    /** The same, whose answers may take no longer than this. */
    public ClusterAdmin within(Duration shorter) {
        return new ClusterAdmin(cluster, client, shorter, outage);
    }

    /** For the options of the client's requests. */
    public int timeoutMs() {
        return Math.toIntExact(timeout.toMillis());
    }

    /** @throws ClusterException with the client's exception as its cause, or with a {@link TimeoutException} if there is no answer in time */
    public <T> T await(KafkaFuture<T> answer) throws InterruptedException {
        try {
            return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new ClusterException(cluster, e.getCause());
        } catch (TimeoutException e) {
            throw new ClusterException(cluster, new TimeoutException("nothing came within " + timeout));
        }
    }

    /**
     * For whoever must not go on without the cluster, and can wait for it.
     *
     * @throws KafkaException if it does not answer in time
     * @throws ClusterException if it refuses the flow's password
     */
    public void requireAnswer() {
        try {
            await(client.describeCluster(new DescribeClusterOptions().timeoutMs(timeoutMs()))
                    .clusterId());
        } catch (ClusterException e) {
            throw e.isRefusal() ? e : new KafkaException(e.getMessage(), e);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    /**
     * A look that is taken again and again, and by which an outage is noticed.
     *
     * @return completes exceptionally with a {@link ClusterException} only
     */
    public <T> CompletableFuture<T> watched(CompletableFuture<T> answer) {
        outage.watch(answer);
        return answer.exceptionallyCompose(error -> CompletableFuture.failedFuture(
                new ClusterException(cluster, error instanceof CompletionException ? error.getCause() : error)));
    }
}
