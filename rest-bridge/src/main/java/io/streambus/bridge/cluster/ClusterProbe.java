package io.streambus.bridge.cluster;

import io.streambus.bridge.transaction.OpenTransaction;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.TopicPartition;

/** What a look at a cluster has shown. */
public sealed interface ClusterProbe {

    /**
     * The cluster answered.
     *
     * @param kafkaClusterId the cluster's own id
     * @param endOffsets where the logs end of the partitions that were asked for, as far as the cluster knows them
     * @param open of these partitions, those with an open transaction
     */
    record Reachable(
            String kafkaClusterId, Map<TopicPartition, Long> endOffsets, Map<TopicPartition, OpenTransaction> open)
            implements ClusterProbe {
        public Reachable {
            Objects.requireNonNull(kafkaClusterId, "kafkaClusterId");
            endOffsets = Map.copyOf(endOffsets);
            open = Map.copyOf(open);
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

        static Unreachable noAnswer() {
            return new Unreachable(ClusterClients.noAnswer());
        }
    }
}
