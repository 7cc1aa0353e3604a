package io.streambus.bridge.observe;

import io.streambus.connect.checkpoint.CheckpointKey;
import io.streambus.connect.checkpoint.PartitionCheckpoint;
import io.streambus.connect.checkpoint.TaskCheckpoint;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The checkpoints of one flow at one moment.
 *
 * @param newest when the newest one came in, on the bridge's clock
 * @param lifeSign when the newest one of a task without error came in
 */
record FlowCheckpoints(
        Map<CheckpointKey.Partition, PartitionCheckpoint> partitions,
        Map<CheckpointKey.Task, TaskCheckpoint> tasks,
        Optional<Instant> newest,
        Optional<Instant> lifeSign) {

    /** Far more than an interval, and than the clocks of two workers differ. */
    private static final long STALE_MS = 300_000;

    static final FlowCheckpoints NONE = new FlowCheckpoints(Map.of(), Map.of(), Optional.empty(), Optional.empty());

    FlowCheckpoints {
        partitions = Map.copyOf(partitions);
        tasks = Map.copyOf(tasks);
        Objects.requireNonNull(newest, "newest");
        Objects.requireNonNull(lifeSign, "lifeSign");
    }

    /**
     * Whether an entry is about something that the flow still has. Its tasks write all they have at every interval; what they stopped writing about, a
     * deleted topic or a task of a time with more tasks, has nothing to say any more.
     *
     * @param writtenAtMs of the entry, ms since the epoch by the clock of its worker
     */
    boolean isCurrent(long writtenAtMs) {
        long newestMs = tasks.values().stream()
                .mapToLong(TaskCheckpoint::writtenAtMs)
                .max()
                .orElse(writtenAtMs);
        return writtenAtMs >= newestMs - STALE_MS;
    }
}
