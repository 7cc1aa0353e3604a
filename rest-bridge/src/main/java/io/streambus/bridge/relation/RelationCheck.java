package io.streambus.bridge.relation;

import io.streambus.bridge.link.ReplicationLink;
import java.util.List;

/** Looks at a link beside all others. Thread-safe. */
public interface RelationCheck {

    /** Finds nothing. */
    RelationCheck NONE = link -> List.of();

    /**
     * What is known by now of the link beside the others that are kept. Asks clusters, for some seconds at most; what does not answer in time is not
     * judged.
     *
     * @param link as it is to be
     */
    List<Finding> of(ReplicationLink link);
}
