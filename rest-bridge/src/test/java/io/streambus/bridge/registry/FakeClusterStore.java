package io.streambus.bridge.registry;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/** Keeps clusters in memory. Thread-safe. */
public final class FakeClusterStore implements ClusterStore {

    private final Map<String, StoredCluster> clusters = new ConcurrentSkipListMap<>();

    @Override
    public List<StoredCluster> all() {
        return List.copyOf(clusters.values());
    }

    @Override
    public void put(StoredCluster cluster) {
        clusters.put(cluster.id(), cluster);
    }

    @Override
    public void remove(String clusterId) {
        clusters.remove(clusterId);
    }
}
