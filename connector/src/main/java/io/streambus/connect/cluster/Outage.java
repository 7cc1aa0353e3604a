package io.streambus.connect.cluster;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a cluster answers. Its outage is logged when it begins, with the cause, and when it ends, with its duration, however many ask. Thread-safe:
 * its beginning is guarded by this, what is known of the cause by {@code looking}.
 */
public final class Outage {

    private static final Logger LOG = LoggerFactory.getLogger(Outage.class);

    /** A look that takes longer than this is one that fails, most likely, and whoever reads the log need not wait for that. */
    private static final Duration LATE = Duration.ofSeconds(10);

    /** For how long a cause is told without looking again. */
    private static final Duration FRESH = Duration.ofSeconds(10);

    private final String cluster;
    private final Function<Throwable, Optional<String>> diagnosis;
    private final LongSupplier nanoTime;

    /** Held while the cause is looked for, so that it is looked for once; whoever has an answer does not wait for it. */
    private final ReentrantLock looking = new ReentrantLock();

    private long causeAt;
    private volatile Optional<String> cause = Optional.empty();
    private OptionalLong since = OptionalLong.empty();

    /**
     * @param cluster as the flow names it
     * @param diagnosis finds the cause of a failure that does not say it; may take some seconds
     * @param nanoTime as {@link System#nanoTime}
     */
    Outage(String cluster, Function<Throwable, Optional<String>> diagnosis, LongSupplier nanoTime) {
        this.cluster = cluster;
        this.diagnosis = diagnosis;
        this.nanoTime = nanoTime;
    }

    /**
     * The cluster has not answered. Takes as long as the diagnosis does.
     *
     * @param failure of a client
     * @return the same, with its cause
     */
    ClusterException failed(Throwable failure) {
        looking.lock();
        try {
            long now = nanoTime.getAsLong();
            if (!isOn() || now - causeAt >= FRESH.toNanos()) {
                cause = diagnosis.apply(failure);
                causeAt = nanoTime.getAsLong();
            }
            ClusterException told = cause.map(found -> new ClusterException(cluster, failure, found))
                    .orElseGet(() -> new ClusterException(cluster, failure));
            begin(now, told);
            return told;
        } finally {
            looking.unlock();
        }
    }

    private synchronized void begin(long now, ClusterException told) {
        if (since.isEmpty()) {
            since = OptionalLong.of(now);
            LOG.warn("{}. Its clients go on trying, and the end of the outage is logged.", told.getMessage());
        }
    }

    /** @param answer of the cluster, which is told of if it is late, and ends an outage when it comes */
    void watch(CompletableFuture<?> answer) {
        var unused = answer.thenRun(this::answered);
        CompletableFuture.delayedExecutor(LATE.toMillis(), TimeUnit.MILLISECONDS)
                .execute(() -> {
                    if (!answer.isDone()) {
                        failed(new TimeoutException("nothing came within " + LATE.toSeconds() + " s"));
                    }
                });
    }

    /** The cluster has answered. */
    synchronized void answered() {
        if (since.isPresent()) {
            Duration lasted = Duration.ofNanos(nanoTime.getAsLong() - since.getAsLong());
            LOG.info(
                    "Cluster {} answers again, after {} s. What kept it: {}",
                    cluster,
                    lasted.toSeconds(),
                    cause.orElse("unknown"));
            since = OptionalLong.empty();
        }
    }

    synchronized boolean isOn() {
        return since.isPresent();
    }
}
