package io.streambus.bridge.cluster;

import io.streambus.bridge.link.cluster.LinkedCluster;
import io.streambus.connect.identity.ClusterQuestion;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.common.KafkaException;

/**
 * One connection per cluster, however many links use it, and a second one only where links reach a cluster with other settings. A connection lives as
 * long as a link has its cluster or somebody uses it. Thread-safe: guarded by {@code this}, and nothing is asked of a cluster meanwhile.
 */
public final class ClusterConnections implements AutoCloseable {

    /** How long after it has been asked what it is, a cluster may take to become that of a link. */
    private static final Duration ASKED_BEFORE_USE = Duration.ofSeconds(5);

    private final ClusterClients clients;
    private final ProbeClient.Opener opener;
    private final Map<ClusterKey, Entry> entries = new HashMap<>();
    private Set<ClusterKey> retained = Set.of();
    private boolean closed;

    private static final class Entry {
        final ClusterConnection connection;
        final String clientId;
        int users;
        /** By {@link System#nanoTime()}. */
        OptionalLong keptUntilNanos = OptionalLong.empty();

        Entry(ClusterConnection connection, String clientId) {
            this.connection = connection;
            this.clientId = clientId;
        }
    }

    public ClusterConnections(ClusterClients clients, ClientMeters meters) {
        this(clients, (cluster, clientId) -> KafkaProbeClient.open(clients, meters, cluster, clientId));
    }

    ClusterConnections(ClusterClients clients, ProbeClient.Opener opener) {
        this.clients = clients;
        this.opener = opener;
    }

    /** Something asked of a cluster. */
    interface Question<T> {
        T ask(ClusterConnection connection) throws InterruptedException, ExecutionException, TimeoutException;
    }

    /**
     * The names of all topics that may be described. Takes some seconds at most.
     *
     * @throws ClusterUnreachableException if the cluster did not answer in time
     */
    public Set<String> topics(LinkedCluster cluster) {
        return introduce(cluster, ClusterConnection::introduce).topics();
    }

    /**
     * What the cluster says of itself, and its topics. Takes some seconds at most. The client is kept for a while, since a cluster is asked before its
     * link is made, and observed once it is.
     *
     * @throws ClusterUnreachableException if the cluster did not answer in time
     */
    public ClusterQuestion.Answer introduce(LinkedCluster cluster) {
        return introduce(cluster, connection -> {
            ClusterQuestion.Answer answer = connection.introduce();
            keepForAWhile(key(cluster));
            return answer;
        });
    }

    private ClusterQuestion.Answer introduce(LinkedCluster cluster, Question<ClusterQuestion.Answer> question) {
        try {
            return ask(cluster, question);
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            throw topicsUnknown(cluster, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw topicsUnknown(cluster, e);
        }
    }

    private static ClusterUnreachableException topicsUnknown(LinkedCluster cluster, Exception e) {
        return new ClusterUnreachableException(
                "cluster " + cluster.clusterId() + " could not be asked for its topics: "
                        + ClusterClients.reason(cluster, e),
                e);
    }

    private synchronized void keepForAWhile(ClusterKey key) {
        if (!closed) {
            entries.get(key).keptUntilNanos = OptionalLong.of(System.nanoTime() + ASKED_BEFORE_USE.toNanos());
        }
    }

    /** The cluster's own id, once it has been seen by any of its connections. */
    public synchronized Optional<String> kafkaClusterId(String clusterId) {
        return entries.entrySet().stream()
                .filter(entry -> entry.getKey().clusterId().equals(clusterId))
                .flatMap(entry -> entry.getValue().connection.kafkaClusterId().stream())
                .findFirst();
    }

    ClusterKey key(LinkedCluster cluster) {
        return clients.key(cluster);
    }

    <T> T ask(LinkedCluster cluster, Question<T> question)
            throws InterruptedException, ExecutionException, TimeoutException {
        ClusterKey key = key(cluster);
        ClusterConnection connection = enter(key, cluster);
        try {
            return question.ask(connection);
        } finally {
            leave(key);
        }
    }

    private synchronized ClusterConnection enter(ClusterKey key, LinkedCluster cluster) {
        Entry entry = entries.computeIfAbsent(key, unknown -> {
            String clientId = clientId(key.clusterId());
            return new Entry(new ClusterConnection(cluster, () -> opener.open(cluster, clientId)), clientId);
        });
        entry.users++;
        return entry.connection;
    }

    /** Clients that shared a name would share their meters. */
    private String clientId(String clusterId) {
        Set<String> taken =
                entries.values().stream().map(entry -> entry.clientId).collect(Collectors.toSet());
        String first = "streambus-bridge-probe-" + clusterId;
        String name = first;
        for (int i = 2; taken.contains(name); i++) {
            name = first + '-' + i;
        }
        return name;
    }

    private synchronized void leave(ClusterKey key) {
        entries.get(key).users--;
        closeUnused();
    }

    /** Lets go of clusters that no link has any more. */
    synchronized void retain(Collection<ClusterKey> keys) {
        retained = new HashSet<>(keys);
        closeUnused();
    }

    private void closeUnused() {
        long now = System.nanoTime();
        entries.entrySet().removeIf(each -> {
            OptionalLong until = each.getValue().keptUntilNanos;
            boolean kept =
                    retained.contains(each.getKey()) || (!closed && until.isPresent() && until.getAsLong() - now > 0);
            boolean unused = each.getValue().users == 0 && !kept;
            if (unused) {
                each.getValue().connection.close();
            }
            return unused;
        });
    }

    /** Who is asking something still closes the connection himself. */
    @Override
    public synchronized void close() {
        closed = true;
        retain(Set.of());
    }
}
