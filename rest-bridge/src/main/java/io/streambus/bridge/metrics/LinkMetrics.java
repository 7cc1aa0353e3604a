package io.streambus.bridge.metrics;

import io.streambus.bridge.transaction.OpenTransaction;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

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
     * @param open the oldest open transaction of the source, behind which nothing is copied; empty if there is none, or the source does not say
     */
    public record Partition(
            String name,
            String topic,
            int partition,
            long sourceOffset,
            long targetOffset,
            long lag,
            long lagMs,
            Optional<OpenTransaction> open,
            long messages,
            long bytes) {
        public Partition {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(topic, "topic");
            Objects.requireNonNull(open, "open");
        }
    }

    /** The age of the oldest open transaction on a source; zero if there is none. */
    public Duration oldestOpenTransaction() {
        return partitions.stream()
                .flatMap(partition -> partition.open().stream())
                .map(open -> open.age(asOf))
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    public LinkMetrics {
        Objects.requireNonNull(asOf, "asOf");
        Objects.requireNonNull(irregularities, "irregularities");
        partitions = List.copyOf(partitions);
    }
}
