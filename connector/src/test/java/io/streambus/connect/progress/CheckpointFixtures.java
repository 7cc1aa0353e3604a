package io.streambus.connect.progress;

import io.streambus.connect.checkpoint.PartitionCheckpoint;
import io.streambus.connect.checkpoint.PartitionCheckpoint.Standing;
import io.streambus.connect.checkpoint.PartitionCheckpoint.TargetPosition;
import java.util.Optional;
import java.util.OptionalLong;

/** Checkpoints to begin with. */
public final class CheckpointFixtures {

    private CheckpointFixtures() {}

    /** Of a partition that goes on at a source offset, with nothing of the flow at the floor of its target or behind it. */
    public static PartitionCheckpoint startingAt(long next, long floor) {
        PartitionCheckpoint empty = PartitionCheckpoint.startingAt(next, 0);
        return new PartitionCheckpoint(
                next,
                next,
                empty.topicId(),
                empty.leaderEpoch(),
                Optional.of(new TargetPosition(
                        "orders", Optional.empty(), floor, OptionalLong.empty(), OptionalLong.empty())),
                empty.counters(),
                empty.lastRecordTimestampMs(),
                empty.caughtUpAtMs(),
                0,
                Standing.RUNNING,
                false,
                OptionalLong.empty(),
                Optional.empty());
    }
}
