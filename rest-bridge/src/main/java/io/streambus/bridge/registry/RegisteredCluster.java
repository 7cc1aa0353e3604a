package io.streambus.bridge.registry;

import io.streambus.bridge.link.cluster.LinkedCluster;
import io.streambus.bridge.link.cluster.Security;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A cluster that links may name by its id alone.
 *
 * @param clusterId by the rule of {@link LinkedCluster#isId}
 * @param name for people; not empty
 * @param region where it stands, in the user's words
 * @param brokers {@code host:port}, at least one
 * @param connectCluster the Connect cluster that it is near, by the operator's name
 */
public record RegisteredCluster(
        String clusterId,
        String name,
        Optional<String> region,
        List<String> brokers,
        Security security,
        Optional<String> connectCluster) {

    public RegisteredCluster {
        if (!LinkedCluster.isId(clusterId)) {
            throw new IllegalArgumentException("cluster_id must be 1 to 120 letters, digits, '.', '_' or '-'");
        }
        if (name.isBlank()) {
            throw new IllegalArgumentException("name must not be empty");
        }
        Objects.requireNonNull(region, "region");
        brokers = List.copyOf(brokers);
        if (brokers.isEmpty()) {
            throw new IllegalArgumentException("cluster " + clusterId + " needs at least one broker");
        }
        Objects.requireNonNull(security, "security");
        Objects.requireNonNull(connectCluster, "connectCluster");
    }

    /** The cluster of a link with what it takes from here, as it is now. What the link says itself wins. */
    public LinkedCluster lendTo(LinkedCluster cluster) {
        return cluster.inheriting(brokers, security, connectCluster);
    }
}
