package io.streambus.connect.cluster;

import java.util.Collection;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** From where to where a cluster has records. */
public interface LogOffsets {

    /**
     * @param start the first offset
     * @param end the log end offset: where the next record will stand
     */
    record Range(long start, long end) {
        public boolean isEmpty() {
            return start == end;
        }
    }

    /**
     * @return the ranges; partitions that the cluster does not have are missing
     * @throws io.streambus.connect.cluster.ClusterException if the cluster does not say
     */
    Map<TopicPartition, Range> of(Collection<TopicPartition> partitions) throws InterruptedException;
}
