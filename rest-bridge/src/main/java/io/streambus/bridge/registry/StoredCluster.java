package io.streambus.bridge.registry;

import java.time.Instant;
import java.util.Objects;

/**
 * A registered cluster as it is kept.
 *
 * @param revision of the document, from 1
 */
public record StoredCluster(RegisteredCluster cluster, long revision, Instant createdAt) {
    public StoredCluster {
        Objects.requireNonNull(cluster, "cluster");
        Objects.requireNonNull(createdAt, "createdAt");
        if (revision < 1) {
            throw new IllegalArgumentException("a revision is 1 or more, found " + revision);
        }
    }

    public String id() {
        return cluster.clusterId();
    }

    StoredCluster updatedTo(RegisteredCluster newCluster) {
        return new StoredCluster(newCluster, revision + 1, createdAt);
    }
}
