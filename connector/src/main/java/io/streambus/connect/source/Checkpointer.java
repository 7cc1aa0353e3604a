package io.streambus.connect.source;

import io.streambus.connect.checkpoint.CheckpointKey;
import io.streambus.connect.checkpoint.CheckpointWriter;
import io.streambus.connect.checkpoint.TaskCheckpoint;
import io.streambus.connect.topic.ClusterException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.TopicPartition;

/** Writes the progress of the task and of its partitions every so often. Confined to the task's thread. */
final class Checkpointer {

    private static final int NAMED_AT_MOST = 5;

    private final String flow;
    private final String targetAlias;
    private final int task;
    private final long intervalMs;
    private final CheckpointWriter writer;
    private final Ownership ownership;
    private final Consumer<byte[], byte[]> consumer;
    private final RecordConverter converter;
    private final List<String> settingsWarnings;
    private final LongSupplier nowMs;
    private final long startedAtMs;
    private long lastMs;
    private double fetchesSeen;

    Checkpointer(
            String flow,
            String targetAlias,
            int task,
            Duration interval,
            CheckpointWriter writer,
            Ownership ownership,
            Consumer<byte[], byte[]> consumer,
            RecordConverter converter,
            List<String> settingsWarnings,
            LongSupplier nowMs) {
        this.flow = flow;
        this.targetAlias = targetAlias;
        this.task = task;
        this.intervalMs = interval.toMillis();
        this.writer = writer;
        this.ownership = ownership;
        this.consumer = consumer;
        this.converter = converter;
        this.settingsWarnings = settingsWarnings;
        this.nowMs = nowMs;
        this.startedAtMs = nowMs.getAsLong();
    }

    /**
     * @param drained whether everything that was fetched has been handed to the worker
     * @throws ClusterException if the target refuses the flow's rights or password
     */
    void writeIfDue(boolean drained) {
        long now = nowMs.getAsLong();
        if (now - lastMs >= intervalMs) {
            failIfRefused();
            noteCaughtUp(drained, now);
            write(now);
        }
    }

    /** Writes what is known; closing the writer gives it the time to arrive. */
    void writeLast() {
        write(nowMs.getAsLong());
    }

    private void write(long now) {
        lastMs = now;
        boolean goesThrough = writer.write(
                new CheckpointKey.Task(flow, task),
                new TaskCheckpoint(startedAtMs, now, ownership.all().size(), warnings(), Optional.empty()));
        Iterator<OwnedPartition> partitions = ownership.all().iterator();
        while (goesThrough && partitions.hasNext()) {
            OwnedPartition partition = partitions.next();
            TopicPartition source = partition.source();
            goesThrough = writer.write(
                    new CheckpointKey.Partition(flow, source.topic(), source.partition()),
                    partition.progress().checkpoint(now));
        }
    }

    private void failIfRefused() {
        Optional<Exception> failure = writer.failure();
        if (failure.isPresent() && ClusterException.refuses(failure.get())) {
            throw new ClusterException(targetAlias, failure.get());
        }
    }

    /** The consumer's idea of the lag is as old as the last answer of the source: one that is away must not look caught up. */
    private void noteCaughtUp(boolean drained, long now) {
        double fetches = completedFetches();
        boolean answered = fetches > fetchesSeen;
        fetchesSeen = fetches;
        if (!answered || !drained) {
            return;
        }
        for (OwnedPartition partition : ownership.reading()) {
            if (partition.progress().nothingUnderWay()
                    && lag(partition.source()).orElse(1) == 0) {
                partition.progress().caughtUp(now);
            }
        }
    }

    private OptionalLong lag(TopicPartition partition) {
        try {
            return consumer.currentLag(partition);
        } catch (KafkaException | IllegalStateException e) {
            return OptionalLong.empty();
        }
    }

    private double completedFetches() {
        for (Metric metric : consumer.metrics().values()) {
            if (metric.metricName().name().equals("fetch-total")
                    && metric.metricName().group().equals("consumer-fetch-manager-metrics")
                    && !metric.metricName().tags().containsKey("topic")) {
                return metric.metricValue() instanceof Number number ? number.doubleValue() : 0;
            }
        }
        return 0;
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
