package io.streambus.bridge.plan;

import io.streambus.bridge.link.FlowId;
import io.streambus.bridge.link.ReplicationLink;
import io.streambus.bridge.link.cluster.LinkedCluster;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * One direction of a link.
 *
 * @param name of the flow in the checkpoints topic, and of the connector that copies
 */
public record Flow(String name, LinkedCluster source, LinkedCluster target) {
    public Flow {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(target, "target");
    }

    /** The flows of a link that has just been made, in the order of its topology's arrows. */
    public static List<Flow> of(ReplicationLink link) {
        return link.topology().arrows().stream()
                .map(arrow -> between(link, arrow.source(), arrow.target()))
                .toList();
    }

    /**
     * The flows of a link as it is kept: after a failover they are not those that its topology has by itself.
     *
     * @param ids between clusters of the link
     * @return in the order of the topology's arrows, and the others after them
     */
    public static List<Flow> of(ReplicationLink link, Collection<FlowId> ids) {
        Map<String, LinkedCluster> clusters = link.topology().clusters().stream()
                .collect(Collectors.toMap(LinkedCluster::clusterId, Function.identity()));
        List<FlowId> arrows = of(link).stream().map(Flow::id).toList();
        return ids.stream()
                .sorted((one, other) -> {
                    int byArrow = Integer.compare(place(arrows, one), place(arrows, other));
                    return byArrow == 0 ? one.compareTo(other) : byArrow;
                })
                .map(id -> between(link, clusters.get(id.source()), clusters.get(id.target())))
                .toList();
    }

    private static int place(List<FlowId> arrows, FlowId id) {
        int index = arrows.indexOf(id);
        return index < 0 ? arrows.size() : index;
    }

    /**
     * Two links never share a name: ids and cluster ids may hold the joints too, but then the names differ elsewhere only if somebody makes them
     * collide on purpose, and creating the second link is refused because the connector exists.
     */
    private static Flow between(ReplicationLink link, LinkedCluster source, LinkedCluster target) {
        return new Flow(
                "streambus." + link.id() + '.' + source.clusterId() + ".to." + target.clusterId(), source, target);
    }

    public FlowId id() {
        return new FlowId(source.clusterId(), target.clusterId());
    }
}
