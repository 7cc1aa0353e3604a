package io.streambus.connect.cluster;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Asks the admin client, not a consumer: one that reads committed records only is told of the last stable offset, behind which a copy may well stand.
 * Thread-safe; the client belongs to the caller.
 */
public final class AdminLogOffsets implements LogOffsets {

    private final ClusterAdmin cluster;

    public AdminLogOffsets(ClusterAdmin cluster) {
        this.cluster = cluster;
    }

    @Override
    public Map<TopicPartition, Range> of(Collection<TopicPartition> partitions) throws InterruptedException {
        ListOffsetsResult starts = list(partitions, OffsetSpec.earliest());
        ListOffsetsResult ends = list(partitions, OffsetSpec.latest());
        Map<TopicPartition, Range> ranges = new HashMap<>();
        for (TopicPartition partition : partitions) {
            try {
                ranges.put(partition, new Range(offset(starts, partition), offset(ends, partition)));
            } catch (ClusterException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                    throw e;
                }
            }
        }
        return ranges;
    }

    private ListOffsetsResult list(Collection<TopicPartition> partitions, OffsetSpec spec) {
        Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
        partitions.forEach(partition -> wanted.put(partition, spec));
        return cluster.client().listOffsets(wanted, new ListOffsetsOptions().timeoutMs(cluster.timeoutMs()));
    }

    private long offset(ListOffsetsResult result, TopicPartition partition) throws InterruptedException {
        return cluster.await(result.partitionResult(partition)).offset();
    }
}
