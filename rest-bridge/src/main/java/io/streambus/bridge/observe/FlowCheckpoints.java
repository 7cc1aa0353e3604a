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

    static final FlowCheckpoints NONE = new FlowCheckpoints(Map.of(), Map.of(), Optional.empty(), Optional.empty());

    FlowCheckpoints {
        partitions = Map.copyOf(partitions);
        tasks = Map.copyOf(tasks);
        Objects.requireNonNull(newest, "newest");
        Objects.requireNonNull(lifeSign, "lifeSign");
    }
}
