package io.streambus.bridge.cluster;

import io.streambus.bridge.link.cluster.LinkedCluster;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/** Looks at the clusters of all links. Thread-safe. */
public interface ClusterProbes extends AutoCloseable {

    /**
     * Looks at clusters and waits a moment for answers. A cluster that takes longer is told of as it was seen last, and its look goes on: the next call
     * has the result.
     *
     * @param wanted by cluster: the partitions whose end offsets are wanted; clusters that are not among them are let go of
     * @return without the clusters that nothing is known of yet
     */
    Map<LinkedCluster, ClusterProbe> probe(Map<LinkedCluster, Set<TopicPartition>> wanted) throws InterruptedException;

    /** Ends looks under way. Idempotent. */
    @Override
    void close();
}
