package io.streambus.bridge.metrics;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * The metrics of a link at one moment: the fields of the spec, in its units. Lags are milliseconds but for {@link Partition#lag()}.
 *
 * @param averageReplicationLagMs since the link was started or the bridge began to watch it, whichever is later
 * @param maxReplicationLagMs likewise
 * @param totalErrors failures of partitions, and of tasks as far as this bridge has seen them
 * @param partitionErrors of these, those that stand in the checkpoints: the same on every bridge and after a restart
 * @param uptimeSeconds since the last start; 0 while the link does not run
 */
public record LinkMetrics(
        Instant asOf,
        long totalMessages,
        long totalBytes,
        double messagesPerSecond,
        double bytesPerSecond,
        long replicationLagMs,
        long averageReplicationLagMs,
        long maxReplicationLagMs,
        long totalErrors,
        long partitionErrors,
        Irregularities irregularities,
        double errorsPerSecond,
        int consecutiveFailures,
        long uptimeSeconds,
        List<Partition> partitions) {

    /**
     * One source partition.
     *
     * @param sourceOffset the source's log end offset
     * @param targetOffset the source offset up to which everything is on the target
     * @param lag the difference, in records
     * @param lagMs in milliseconds
     */
    public record Partition(
            String name,
            String topic,
            int partition,
            long sourceOffset,
            long targetOffset,
            long lag,
            long lagMs,
            long messages,
            long bytes) {
        public Partition {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(topic, "topic");
        }
    }

    public LinkMetrics {
        Objects.requireNonNull(asOf, "asOf");
        Objects.requireNonNull(irregularities, "irregularities");
        partitions = List.copyOf(partitions);
    }
}
