package io.streambus.connect.partition;

import io.streambus.connect.checkpoint.PartitionCheckpoint;
import io.streambus.connect.checkpoint.PartitionCheckpoint.Standing;
import io.streambus.connect.limits.TopicLimits;
import io.streambus.connect.start.SourceGap;
import io.streambus.connect.start.StartCandidate;
import io.streambus.connect.topic.SourceTopic;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.apache.kafka.common.TopicPartition;

/** What is known of partitions that are not owned, so that they can be taken up where they stand. Confined to the task's thread. */
final class Unowned {

    /** From before the task started, or from before the partition was let go of. */
    private final Map<TopicPartition, PartitionCheckpoint> remembered;

    /** No longer read, but perhaps with records in flight; until those are through, the partition is not taken up again. */
    private final Map<TopicPartition, OwnedPartition> released = new HashMap<>();

    /** What the source was found to lack while they were read. */
    private final Map<TopicPartition, SourceGap> gaps = new HashMap<>();

    /** Source topics whose copies the flow has begun to write. */
    private final Set<String> ownTopics = new HashSet<>();

    /** @param checkpoints as they stood on the target when the task started */
    Unowned(Map<TopicPartition, PartitionCheckpoint> checkpoints) {
        this.remembered = new HashMap<>(checkpoints);
        checkpoints.forEach((partition, checkpoint) -> {
            if (checkpoint.target().isPresent()) {
                ownTopics.add(partition.topic());
            }
        });
    }

    /** A partition is no longer owned; what it has handed to the worker goes on its way. */
    void release(OwnedPartition partition) {
        released.put(partition.source(), partition);
    }

    /** A partition that never began is no longer owned. */
    void remember(TopicPartition partition, PartitionCheckpoint checkpoint) {
        remembered.put(partition, checkpoint);
    }

    void found(TopicPartition partition, SourceGap gap) {
        gaps.put(partition, gap);
    }

    /** Whether nothing of an earlier ownership is still in flight; if so, what it has come to is remembered. */
    boolean isSettled(TopicPartition partition, long nowMs) {
        OwnedPartition before = released.get(partition);
        if (before == null) {
            return true;
        }
        if (before.progress().isInFlight()) {
            return false;
        }
        released.remove(partition);
        remembered.put(partition, before.progress().checkpoint(nowMs, Standing.CLOSED));
        return true;
    }

    /** The partition as it is to be taken up. */
    StartCandidate candidate(TopicPartition partition, SourceTopic topic, TopicLimits limits) {
        return new StartCandidate(
                partition,
                topic,
                limits,
                Optional.ofNullable(remembered.get(partition)),
                ownTopics.contains(partition.topic()),
                Optional.ofNullable(gaps.remove(partition)));
    }

    /** The partition is owned from now on. */
    void taken(TopicPartition partition) {
        remembered.remove(partition);
        ownTopics.add(partition.topic());
    }

    /** Shows those of which records are still in flight. */
    void forEachInFlight(BiConsumer<TopicPartition, OwnedPartition> seen) {
        released.forEach((partition, owned) -> {
            if (owned.progress().isInFlight()) {
                seen.accept(partition, owned);
            }
        });
    }
}
