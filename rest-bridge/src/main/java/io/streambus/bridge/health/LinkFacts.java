package io.streambus.bridge.health;

import io.streambus.bridge.link.LinkStatus;
import io.streambus.bridge.transaction.OpenTransaction;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What was observed of a link, as far as its health goes.
 *
 * @param sources the clusters that some flow reads
 * @param targets the clusters that some flow writes to; a cluster can be among both
 * @param checkpointsKnown whether the checkpoints have been read; until then lag, error rate, the newest checkpoint and what tasks say mean nothing
 * @param replicationLagMs of the partition that lags most
 * @param openTransactions of the partitions that flows read, as far as they are known
 * @param newestCheckpoint when the newest checkpoint came in, on the bridge's clock, of the flow whose newest is oldest; empty if a flow has none
 * @param standstills what tasks say of failures of themselves or of partitions, in sentences
 * @param notes what tasks say an operator should know, in sentences
 * @param blockedBy what keeps the link from the status that was asked for; empty if nothing does
 * @param failoverEnabled whether the document asks for automatic failover
 */
public record LinkFacts(
        Instant at,
        LinkStatus status,
        List<ClusterFact> sources,
        List<ClusterFact> targets,
        boolean checkpointsKnown,
        long replicationLagMs,
        List<OpenFact> openTransactions,
        double errorsPerSecond,
        int consecutiveFailures,
        Optional<Instant> newestCheckpoint,
        Duration checkpointInterval,
        List<String> standstills,
        List<String> notes,
        Optional<String> blockedBy,
        boolean failoverEnabled) {

    /**
     * Whether a cluster answered.
     *
     * @param unreachable why it did not; empty if it did
     */
    public record ClusterFact(String clusterId, Optional<String> unreachable) {
        public ClusterFact {
            Objects.requireNonNull(clusterId, "clusterId");
            Objects.requireNonNull(unreachable, "unreachable");
        }

        public boolean reachable() {
            return unreachable.isEmpty();
        }
    }

    /**
     * An open transaction on a source.
     *
     * @param clusterId of the source
     */
    public record OpenFact(String clusterId, String topic, int partition, OpenTransaction open) {
        public OpenFact {
            Objects.requireNonNull(clusterId, "clusterId");
            Objects.requireNonNull(topic, "topic");
            Objects.requireNonNull(open, "open");
        }
    }

    public LinkFacts {
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(status, "status");
        sources = List.copyOf(sources);
        targets = List.copyOf(targets);
        openTransactions = List.copyOf(openTransactions);
        Objects.requireNonNull(newestCheckpoint, "newestCheckpoint");
        Objects.requireNonNull(checkpointInterval, "checkpointInterval");
        standstills = List.copyOf(standstills);
        notes = List.copyOf(notes);
        Objects.requireNonNull(blockedBy, "blockedBy");
    }
}
