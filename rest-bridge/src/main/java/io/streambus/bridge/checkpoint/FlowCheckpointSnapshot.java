package io.streambus.bridge.checkpoint;

import io.streambus.connect.checkpoint.PartitionCheckpoint;
import io.streambus.connect.checkpoint.TaskCheckpoint;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;

/**
 * The checkpoints of one flow that hold at one moment.
 *
 * @param partitions by source partition
 * @param tasks by number
 * @param newest when the newest one came in, on the bridge's clock
 * @param lifeSign when the newest one of a task without error came in
 * @param signs when the newest one of each task came in, by its number
 */
public record FlowCheckpointSnapshot(
        Map<TopicPartition, PartitionCheckpoint> partitions,
        Map<Integer, TaskCheckpoint> tasks,
        Optional<Instant> newest,
        Optional<Instant> lifeSign,
        Map<Integer, Instant> signs) {

    /** Far more than an interval, and than the clocks of two workers differ. */
    private static final long STALE_MS = 300_000;

    static final FlowCheckpointSnapshot NONE =
            new FlowCheckpointSnapshot(Map.of(), Map.of(), Optional.empty(), Optional.empty(), Map.of());

    public FlowCheckpointSnapshot {
        partitions = Map.copyOf(partitions);
        tasks = Map.copyOf(tasks);
        Objects.requireNonNull(newest, "newest");
        Objects.requireNonNull(lifeSign, "lifeSign");
        signs = Map.copyOf(signs);
    }

    /**
     * Whether an entry is about something that the flow still has: a task of a time with more tasks has nothing to say any more, and a partition that
     * stands still is written about at every interval.
     *
     * @param writtenAtMs of the entry, ms since the epoch by the clock of its worker
     */
    public boolean isCurrent(long writtenAtMs) {
        long newestMs = tasks.values().stream()
                .mapToLong(TaskCheckpoint::writtenAtMs)
                .max()
                .orElse(writtenAtMs);
        return writtenAtMs >= newestMs - STALE_MS;
    }

    /**
     * For which partitions and which time the flow's tasks vouch ({@link TaskCheckpoint#caughtUpAsOfMs}). Which task has a partition stands nowhere,
     * so the one that is furthest behind speaks for all.
     */
    public Vouched vouched() {
        List<TaskCheckpoint> current = tasks.values().stream()
                .filter(task -> isCurrent(task.writtenAtMs()))
                .toList();
        return new Vouched(
                current.stream().mapToLong(TaskCheckpoint::writtenAtMs).min().orElse(0),
                current.stream()
                        .mapToLong(task -> task.caughtUpAsOfMs().orElse(task.startedAtMs()))
                        .min()
                        .orElse(0));
    }

    /**
     * @param writtenBeforeMs partitions last written before this time have been left out since
     * @param asOfMs when they were caught up and unchanged
     */
    public record Vouched(long writtenBeforeMs, long asOfMs) {

        /** When the partition was last known to be caught up; empty if never. */
        public OptionalLong caughtUpAtMs(PartitionCheckpoint partition) {
            boolean leftOut = partition.caughtUpAtMs().isPresent() && partition.writtenAtMs() < writtenBeforeMs;
            return leftOut
                    ? OptionalLong.of(Math.max(partition.caughtUpAtMs().getAsLong(), asOfMs))
                    : partition.caughtUpAtMs();
        }
    }
}
