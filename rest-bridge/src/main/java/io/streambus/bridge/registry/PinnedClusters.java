package io.streambus.bridge.registry;

import java.util.List;

/** Where it is kept which cluster is which. As with {@link ClusterStore}, a write has come true when the call returns. Thread-safe. */
public interface PinnedClusters {

    /** By cluster_id. */
    List<PinnedCluster> all();

    /** Keeps which cluster a cluster_id stands for, in place of what was kept of it. */
    void put(PinnedCluster cluster);
}
