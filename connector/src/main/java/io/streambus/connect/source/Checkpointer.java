package io.streambus.connect.source;

import io.streambus.connect.checkpoint.CheckpointKey;
import io.streambus.connect.checkpoint.CheckpointWriter;
import io.streambus.connect.checkpoint.PartitionCheckpoint;
import io.streambus.connect.checkpoint.TaskCheckpoint;
import io.streambus.connect.fetch.Fetcher;
import io.streambus.connect.fetch.Sight;
import io.streambus.connect.topic.ClusterException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/**
 * Writes the progress of the task and of its partitions every so often; but not of those that are caught up and have nothing new to tell: of a
 * thousand quiet partitions the task's own entry tells enough. Confined to the task's thread.
 */
final class Checkpointer {

    private static final int NAMED_AT_MOST = 5;

    private final String flow;
    private final String targetAlias;
    private final int task;
    private final long intervalMs;
    private final CheckpointWriter writer;
    private final Ownership ownership;
    private final OffsetBook offsets;
    private final Fetcher fetcher;
    private final RecordConverter converter;
    private final List<String> settingsWarnings;
    private final LongSupplier nowMs;
    private final long startedAtMs;
    private final ToldProgress told = new ToldProgress();
    private long lastMs;

    Checkpointer(
            String flow,
            String targetAlias,
            int task,
            Duration interval,
            CheckpointWriter writer,
            Ownership ownership,
            OffsetBook offsets,
            Fetcher fetcher,
            RecordConverter converter,
            List<String> settingsWarnings,
            LongSupplier nowMs) {
        this.flow = flow;
        this.targetAlias = targetAlias;
        this.task = task;
        this.intervalMs = interval.toMillis();
        this.writer = writer;
        this.ownership = ownership;
        this.offsets = offsets;
        this.fetcher = fetcher;
        this.converter = converter;
        this.settingsWarnings = settingsWarnings;
        this.nowMs = nowMs;
        this.startedAtMs = nowMs.getAsLong();
    }

    /**
     * @throws ClusterException if the target refuses the flow's rights or password
     */
    void writeIfDue() {
        long now = nowMs.getAsLong();
        if (now - lastMs >= intervalMs) {
            failIfRefused();
            write(now);
        }
    }

    /** Writes what is known; closing the writer gives it the time to arrive. */
    void writeLast() {
        write(nowMs.getAsLong());
    }

    /** Partitions first: who reads the task's entry has read what belongs to it. */
    private void write(long now) {
        lastMs = now;
        Sight sight = fetcher.sight();
        Set<TopicPartition> caughtUp = noteCaughtUp(sight);
        offsets.beginRound();
        told.beginRound(
                ownership.all().stream().map(OwnedPartition::source).collect(Collectors.toSet()), writer.failures());
        boolean leftOut = false;
        for (OwnedPartition partition : ownership.all()) {
            TopicPartition source = partition.source();
            PartitionCheckpoint fresh = partition.progress().checkpoint(now);
            boolean quiet = caughtUp.contains(source) && told.hasAll(source, fresh);
            if (!offsets.write(source) || !(quiet || write(source, fresh))) {
                told.forget();
                return;
            }
            leftOut |= quiet;
        }
        // Who has left out nothing must not keep others from vouching for theirs.
        OptionalLong asOf = OptionalLong.of(leftOut ? sight.atMs() : now);
        writer.write(
                new CheckpointKey.Task(flow, task),
                new TaskCheckpoint(startedAtMs, now, ownership.all().size(), warnings(), asOf, Optional.empty()));
    }

    private boolean write(TopicPartition source, PartitionCheckpoint checkpoint) {
        told.tell(source, checkpoint);
        return writer.write(new CheckpointKey.Partition(flow, source.topic(), source.partition()), checkpoint);
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
    private Set<TopicPartition> noteCaughtUp(Sight sight) {
        Set<TopicPartition> caughtUp = new HashSet<>();
        for (OwnedPartition partition : ownership.reading()) {
            Sight.At at = sight.partitions().get(partition.source());
            PartitionProgress progress = partition.progress();
            if (at != null && at.behind() == 0 && progress.nextSourceOffset() >= at.position()) {
                progress.caughtUp(sight.atMs());
                caughtUp.add(partition.source());
            }
        }
        return caughtUp;
    }

    private List<String> warnings() {
        List<String> warnings = new ArrayList<>(settingsWarnings);
        Set<TopicPartition> waiting = ownership.awaitingTarget();
        if (!waiting.isEmpty()) {
            String named = waiting.stream()
                    .limit(NAMED_AT_MOST)
                    .map(TopicPartition::toString)
                    .collect(Collectors.joining(", "));
            warnings.add(waiting.size() + " partitions wait for the target to have them: " + named
                    + (waiting.size() > NAMED_AT_MOST ? ", …" : "") + ".");
        }
        if (converter.malformedProvenance() > 0) {
            warnings.add(
                    converter.malformedProvenance()
                            + " records had a provenance header that could not be read, and were copied as if produced on the source.");
        }
        if (converter.endlessLoops() > 0) {
            warnings.add(
                    converter.endlessLoops()
                            + " records had made as many hops as a provenance header holds and were dropped: some cluster is known under several names.");
        }
        return warnings;
    }
}
