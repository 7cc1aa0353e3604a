package io.streambus.bridge.lifecycle;

import java.util.List;
import java.util.Optional;

/** All links, to be read: as their owner knows them, or as the store tells. Thread-safe. */
public interface LinkViews {

    /** In the order of creation, then of ids. */
    List<LinkView> all();

    Optional<LinkView> find(String id);
}
