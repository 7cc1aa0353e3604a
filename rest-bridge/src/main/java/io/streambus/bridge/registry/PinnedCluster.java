package io.streambus.bridge.registry;

import io.streambus.connect.identity.ClusterIdentity;
import java.time.Instant;
import java.util.Objects;

/**
 * Which cluster a cluster_id has stood for since links use it.
 *
 * @param at since when; it says nothing to links that are younger
 */
public record PinnedCluster(String clusterId, ClusterIdentity identity, Instant at) {
    public PinnedCluster {
        Objects.requireNonNull(clusterId, "clusterId");
        identity = identity.lasting();
        Objects.requireNonNull(at, "at");
    }
}
