package io.streambus.connect.source;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.connect.errors.ConnectException;

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

    private final Admin cluster;
    private final String alias;
    private final Duration timeout;

    /** @param alias the cluster's name in messages */
    LogRanges(Admin cluster, String alias, Duration timeout) {
        this.cluster = cluster;
        this.alias = alias;
        this.timeout = timeout;
    }

    /**
     * @return the ranges; partitions that the cluster does not have are missing
     * @throws ConnectException if the cluster does not say, with the client's exception
     */
    Map<TopicPartition, Range> of(Collection<TopicPartition> partitions) throws InterruptedException {
        ListOffsetsResult starts = list(partitions, OffsetSpec.earliest());
        ListOffsetsResult ends = list(partitions, OffsetSpec.latest());
        Map<TopicPartition, Range> ranges = new HashMap<>();
        for (TopicPartition partition : partitions) {
            try {
                ranges.put(partition, new Range(offset(starts, partition), offset(ends, partition)));
            } catch (ExecutionException | TimeoutException e) {
                Throwable cause = e instanceof ExecutionException ? e.getCause() : e;
                if (!(cause instanceof UnknownTopicOrPartitionException)) {
                    throw new ConnectException(
                            alias + " does not say from where to where partition " + partition + " has records: "
                                    + cause,
                            cause);
                }
            }
        }
        return ranges;
    }

    private ListOffsetsResult list(Collection<TopicPartition> partitions, OffsetSpec spec) {
        Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
        partitions.forEach(partition -> wanted.put(partition, spec));
        return cluster.listOffsets(wanted, new ListOffsetsOptions().timeoutMs(Math.toIntExact(timeout.toMillis())));
    }

    private long offset(ListOffsetsResult result, TopicPartition partition)
            throws InterruptedException, ExecutionException, TimeoutException {
        return result.partitionResult(partition)
                .get(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .offset();
    }
}
