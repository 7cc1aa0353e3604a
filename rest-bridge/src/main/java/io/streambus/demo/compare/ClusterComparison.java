package io.streambus.demo.compare;

import io.streambus.demo.compare.Difference.Coordinates;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * Compares all records that two clusters hold of some partitions. Thread-safe: holds no state between calls.
 *
 * @param sourceCluster the source's cluster id, as the link names it
 * @param sourceBrokers its bootstrap servers
 * @param targetCluster the target's cluster id
 * @param targetBrokers its bootstrap servers
 * @param addedHeaders names of the headers that the link adds besides the provenance header
 */
public record ClusterComparison(
        String sourceCluster,
        String sourceBrokers,
        String targetCluster,
        String targetBrokers,
        Set<String> addedHeaders) {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    public ClusterComparison {
        Objects.requireNonNull(sourceCluster, "sourceCluster");
        Objects.requireNonNull(sourceBrokers, "sourceBrokers");
        Objects.requireNonNull(targetCluster, "targetCluster");
        Objects.requireNonNull(targetBrokers, "targetBrokers");
        addedHeaders = Set.copyOf(addedHeaders);
    }

    /**
     * @param partitions compared one after the other in this order; they must exist on both sides
     * @param keptDifferences how many differences of each partition the result shall hold; the others are counted only
     * @param progress told of each partition when it is done
     * @throws org.apache.kafka.common.KafkaException if a cluster or a partition is not there
     * @throws IllegalStateException if a cluster gives nothing for 30 s
     */
    public ComparisonResult compare(
            List<TopicPartition> partitions, int keptDifferences, Clock clock, Consumer<PartitionResult> progress) {
        Set<String> added = new HashSet<>(addedHeaders);
        added.add(ReadRecord.PROVENANCE_HEADER);
        List<PartitionResult> results = new ArrayList<>();
        try (PartitionReader source = new PartitionReader(sourceCluster, sourceBrokers, clock, PATIENCE);
                PartitionReader target = new PartitionReader(targetCluster, targetBrokers, clock, PATIENCE)) {
            for (TopicPartition partition : partitions) {
                Coordinates where = new Coordinates(partition.topic(), partition.partition());
                PartitionResult result = new PartitionComparison(where, sourceCluster, added, keptDifferences)
                        .compare(source.read(partition), target.read(partition));
                results.add(result);
                progress.accept(result);
            }
        }
        return new ComparisonResult(results);
    }
}
