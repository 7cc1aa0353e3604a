package io.streambus.bridge.relation;

import io.streambus.connect.identity.ClusterIdentity;
import io.streambus.connect.identity.ClusterIdentity.Kinship;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which cluster a name was seen to stand for.
 *
 * @param clusterId the user's name for the cluster
 * @param registered whether it is reached by the brokers of the registry of clusters
 * @param links that reach it by that name; none if only the registry has it
 */
public record SeenCluster(String clusterId, boolean registered, Set<String> links, ClusterIdentity identity) {

    private static final int TOLD = 3;

    public SeenCluster {
        Objects.requireNonNull(clusterId, "clusterId");
        links = Set.copyOf(links);
        Objects.requireNonNull(identity, "identity");
    }

    /** The same, seen by the links of both. */
    public SeenCluster and(SeenCluster same) {
        Set<String> both = new TreeSet<>(links);
        both.addAll(same.links);
        return new SeenCluster(clusterId, registered, both, identity);
    }

    /** As others than the link see it; empty if nobody else does. What is registered is there without links too. */
    public Optional<SeenCluster> without(String link) {
        if (!links.contains(link)) {
            return Optional.of(this);
        }
        Set<String> others = new TreeSet<>(links);
        others.remove(link);
        return others.isEmpty() && !registered
                ? Optional.empty()
                : Optional.of(new SeenCluster(clusterId, registered, others, identity));
    }

    /** Whether it is the same name for the same cluster, of which there is nothing to say then. */
    boolean isAs(SeenCluster other) {
        return clusterId.equals(other.clusterId) && identity.kinship(other.identity) == Kinship.SAME;
    }

    /** Who uses the name, with a few of many. */
    String users() {
        if (links.isEmpty()) {
            return "the registry";
        }
        String some = Stream.concat(
                        new TreeSet<>(links).stream().limit(TOLD),
                        links.size() > TOLD ? Stream.of((links.size() - TOLD) + " more") : Stream.empty())
                .collect(Collectors.joining(", "));
        return (links.size() == 1 ? "link " : "links ") + some;
    }
}
