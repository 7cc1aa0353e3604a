package io.streambus.bridge.cluster;

import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/** What a look at a cluster has shown. */
public sealed interface ClusterProbe {

    /**
     * The cluster answered.
     *
     * @param endOffsets of the partitions that were asked for, as far as the cluster knows them
     */
    record Reachable(Map<IsolationLevel, Map<TopicPartition, Long>> endOffsets) implements ClusterProbe {
        public Reachable {
            endOffsets = Map.copyOf(endOffsets);
        }
    }

    /**
     * It did not.
     *
     * @param reason in a sentence, without secrets
     */
    record Unreachable(String reason) implements ClusterProbe {
        public Unreachable {
            Objects.requireNonNull(reason, "reason");
        }
    }
}
