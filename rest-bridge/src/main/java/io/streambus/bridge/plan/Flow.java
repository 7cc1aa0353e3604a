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

    /** The flows of a link, in the order of its topology's arrows. */
    public static List<Flow> of(ReplicationLink link) {
        return link.topology().arrows().stream()
                .map(arrow -> between(link, arrow.source(), arrow.target()))
                .toList();
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
