package io.streambus.connect.partition;

import io.streambus.connect.checkpoint.PartitionCheckpoint;
import io.streambus.connect.limits.TopicLimits;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/** Partitions that are owned and stand still, each for a reason that its checkpoint tells. Confined to the task's thread. */
final class Standstill {

    /** With a progress: what they have handed over may still be in flight. */
    private final Map<TopicPartition, OwnedPartition> halted = new LinkedHashMap<>();
    /** Never began in this life of the task. */
    private final Map<TopicPartition, PartitionCheckpoint> stopped = new LinkedHashMap<>();
    /** Those of the halted that stand before a record that the target would refuse: they go on once the target's limits are others. */
    private final Set<TopicPartition> refused = new HashSet<>();

    void halt(OwnedPartition partition, String reason) {
        halted.put(partition.source(), partition);
        partition.progress().halted(reason);
    }

    /** The partition, which has been halted, stands before a record that the target would refuse. */
    void refused(TopicPartition partition) {
        refused.add(partition);
    }

    /** It was decided that the partition must not begin. */
    void stop(TopicPartition partition, PartitionCheckpoint standing) {
        stopped.put(partition, standing);
    }

    boolean contains(TopicPartition partition) {
        return halted.containsKey(partition) || stopped.containsKey(partition);
    }

    /** Whether what the partition stands before may be taken by now. */
    boolean hasOtherLimits(TopicPartition partition, TopicLimits now) {
        return refused.contains(partition) && !now.equals(halted.get(partition).limits());
    }

    /** The partition is no longer owned. */
    void release(TopicPartition partition, Unowned to) {
        refused.remove(partition);
        PartitionCheckpoint still = stopped.remove(partition);
        if (still != null) {
            to.remember(partition, still);
        }
        OwnedPartition owned = halted.remove(partition);
        if (owned != null) {
            to.release(owned);
        }
    }

    Collection<OwnedPartition> halted() {
        return halted.values();
    }

    Map<TopicPartition, PartitionCheckpoint> stopped() {
        return stopped;
    }

    int size() {
        return halted.size() + stopped.size();
    }
}
