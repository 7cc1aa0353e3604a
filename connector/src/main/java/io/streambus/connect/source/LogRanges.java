package io.streambus.connect.source;

import io.streambus.connect.topic.ClusterAdmin;
import io.streambus.connect.topic.ClusterException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * From where to where a cluster has records. Asks the admin client, not the consumer: one that reads committed records only is told of the last
 * stable offset, behind which a copy may well stand. Thread-safe; the client belongs to the caller.
 */
final class LogRanges {

    /**
     * @param start the first offset
     * @param end the log end offset: where the next record will stand
     */
    record Range(long start, long end) {}

    private final ClusterAdmin cluster;

    LogRanges(ClusterAdmin cluster) {
        this.cluster = cluster;
    }

    /**
     * @return the ranges; partitions that the cluster does not have are missing
     * @throws ClusterException if the cluster does not say
     */
    Map<TopicPartition, Range> of(Collection<TopicPartition> partitions) throws InterruptedException {
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
