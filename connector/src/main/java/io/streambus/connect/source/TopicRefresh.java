package io.streambus.connect.source;

import io.streambus.connect.cluster.ClusterException;
import io.streambus.connect.cluster.LogOffsets;
import io.streambus.connect.limits.DeadLetters;
import io.streambus.connect.limits.TopicLimits;
import io.streambus.connect.partition.OwnedPartition;
import io.streambus.connect.partition.PartitionAssignment;
import io.streambus.connect.partition.TopicSnapshot;
import io.streambus.connect.topic.SourceTopic;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a snapshot of the topics of both clusters every so often, and of the ends of the target's quiet partitions, without holding up the task's
 * thread, to which it is confined.
 */
final class TopicRefresh {

    private static final Logger LOG = LoggerFactory.getLogger(TopicRefresh.class);

    /** A quiet partition's start reads what others have written to the target in this time. */
    private static final Duration ENDS_INTERVAL = Duration.ofSeconds(30);

    private final Supplier<CompletableFuture<List<SourceTopic>>> topics;
    private final Function<Collection<String>, CompletableFuture<Map<String, TopicLimits>>> limits;
    private final DeadLetters deadLetters;
    private final LogOffsets target;
    private final PartitionAssignment assignment;
    private final Executor background;
    private final long refreshNanos;
    private final LongSupplier nanoTime;

    private CompletableFuture<TopicSnapshot> pending;
    private Ends ends;
    private long nextRefreshNanos;
    private long nextEndsNanos;
    private boolean refreshFails;

    private record Ends(
            Map<OwnedPartition, Long> quiet, CompletableFuture<Map<TopicPartition, LogOffsets.Range>> answer) {}

    /**
     * @param topics observes the topics of both clusters
     * @param limits reads the limits of topics of the target, by their names
     * @param target tells where partitions of the target end
     * @param nanoTime as {@link System#nanoTime}
     */
    TopicRefresh(
            Supplier<CompletableFuture<List<SourceTopic>>> topics,
            Function<Collection<String>, CompletableFuture<Map<String, TopicLimits>>> limits,
            DeadLetters deadLetters,
            LogOffsets target,
            PartitionAssignment assignment,
            Executor background,
            Duration refreshInterval,
            LongSupplier nanoTime) {
        this.topics = topics;
        this.limits = limits;
        this.deadLetters = deadLetters;
        this.target = target;
        this.assignment = assignment;
        this.background = background;
        this.refreshNanos = refreshInterval.toNanos();
        this.nanoTime = nanoTime;
        this.nextRefreshNanos = nanoTime.getAsLong();
        this.nextEndsNanos = nextRefreshNanos;
    }

    /**
     * Takes the first snapshot and waits for it, so that a task that cannot reach its clusters fails with the reason.
     *
     * @throws ConnectException if a cluster does not answer in time or refuses
     */
    void first(Duration timeout) throws InterruptedException {
        begin();
        try {
            adopt(pending.get(timeout.toMillis(), TimeUnit.MILLISECONDS));
        } catch (ExecutionException | TimeoutException e) {
            Throwable cause = e instanceof ExecutionException ? e.getCause() : e;
            throw new ConnectException(
                    "The topics of the source and of the target could not be looked at: "
                            + ClusterException.describe(cause),
                    cause);
        } finally {
            pending = null;
        }
    }

    /** @throws ClusterException if a cluster refuses the flow's rights or password */
    void refreshIfDue() {
        if (pending != null && pending.isDone()) {
            adopt();
        }
        if (pending == null && (assignment.wantsRefresh() || nanoTime.getAsLong() - nextRefreshNanos >= 0)) {
            begin();
        }
        if (ends != null && ends.answer().isDone()) {
            adoptEnds();
        }
        if (ends == null && nanoTime.getAsLong() - nextEndsNanos >= 0) {
            askEnds();
        }
    }

    private void begin() {
        pending = topics.get()
                .thenCompose(seen -> limits.apply(Stream.concat(
                                        seen.stream()
                                                .filter(topic -> topic.targetPartitions() > 0)
                                                .map(SourceTopic::targetName),
                                        deadLetters.topic().stream())
                                .toList())
                        .thenApply(read -> new TopicSnapshot(seen, read)));
        nextRefreshNanos = nanoTime.getAsLong() + refreshNanos;
    }

    private void adopt(TopicSnapshot seen) {
        deadLetters.topic().map(seen.limits()::get).ifPresent(deadLetters::topicTakes);
        assignment.adopt(seen);
    }

    private void adopt() {
        try {
            adopt(pending.join());
            if (refreshFails) {
                LOG.info("The topics of source and target can be looked at again");
            }
            refreshFails = false;
        } catch (CompletionException e) {
            failed(e.getCause());
        } finally {
            pending = null;
        }
    }

    private void failed(Throwable cause) {
        if (cause instanceof ClusterException failure && failure.isRefusal()) {
            throw failure;
        }
        if (cause instanceof ClusterException failure) {
            // Its outage is logged once for all who ask it.
            LOG.debug("The topics cannot be looked at for now; copying goes on with those known", failure);
            return;
        }
        if (!refreshFails) {
            LOG.warn(
                    "The topics of source and target cannot be looked at for now; copying goes on with those known: {}",
                    ClusterException.describe(cause));
        }
        refreshFails = true;
    }

    private void askEnds() {
        nextEndsNanos = nanoTime.getAsLong() + ENDS_INTERVAL.toNanos();
        Map<OwnedPartition, Long> quiet = assignment.quiet();
        if (!quiet.isEmpty()) {
            ends = new Ends(
                    quiet,
                    CompletableFuture.supplyAsync(
                            () -> {
                                try {
                                    return target.of(quiet.keySet().stream()
                                            .map(OwnedPartition::target)
                                            .toList());
                                } catch (InterruptedException e) {
                                    Thread.currentThread().interrupt();
                                    throw new CompletionException(e);
                                }
                            },
                            background));
        }
    }

    private void adoptEnds() {
        if (!ends.answer().isCompletedExceptionally()) {
            assignment.quietAt(ends.quiet(), ends.answer().join());
        }
        // Else the next time: nothing depends on it but how far a start reads.
        ends = null;
    }

    /** Waits for the snapshot that is in flight, or for the next one to be due, while there is nothing else to do. */
    void await(Duration most) throws InterruptedException {
        if (pending == null) {
            TimeUnit.NANOSECONDS.sleep(Math.max(0, Math.min(most.toNanos(), nextRefreshNanos - nanoTime.getAsLong())));
            return;
        }
        try {
            pending.get(most.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            // The next poll sees the outcome.
            LOG.trace("No partitions yet", e);
        }
    }
}
