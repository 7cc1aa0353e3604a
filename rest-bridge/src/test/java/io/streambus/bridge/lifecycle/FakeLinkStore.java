package io.streambus.bridge.lifecycle;

import io.streambus.bridge.registry.ClusterStore;
import io.streambus.bridge.registry.PinnedClusters;
import io.streambus.bridge.store.LinkStore;
import io.streambus.bridge.store.StoreUnavailableException;
import io.streambus.bridge.store.StoredLink;
import io.streambus.bridge.store.UnreadableLink;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A store in memory that can go away and remembers what it was told. Thread-safe: guarded by this. */
final class FakeLinkStore implements LinkStore {

    private final Map<String, StoredLink> links = new TreeMap<>();
    private final List<String> writes = new ArrayList<>();
    private int writesUntilAway = Integer.MAX_VALUE;

    private List<UnreadableLink> unreadable = List.of();

    synchronized void holdsUnreadable(UnreadableLink link) {
        unreadable = List.of(link);
    }

    @Override
    public ClusterStore clusters() {
        throw new AssertionError("the links do not ask for clusters");
    }

    @Override
    public PinnedClusters pinned() {
        throw new AssertionError("the links do not ask for clusters");
    }

    @Override
    public synchronized List<UnreadableLink> unreadable() {
        return unreadable.stream().filter(link -> !links.containsKey(link.id())).toList();
    }

    /** The next {@code writes} writes work, those after them do not. */
    synchronized void goAwayAfter(int writes) {
        writesUntilAway = writes;
    }

    synchronized void comeBack() {
        writesUntilAway = Integer.MAX_VALUE;
    }

    /** Desired states in the order in which they were written; {@code removed} for a removal. */
    synchronized List<String> writes() {
        return List.copyOf(writes);
    }

    @Override
    public synchronized List<StoredLink> all() {
        return List.copyOf(links.values());
    }

    @Override
    public synchronized void put(StoredLink link) {
        write();
        writes.add(
                link.phase() == StoredLink.Phase.CREATED
                        ? link.desired().word()
                        : link.phase().name().toLowerCase(Locale.ROOT));
        links.put(link.id(), link);
    }

    @Override
    public synchronized void remove(String id) {
        write();
        writes.add("removed");
        links.remove(id);
    }

    private void write() {
        if (writesUntilAway <= 0) {
            throw new StoreUnavailableException("the control cluster is away", null);
        }
        writesUntilAway--;
    }

    @Override
    public void close() {
        // Nothing to let go of.
    }
}
