package io.streambus.bridge.lifecycle;

import io.streambus.bridge.link.LinkStatus;
import io.streambus.bridge.store.StoredLink;
import io.streambus.bridge.store.StoredLink.Phase;
import io.streambus.bridge.store.UnreadableLink;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The links of another bridge, as the store tells. Failures and what blocks a link are known to their owner only and show here as none. Thread-safe if the
 * supplier is.
 */
public final class StoredLinks implements LinkViews {

    private final Supplier<List<StoredLink>> stored;
    private final Supplier<List<UnreadableLink>> unreadable;

    /**
     * @param stored what the store has now
     * @param unreadable what it has and cannot read
     */
    public StoredLinks(Supplier<List<StoredLink>> stored, Supplier<List<UnreadableLink>> unreadable) {
        this.stored = stored;
        this.unreadable = unreadable;
    }

    @Override
    public List<LinkView> all() {
        return stored.get().stream()
                .filter(link -> link.phase() != Phase.CREATING)
                .map(link -> LinkView.of(link, reconciled(link), 0, 0, Map.of(), Optional.empty()))
                .sorted(Comparator.comparing(LinkView::createdAt).thenComparing(LinkView::id))
                .toList();
    }

    @Override
    public Optional<LinkView> find(String id) {
        return all().stream().filter(view -> view.id().equals(id)).findFirst();
    }

    @Override
    public List<UnreadableLink> unreadable() {
        return unreadable.get();
    }

    private static boolean reconciled(StoredLink link) {
        boolean asDesired = switch (link.desired()) {
            case RUNNING -> link.status() instanceof LinkStatus.Active;
            case PAUSED -> link.status() instanceof LinkStatus.Paused;
            case STOPPED -> link.status() instanceof LinkStatus.Stopped;
        };
        return link.phase() == Phase.CREATED && asDesired && link.appliedRevision() == link.revision();
    }
}
