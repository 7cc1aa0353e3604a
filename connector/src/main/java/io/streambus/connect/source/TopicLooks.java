package io.streambus.connect.source;

import io.streambus.connect.cluster.ClusterException;
import io.streambus.connect.cluster.LogOffsets;
import io.streambus.connect.limits.DeadLetters;
import io.streambus.connect.limits.TopicLimits;
import io.streambus.connect.partition.Look;
import io.streambus.connect.partition.OwnedPartition;
import io.streambus.connect.partition.PartitionAssignment;
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
 * Looks at the topics of both clusters every so often, and at the ends of the target's quiet partitions, without holding up the task's thread, to which
 * it is confined.
 */
final class TopicLooks {

    private static final Logger LOG = LoggerFactory.getLogger(TopicLooks.class);

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

    private CompletableFuture<Look> look;
    private Ends ends;
    private long nextLookNanos;
    private long nextEndsNanos;
    private boolean lookFails;

    private record Ends(
            Map<OwnedPartition, Long> quiet, CompletableFuture<Map<TopicPartition, LogOffsets.Range>> answer) {}

    /**
     * @param topics observes the topics of both clusters
     * @param limits reads the limits of topics of the target, by their names
     * @param target tells where partitions of the target end
     * @param nanoTime as {@link System#nanoTime}
     */
    TopicLooks(
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
        this.nextLookNanos = nanoTime.getAsLong();
        this.nextEndsNanos = nextLookNanos;
    }

    /**
     * Takes the first look and waits for it, so that a task that cannot reach its clusters fails with the reason.
     *
     * @throws ConnectException if a cluster does not answer in time or refuses
     */
    void first(Duration timeout) throws InterruptedException {
        begin();
        try {
            adopt(look.get(timeout.toMillis(), TimeUnit.MILLISECONDS));
        } catch (ExecutionException | TimeoutException e) {
            Throwable cause = e instanceof ExecutionException ? e.getCause() : e;
            throw new ConnectException(
                    "The topics of the source and of the target could not be looked at: "
                            + ClusterException.describe(cause),
                    cause);
        } finally {
            look = null;
        }
    }

    /** @throws ClusterException if a cluster refuses the flow's rights or password */
    void lookIfDue() {
        if (look != null && look.isDone()) {
            adopt();
        }
        if (look == null && (assignment.wantsLook() || nanoTime.getAsLong() - nextLookNanos >= 0)) {
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
        look = topics.get()
                .thenCompose(seen -> limits.apply(Stream.concat(
                                        seen.stream()
                                                .filter(topic -> topic.targetPartitions() > 0)
                                                .map(SourceTopic::targetName),
                                        deadLetters.topic().stream())
                                .toList())
                        .thenApply(read -> new Look(seen, read)));
        nextLookNanos = nanoTime.getAsLong() + refreshNanos;
    }

    private void adopt(Look seen) {
        deadLetters.topic().map(seen.limits()::get).ifPresent(deadLetters::topicTakes);
        assignment.adopt(seen);
    }

    private void adopt() {
        try {
            adopt(look.join());
            if (lookFails) {
                LOG.info("The topics of source and target can be looked at again");
            }
            lookFails = false;
        } catch (CompletionException e) {
            failed(e.getCause());
        } finally {
            look = null;
        }
    }

    private void failed(Throwable cause) {
        if (cause instanceof ClusterException failure && failure.isRefusal()) {
            throw failure;
        }
        if (!lookFails) {
            LOG.warn(
                    "The topics of source and target cannot be looked at for now; copying goes on with those known: {}",
                    ClusterException.describe(cause));
        }
        lookFails = true;
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

    /** Waits for the look that is under way, or for the next one to be due, while there is nothing else to do. */
    void await(Duration most) throws InterruptedException {
        if (look == null) {
            TimeUnit.NANOSECONDS.sleep(Math.max(0, Math.min(most.toNanos(), nextLookNanos - nanoTime.getAsLong())));
            return;
        }
        try {
            look.get(most.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            // The next poll sees the outcome.
            LOG.trace("No partitions yet", e);
        }
    }
}
