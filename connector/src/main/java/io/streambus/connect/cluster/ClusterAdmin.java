package io.streambus.connect.cluster;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaFuture;

/**
 * An admin client, whose it is, and how long its answers may take. Thread-safe; the client belongs to whoever opened it.
 *
 * @param cluster as the flow names it
 */
public record ClusterAdmin(String cluster, Admin client, Duration timeout) {

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
}
