package io.streambus.connect.identity;

import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a cluster says of itself, by which it is told from others (design, position.md, rule 17). An id alone proves nothing: compose files and images
 * clone it. Ids of topics are random, so that one that two clusters have in common makes them one.
 *
 * @param clusterId the cluster's own id; empty if its brokers give none
 * @param topicIds ids of topics by name, as far as the cluster has and shows them
 * @param addresses {@code host:port} that its brokers advertise
 */
public record ClusterIdentity(Optional<String> clusterId, Map<String, String> topicIds, Set<String> addresses) {

    /** The topic that clusters keep: another id of the same name is another cluster, while other topics are deleted and made anew. */
    static final String LASTING_TOPIC = "__consumer_offsets";

    public ClusterIdentity {
        Objects.requireNonNull(clusterId, "clusterId");
        topicIds = Collections.unmodifiableMap(new TreeMap<>(topicIds));
        addresses = Collections.unmodifiableSet(new TreeSet<>(addresses));
    }

    /** What two answers are to each other. */
    public enum Kinship {
        /** They are of one cluster. */
        SAME,
        /** They are of two. */
        DIFFERENT,
        /** They are of two, of which one has the other's id: worth a warning. */
        CLONED,
        /** It cannot be told: worth a warning. */
        UNKNOWN
    }

    public Kinship kinship(ClusterIdentity other) {
        if (clusterId.isPresent() && other.clusterId.isPresent()) {
            if (!clusterId.equals(other.clusterId)) {
                return Kinship.DIFFERENT;
            }
            if (topicIds.entrySet().stream().anyMatch(other.topicIds.entrySet()::contains)) {
                return Kinship.SAME;
            }
            if (topicIds.containsKey(LASTING_TOPIC) && other.topicIds.containsKey(LASTING_TOPIC)) {
                return Kinship.CLONED;
            }
        }
        return Collections.disjoint(addresses, other.addresses) ? Kinship.UNKNOWN : Kinship.SAME;
    }

    /** What is worth keeping: the ids of other topics than the one that lasts say nothing tomorrow. */
    public ClusterIdentity lasting() {
        Map<String, String> kept = new TreeMap<>(topicIds);
        kept.keySet().retainAll(Set.of(LASTING_TOPIC));
        return new ClusterIdentity(clusterId, kept, addresses);
    }

    /** For messages: by what a user recognizes it. */
    @Override
    public String toString() {
        return "id " + clusterId.orElse("none")
                + Optional.ofNullable(topicIds.get(LASTING_TOPIC))
                        .map(id -> ", " + LASTING_TOPIC + ' ' + id)
                        .orElse("")
                + ", brokers " + String.join(", ", addresses);
    }
}
