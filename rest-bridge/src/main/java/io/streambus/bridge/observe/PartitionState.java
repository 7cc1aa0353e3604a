package io.streambus.bridge.observe;

import io.streambus.connect.checkpoint.PartitionCheckpoint;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * The newest checkpoint of a source partition, and whose it is.
 *
 * @param flow the name of the connector
 * @param topic the topic's name on the source cluster
 * @param caughtUpAtMs when it was last known to be caught up, ms since the epoch, which may be after the checkpoint; empty if never
 */
public record PartitionState(
        String flow,
        String sourceClusterId,
        String targetClusterId,
        String topic,
        int partition,
        PartitionCheckpoint checkpoint,
        OptionalLong caughtUpAtMs) {
    public PartitionState {
        Objects.requireNonNull(flow, "flow");
        Objects.requireNonNull(sourceClusterId, "sourceClusterId");
        Objects.requireNonNull(targetClusterId, "targetClusterId");
        Objects.requireNonNull(topic, "topic");
        Objects.requireNonNull(checkpoint, "checkpoint");
        Objects.requireNonNull(caughtUpAtMs, "caughtUpAtMs");
    }
}
