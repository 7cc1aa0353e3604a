package io.streambus.bridge.lifecycle;

import io.streambus.bridge.store.UnreadableLink;
import java.util.List;
import java.util.Optional;

/** All links, to be read: as their owner knows them, or as the store tells. Thread-safe. */
public interface LinkViews {

    /** In the order of creation, then of ids. */
    List<LinkView> all();

    Optional<LinkView> find(String id);

    /** The links that cannot be read, by id. They are in neither of the above. */
    List<UnreadableLink> unreadable();

    default Optional<UnreadableLink> findUnreadable(String id) {
        return unreadable().stream().filter(link -> link.id().equals(id)).findFirst();
    }
}
