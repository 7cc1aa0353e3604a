package io.streambus.bridge.observe;

import io.streambus.connect.checkpoint.PartitionCheckpoint;
import java.util.Objects;

/**
 * The newest checkpoint of a source partition, and whose it is.
 *
 * @param flow the name of the connector
 * @param topic the topic's name on the source cluster
 */
public record PartitionState(
        String flow,
        String sourceClusterId,
        String targetClusterId,
        String topic,
        int partition,
        PartitionCheckpoint checkpoint) {
    public PartitionState {
        Objects.requireNonNull(flow, "flow");
        Objects.requireNonNull(sourceClusterId, "sourceClusterId");
        Objects.requireNonNull(targetClusterId, "targetClusterId");
        Objects.requireNonNull(topic, "topic");
        Objects.requireNonNull(checkpoint, "checkpoint");
    }
}
