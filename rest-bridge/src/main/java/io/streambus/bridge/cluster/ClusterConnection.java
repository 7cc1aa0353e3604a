package io.streambus.bridge.cluster;

import io.streambus.bridge.link.cluster.LinkedCluster;
import io.streambus.connect.identity.ClusterQuestion;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * The one client of a cluster, for all links that reach it the same way. It is opened when it is first asked something, and anew after a failure: what
 * comes back may speak TLS, or take another password, and a kept client would not notice. Thread-safe: {@code admin} is guarded by {@code this}.
 */
final class ClusterConnection {

    private final LinkedCluster cluster;
    private final Supplier<ProbeClient> opener;
    private Optional<ProbeClient> admin = Optional.empty();
    private volatile Optional<String> kafkaClusterId = Optional.empty();

    /** @param opener of a client for the cluster */
    ClusterConnection(LinkedCluster cluster, Supplier<ProbeClient> opener) {
        this.cluster = cluster;
        this.opener = opener;
    }

    /** As {@link ProbeClient#probe}. */
    ClusterProbe probe(Set<TopicPartition> partitions) throws InterruptedException {
        ClusterProbe probe;
        try {
            probe = admin().probe(partitions);
        } catch (KafkaException e) {
            probe = new ClusterProbe.Unreachable(ClusterClients.reason(cluster, e));
        }
        if (probe instanceof ClusterProbe.Reachable reachable) {
            kafkaClusterId = Optional.of(reachable.kafkaClusterId());
        } else {
            close();
        }
        return probe;
    }

    /** As {@link ProbeClient#introduce}. */
    ClusterQuestion.Answer introduce() throws InterruptedException, ExecutionException, TimeoutException {
        ClusterQuestion.Answer answer = admin().introduce();
        kafkaClusterId = answer.identity().clusterId().or(() -> kafkaClusterId);
        return answer;
    }

    /** The cluster's own id, once it has been seen. */
    Optional<String> kafkaClusterId() {
        return kafkaClusterId;
    }

    private synchronized ProbeClient admin() {
        if (admin.isEmpty()) {
            admin = Optional.of(opener.get());
        }
        return admin.get();
    }

    /** Lets go of the client; the next question opens another. */
    synchronized void close() {
        admin.ifPresent(ProbeClient::close);
        admin = Optional.empty();
    }
}
