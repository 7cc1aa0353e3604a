package io.streambus.bridge.lifecycle;

import io.streambus.bridge.link.DesiredState;
import io.streambus.bridge.link.LinkStatus;
import io.streambus.bridge.store.StoredLink;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The links of another bridge, as the store tells. Failures and what blocks a link are known to their owner only and show here as none. Thread-safe if the
 * supplier is.
 */
public final class StoredLinks implements LinkViews {

    private final Supplier<List<StoredLink>> stored;

    /** @param stored what the store has now */
    public StoredLinks(Supplier<List<StoredLink>> stored) {
        this.stored = stored;
    }

    @Override
    public List<LinkView> all() {
        return stored.get().stream()
                .filter(link -> link.desired() != DesiredState.CREATING)
                .map(StoredLinks::view)
                .sorted(Comparator.comparing(LinkView::createdAt).thenComparing(LinkView::id))
                .toList();
    }

    @Override
    public Optional<LinkView> find(String id) {
        return all().stream().filter(view -> view.id().equals(id)).findFirst();
    }

    private static LinkView view(StoredLink link) {
        return new LinkView(
                link.link(),
                link.status(),
                link.desired(),
                reconciled(link),
                link.revision(),
                link.createdAt(),
                link.startedAt(),
                0,
                0,
                Optional.empty());
    }

    private static boolean reconciled(StoredLink link) {
        boolean asDesired = switch (link.desired()) {
            case RUNNING -> link.status() instanceof LinkStatus.Active;
            case PAUSED -> link.status() instanceof LinkStatus.Paused;
            case STOPPED -> link.status() instanceof LinkStatus.Stopped;
            case CREATING, DELETING -> false;
        };
        return asDesired && link.appliedRevision() == link.revision();
    }
}
