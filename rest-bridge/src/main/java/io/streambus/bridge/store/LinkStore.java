package io.streambus.bridge.store;

import io.streambus.bridge.registry.ClusterStore;
import io.streambus.bridge.registry.PinnedClusters;
import java.util.List;

/** Where links are kept. Every write has come true, on disk of the control cluster, when the call returns. Thread-safe. */
public interface LinkStore extends AutoCloseable {

    /** All links that can be read, by id. */
    List<StoredLink> all();

    /** The links that cannot be read, by id. */
    List<UnreadableLink> unreadable();

    /** The registered clusters. */
    ClusterStore clusters();

    /** Which cluster each cluster_id stands for. */
    PinnedClusters pinned();

    /**
     * Keeps a link, in place of what was kept under its id.
     *
     * @throws LinkTooLargeException if there can never be room for its document; a document that was kept once is always kept with another status
     * @throws StoreUnavailableException if the control cluster did not take it in time; whether it arrived is unknown then
     */
    void put(StoredLink link);

    /**
     * Forgets a link; nothing happens if there is none.
     *
     * @throws StoreUnavailableException if the control cluster did not take it in time; whether it arrived is unknown then
     */
    void remove(String id);

    /** Idempotent. */
    @Override
    void close();
}
