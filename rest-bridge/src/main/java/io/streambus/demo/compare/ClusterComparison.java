package io.streambus.demo.compare;

import io.streambus.demo.compare.Difference.Coordinates;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
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
    /** How many records of other origin may stand behind the last copy without hiding it. */
    private static final long TAIL = 100;

    public ClusterComparison {
        Objects.requireNonNull(sourceCluster, "sourceCluster");
        Objects.requireNonNull(sourceBrokers, "sourceBrokers");
        Objects.requireNonNull(targetCluster, "targetCluster");
        Objects.requireNonNull(targetBrokers, "targetBrokers");
        addedHeaders = Set.copyOf(addedHeaders);
    }

    /**
     * @param partitions compared one after the other in this order; where one does not exist it counts as empty
     * @param keptDifferences how many differences of each partition the result shall hold; the others are counted only
     * @param progress told of each partition when it is done
     * @throws org.apache.kafka.common.KafkaException if a cluster does not answer
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

    /**
     * Whether the last source record of each partition is on the target, going by provenance. Counting would not do: a record twice on the target
     * hides one that is still on its way.
     *
     * @param sourceEnds the end offset of each partition on the source
     */
    public boolean arrived(Map<TopicPartition, Long> sourceEnds, Clock clock) {
        try (PartitionReader target = new PartitionReader(targetCluster, targetBrokers, clock, PATIENCE)) {
            return sourceEnds.entrySet().stream()
                    .allMatch(end -> end.getValue() == 0 || arrived(target, end.getKey(), end.getValue() - 1));
        }
    }

    private boolean arrived(PartitionReader target, TopicPartition partition, long sourceOffset) {
        Iterator<ReadRecord> tail = target.readLast(partition, TAIL);
        while (tail.hasNext()) {
            OptionalLong origin = tail.next().origin(sourceCluster, partition.topic(), partition.partition());
            if (origin.isPresent() && origin.getAsLong() >= sourceOffset) {
                return true;
            }
        }
        return false;
    }
}
