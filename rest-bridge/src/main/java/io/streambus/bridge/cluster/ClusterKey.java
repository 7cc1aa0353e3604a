package io.streambus.bridge.cluster;

import java.util.Objects;

/**
 * A cluster as it is reached by one set of connection settings: what has been seen with one password says nothing of another. Links that reach a
 * cluster the same way have the same key, however their documents differ otherwise.
 *
 * @param clusterId the user's name for the cluster
 * @param fingerprint of the settings; it tells nothing of the secrets among them, and is another one after a restart
 */
public record ClusterKey(String clusterId, String fingerprint) {
    public ClusterKey {
        Objects.requireNonNull(clusterId, "clusterId");
        Objects.requireNonNull(fingerprint, "fingerprint");
    }
}
