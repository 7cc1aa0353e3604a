package io.streambus.connect.source;

import io.streambus.connect.checkpoint.PartitionCheckpoint;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * What the checkpoints topic says of the task's partitions, so that quiet ones are not told of again and again. A partition may be left out while
 * it is caught up and nothing about it has changed; {@link io.streambus.connect.checkpoint.TaskCheckpoint#caughtUpAsOfMs} then speaks for it.
 *
 * <p>Confined to the task's thread.
 */
final class ToldProgress {

    private final Map<TopicPartition, PartitionCheckpoint> told = new HashMap<>();
    private long failuresSeen;

    /**
     * @param owned all partitions there are
     * @param failures of writes so far: after one more, nobody knows which was lost
     */
    void beginRound(Set<TopicPartition> owned, long failures) {
        if (failures > failuresSeen) {
            failuresSeen = failures;
            told.clear();
        }
        told.keySet().retainAll(owned);
    }

    /** Whether the partition, which is caught up, may be left out. Not where nothing says yet that it ever was. */
    boolean hasAll(TopicPartition partition, PartitionCheckpoint fresh) {
        PartitionCheckpoint before = told.get(partition);
        return before != null && before.caughtUpAtMs().isPresent() && fresh.differsOnlyInTimeFrom(before);
    }

    void tell(TopicPartition partition, PartitionCheckpoint fresh) {
        told.put(partition, fresh);
    }

    /** A round was broken off. */
    void forget() {
        told.clear();
    }
}
