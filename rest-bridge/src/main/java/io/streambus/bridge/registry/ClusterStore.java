package io.streambus.bridge.registry;

import java.util.List;

/**
 * Where registered clusters are kept. Every write has come true, on disk of the control cluster, when the call returns; one that is not taken in time
 * ends with an exception of the store's, and whether it arrived is unknown then. Thread-safe.
 */
public interface ClusterStore {

    /** All of them that can be read, by id. */
    List<StoredCluster> all();

    /** Keeps a cluster, in place of what was kept under its id. */
    void put(StoredCluster cluster);

    /** Forgets a cluster; nothing happens if there is none. */
    void remove(String clusterId);
}
