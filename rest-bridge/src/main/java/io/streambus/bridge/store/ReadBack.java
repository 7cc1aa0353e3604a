package io.streambus.bridge.store;

import io.streambus.bridge.registry.PinnedCluster;
import io.streambus.bridge.registry.StoredCluster;
import java.util.List;
import java.util.concurrent.TimeoutException;

/** Where the leader sees that what it has written has arrived. Thread-safe. */
interface ReadBack {

    /** All links that can be read, by id. */
    List<StoredLink> all();

    /** All registered clusters that can be read, by id. */
    List<StoredCluster> clusters();

    /** Which cluster each cluster_id stands for, by cluster_id. */
    List<PinnedCluster> pinned();

    /** The links that cannot be read, by id. */
    List<UnreadableLink> unreadable();

    /**
     * Waits until all entries before an offset are in {@link #all()}.
     *
     * @throws TimeoutException if that takes too long
     */
    void awaitPosition(long wanted) throws InterruptedException, TimeoutException;
}
