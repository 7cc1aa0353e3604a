package io.streambus.bridge.registry;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Confined to one test. */
public final class FakeClusterDirectory implements ClusterDirectory {

    private final Map<String, RegisteredCluster> clusters = new TreeMap<>();

    public FakeClusterDirectory with(RegisteredCluster cluster) {
        clusters.put(cluster.clusterId(), cluster);
        return this;
    }

    @Override
    public Optional<RegisteredCluster> find(String clusterId) {
        return Optional.ofNullable(clusters.get(clusterId));
    }

    @Override
    public Set<String> ids() {
        return clusters.keySet();
    }
}
