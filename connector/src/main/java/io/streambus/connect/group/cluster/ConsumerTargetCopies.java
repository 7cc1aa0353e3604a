package io.streambus.connect.group.cluster;

import io.streambus.connect.cluster.LogOffsets;
import io.streambus.connect.group.position.TargetCopies;
import io.streambus.connect.refinement.ConsumerProvenanceReader;
import io.streambus.connect.refinement.ProvenanceReader;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/** Asks the target through one consumer. Confined to one thread, as the consumer, which belongs to the caller. */
public final class ConsumerTargetCopies implements TargetCopies {

    private final Consumer<byte[], byte[]> consumer;
    private final String sourceCluster;
    private final Duration timeout;

    /**
     * @param consumer with the settings of {@link ConsumerProvenanceReader#settings}
     * @param sourceCluster the source cluster's name in the hops
     * @param timeout without any progress
     */
    public ConsumerTargetCopies(Consumer<byte[], byte[]> consumer, String sourceCluster, Duration timeout) {
        this.consumer = consumer;
        this.sourceCluster = sourceCluster;
        this.timeout = timeout;
    }

    @Override
    public Map<TopicPartition, LogOffsets.Range> ranges(Collection<TopicPartition> target) {
        Map<TopicPartition, Long> starts = consumer.beginningOffsets(target, timeout);
        Map<TopicPartition, Long> ends = consumer.endOffsets(target, timeout);
        Map<TopicPartition, LogOffsets.Range> ranges = new HashMap<>();
        starts.forEach((partition, start) -> {
            Long end = ends.get(partition);
            if (start != null && end != null) {
                ranges.put(partition, new LogOffsets.Range(start, Math.max(start, end)));
            }
        });
        return ranges;
    }

    @Override
    public ProvenanceReader of(TopicPartition source, TopicPartition target) {
        return new ConsumerProvenanceReader(consumer, target, sourceCluster, source.topic(), timeout);
    }
}
