package io.streambus.bridge.plan;

import io.streambus.bridge.link.LinkedCluster;
import io.streambus.bridge.link.ReplicationLink;
import java.util.List;
import java.util.Objects;

/**
 * One direction of a link.
 *
 * @param connector the connector's name, which is the flow's name in the checkpoints topic too
 */
public record Flow(String connector, LinkedCluster source, LinkedCluster target) {
    public Flow {
        Objects.requireNonNull(connector, "connector");
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(target, "target");
    }

    /** The flows of a link: one, or for active-active one each way. The first goes from the link's source to its target. */
    public static List<Flow> of(ReplicationLink link) {
        Flow there = between(link, link.source(), link.target());
        return switch (link.type()) {
            case ACTIVE_PASSIVE -> List.of(there);
            case ACTIVE_ACTIVE -> List.of(there, between(link, link.target(), link.source()));
        };
    }

    /**
     * Two links never share a name: ids and cluster ids may hold the joints too, but then the names differ elsewhere only if somebody makes them
     * collide on purpose, and creating the second link is refused because the connector exists.
     */
    private static Flow between(ReplicationLink link, LinkedCluster source, LinkedCluster target) {
        return new Flow(
                "streambus." + link.id() + '.' + source.clusterId() + ".to." + target.clusterId(), source, target);
    }
}
