package io.streambus.connect.progress;

import io.streambus.connect.checkpoint.PartitionCheckpoint;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * What the checkpoints topic says of the task's partitions, so that quiet ones are not written of again and again. A partition may be left out while
 * it is caught up and nothing about it has changed; {@link io.streambus.connect.checkpoint.TaskCheckpoint#caughtUpAsOfMs} then speaks for it.
 *
 * <p>Confined to the task's thread.
 */
public final class WrittenCheckpoints {

    private final Map<TopicPartition, PartitionCheckpoint> written = new HashMap<>();
    private long failuresSeen;

    /**
     * @param owned all partitions there are
     * @param failures of writes so far: after one more, nobody knows which was lost
     */
    public void beginRound(Set<TopicPartition> owned, long failures) {
        if (failures > failuresSeen) {
            failuresSeen = failures;
            written.clear();
        }
        written.keySet().retainAll(owned);
    }

    /** Whether the partition, which is caught up, may be left out. Not where nothing says yet that it ever was. */
    public boolean hasAll(TopicPartition partition, PartitionCheckpoint fresh) {
        PartitionCheckpoint before = written.get(partition);
        return before != null && before.caughtUpAtMs().isPresent() && fresh.differsOnlyInTimeFrom(before);
    }

    public void note(TopicPartition partition, PartitionCheckpoint fresh) {
        written.put(partition, fresh);
    }

    /** A round was broken off. */
    public void forget() {
        written.clear();
    }
}
