package io.streambus.connect.source;

import io.streambus.connect.checkpoint.CheckpointEntry;
import io.streambus.connect.checkpoint.CheckpointKey;
import io.streambus.connect.checkpoint.EntryWriter;
import io.streambus.connect.checkpoint.PartitionCheckpoint;
import io.streambus.connect.checkpoint.PartitionCheckpoint.Standing;
import io.streambus.connect.checkpoint.TaskCheckpoint;
import io.streambus.connect.cluster.ClusterException;
import io.streambus.connect.fetch.Fetcher;
import io.streambus.connect.fetch.LagSnapshot;
import io.streambus.connect.partition.OwnedPartition;
import io.streambus.connect.partition.PartitionAssignment;
import io.streambus.connect.progress.OffsetMaps;
import io.streambus.connect.progress.PartitionProgress;
import io.streambus.connect.progress.TaskFence;
import io.streambus.connect.progress.WrittenCheckpoints;
import io.streambus.connect.throttle.Demand;
import io.streambus.connect.throttle.Throttle;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.apache.kafka.common.TopicPartition;

/**
 * Writes the progress of the task and of its partitions every so often; but not of those that are caught up and have nothing new to tell: of a
 * thousand quiet partitions the task's own entry tells enough. While one round is in flight no other begins. Confined to the task's thread.
 */
final class Checkpointer {

    /** Handed over since the last round: what a start may have to read again on the target is bounded by this, not by time alone. */
    private static final long MOST_RECORDS_BETWEEN = 250_000;

    /** Handed over since the last round that arrived: while the target takes no checkpoints, no more than a start could compare. */
    private static final long MOST_RECORDS_UNWRITTEN = 2_000_000;

    private final Whose whose;
    private final String targetAlias;
    private final long intervalMs;
    private final EntryWriter writer;
    private final PartitionAssignment assignment;
    private final OffsetMaps offsets;
    private final Fetcher fetcher;
    private final Function<Map<TopicPartition, PartitionCheckpoint>, List<String>> warnings;
    private final Throttle throttle;
    private final LongSupplier nowMs;
    private final long startedAtMs;
    private final WrittenCheckpoints written = new WrittenCheckpoints();

    private long lastMs;
    private long handedOver;
    private long handedOverLast;
    private long handedOverWritten;
    private CompletableFuture<Void> round = CompletableFuture.completedFuture(null);
    private long roundHandedOver;

    /** Whose entries the task writes. */
    record Whose(String flow, int task, long generation) {
        CheckpointKey.Partition key(TopicPartition source) {
            return new CheckpointKey.Partition(flow, source.topic(), source.partition(), generation);
        }

        CheckpointKey.Task key() {
            return new CheckpointKey.Task(flow, task, generation);
        }
    }

    /** @param warnings what an operator should know, in sentences, now that partitions have come so far */
    Checkpointer(
            Whose whose,
            String targetAlias,
            Duration interval,
            EntryWriter writer,
            PartitionAssignment assignment,
            OffsetMaps offsets,
            Fetcher fetcher,
            Function<Map<TopicPartition, PartitionCheckpoint>, List<String>> warnings,
            Throttle throttle,
            LongSupplier nowMs) {
        this.whose = whose;
        this.targetAlias = targetAlias;
        this.intervalMs = interval.toMillis();
        this.writer = writer;
        this.assignment = assignment;
        this.offsets = offsets;
        this.fetcher = fetcher;
        this.warnings = warnings;
        this.throttle = throttle;
        this.nowMs = nowMs;
        this.startedAtMs = nowMs.getAsLong();
    }

    /** Counts what the task has handed to the worker. */
    void handedOver(int records) {
        handedOver += records;
    }

    /**
     * @return whether more may be handed over; not while too much of it is in no checkpoint
     * @throws ClusterException if the target refuses the flow's rights or password
     */
    boolean writeIfDue() {
        if (round.isDone()) {
            if (!round.isCompletedExceptionally()) {
                handedOverWritten = Math.max(handedOverWritten, roundHandedOver);
            }
            long now = nowMs.getAsLong();
            if (now - lastMs >= intervalMs
                    || handedOver - handedOverLast >= MOST_RECORDS_BETWEEN
                    || throttle.hasNews()) {
                failIfRefused();
                write(now, Standing.RUNNING);
            }
        }
        return handedOver - handedOverWritten < MOST_RECORDS_UNWRITTEN;
    }

    /** Whether a round has been in flight for so long that this worker may have been given up by the others. */
    boolean isOverdue() {
        return !round.isDone() && nowMs.getAsLong() - lastMs > TaskFence.STOOD_STILL.toMillis();
    }

    /** Writes what is known; closing the writer gives it the time to arrive. */
    void writeLast() {
        write(nowMs.getAsLong(), Standing.CLOSED);
    }

    /** Partitions first: who reads the task's entry has read what belongs to it. */
    private void write(long now, Standing standing) {
        lastMs = now;
        handedOverLast = handedOver;
        roundHandedOver = handedOver;
        LagSnapshot lag = fetcher.lagSnapshot();
        Set<TopicPartition> caughtUp = noteCaughtUp(lag);
        Map<TopicPartition, PartitionCheckpoint> checkpoints = assignment.checkpoints(now, standing);
        offsets.beginRound(writer.failures());
        written.beginRound(checkpoints.keySet(), writer.failures());
        List<CheckpointEntry> entries = new ArrayList<>();
        boolean leftOut = false;
        for (Map.Entry<TopicPartition, PartitionCheckpoint> entry : checkpoints.entrySet()) {
            TopicPartition source = entry.getKey();
            offsets.changes(source).forEach((key, page) -> entries.add(CheckpointEntry.of(key, page)));
            if (caughtUp.contains(source) && written.hasAll(source, entry.getValue())) {
                leftOut = true;
            } else {
                written.note(source, entry.getValue());
                entries.add(CheckpointEntry.of(whose.key(source), entry.getValue()));
            }
        }
        // Who has left out nothing must not keep others from vouching for theirs.
        OptionalLong asOf = OptionalLong.of(leftOut ? lag.atMs() : now);
        Optional<Demand> demand = throttle.unlimited() ? Optional.empty() : Optional.of(throttle.demand());
        entries.add(CheckpointEntry.of(
                whose.key(),
                new TaskCheckpoint(
                        startedAtMs,
                        now,
                        assignment.size(),
                        warnings.apply(checkpoints),
                        asOf,
                        demand,
                        Optional.empty())));
        round = writer.write(entries);
    }

    private void failIfRefused() {
        Optional<Exception> failure = writer.failure();
        if (failure.isPresent() && ClusterException.refuses(failure.get())) {
            throw new ClusterException(targetAlias, failure.get());
        }
    }

    /**
     * What the source had no more of at some time, and what has arrived since up to there, was caught up at that time.
     *
     * @return those that were
     */
    private Set<TopicPartition> noteCaughtUp(LagSnapshot lag) {
        Set<TopicPartition> caughtUp = new HashSet<>();
        for (OwnedPartition partition : assignment.reading()) {
            LagSnapshot.At at = lag.partitions().get(partition.source());
            PartitionProgress progress = partition.progress();
            if (at != null && at.behind() == 0 && progress.nextSourceOffset() >= at.position()) {
                progress.caughtUp(lag.atMs());
                caughtUp.add(partition.source());
            }
        }
        return caughtUp;
    }
}
