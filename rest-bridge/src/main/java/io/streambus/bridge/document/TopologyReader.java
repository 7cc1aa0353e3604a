package io.streambus.bridge.document;

import io.streambus.bridge.json.Found;
import io.streambus.bridge.json.ObjectReader;
import io.streambus.bridge.link.LinkType;
import io.streambus.bridge.link.Topology;
import io.streambus.bridge.link.Topology.Direction;
import io.streambus.bridge.link.cluster.LinkedCluster;
import io.streambus.bridge.registry.ClusterDirectory;
import io.streambus.bridge.secrets.SecretPolicy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a link's type and the clusters it goes with. Confined to one reading. */
final class TopologyReader {

    static final String SOURCE = "source_cluster";
    static final String TARGET = "target_cluster";
    static final String SPOKES = "spokes";
    static final String CLUSTERS = "clusters";
    static final String DIRECTION = "direction";

    /** A flow is a connector with clients of its own; beyond these numbers a link is no longer one thing to start and stop. */
    private static final int MOST_SPOKES = 100;

    private static final int LARGEST_MESH = 12;

    private final ObjectReader link;
    private final String linkId;
    private final SecretPolicy secrets;
    private final ClusterDirectory registry;
    /** Where each cluster_id stands first. */
    private final Map<String, String> seen = new HashMap<>();

    private boolean sound = true;

    /**
     * @param linkId and {@code secrets} for what is secret in the clusters' security
     * @param registry for what the clusters leave out
     */
    TopologyReader(ObjectReader link, String linkId, SecretPolicy secrets, ClusterDirectory registry) {
        this.link = link;
        this.linkId = linkId;
        this.secrets = secrets;
        this.registry = registry;
    }

    /** @return empty when something is wrong that leaves no topology to speak of; it has been reported then */
    Optional<Topology> read() {
        Optional<LinkType> type = type();
        if (type.isEmpty()) {
            ofNoType();
            return Optional.empty();
        }
        Optional<? extends Topology> topology = switch (type.get()) {
            case ACTIVE_PASSIVE -> pair().map(pair -> new Topology.ActivePassive(pair.source(), pair.target()));
            case ACTIVE_ACTIVE -> pair().map(pair -> new Topology.ActiveActive(pair.source(), pair.target()));
            case STAR -> star();
            case MESH -> mesh();
        };
        return topology.map(found -> found);
    }

    private Optional<LinkType> type() {
        Optional<String> word = link.requiredText("type");
        Optional<LinkType> type = word.flatMap(LinkType::of);
        if (word.isPresent() && type.isEmpty()) {
            link.fault("type", "must be one of " + LinkType.words() + ", found " + Found.quoted(word.get()));
        }
        return type;
    }

    /** What the clusters should look like is not known; what is wrong with each of them is. */
    private void ofNoType() {
        if (link.has(SPOKES) || link.has(CLUSTERS)) {
            link.object(SOURCE).ifPresent(fields -> clusterOf(fields));
            link.object(TARGET).ifPresent(fields -> clusterOf(fields));
            link.objects(SPOKES, MOST_SPOKES).forEach(fields -> spoke(fields, Direction.BOTH));
            link.objects(CLUSTERS, LARGEST_MESH).forEach(fields -> clusterOf(fields));
        } else {
            pair();
        }
    }

    private Optional<Topology.Arrow> pair() {
        Optional<LinkedCluster> source = required(SOURCE);
        Optional<LinkedCluster> target = required(TARGET);
        return sound && source.isPresent() && target.isPresent()
                ? Optional.of(new Topology.Arrow(source.get(), target.get()))
                : Optional.empty();
    }

    private Optional<Topology> star() {
        boolean hubIsTarget = link.has(TARGET);
        if (link.has(SOURCE) == hubIsTarget) {
            link.fault(
                    SOURCE,
                    (hubIsTarget ? "must be left out where target_cluster is given" : "or target_cluster is required")
                            + ": a star has one hub, which is either of the two, and its other clusters in spokes");
            sound = false;
        }
        Optional<LinkedCluster> hub =
                link.object(hubIsTarget ? TARGET : SOURCE).flatMap(fields -> cluster(fields, clusterOf(fields)));
        List<ObjectReader> given = link.objects(SPOKES, MOST_SPOKES);
        bound(SPOKES, 1, MOST_SPOKES);
        List<Topology.Spoke> spokes = new ArrayList<>();
        for (ObjectReader fields : given) {
            spoke(fields, hubIsTarget ? Direction.AGGREGATE : Direction.DISTRIBUTE)
                    .filter(spoke ->
                            cluster(fields, Optional.of(spoke.cluster())).isPresent())
                    .ifPresent(spokes::add);
        }
        return sound && hub.isPresent() && spokes.size() == link.size(SPOKES)
                ? Optional.of(new Topology.Star(hub.get(), hubIsTarget, spokes))
                : Optional.empty();
    }

    private Optional<Topology.Spoke> spoke(ObjectReader fields, Direction byDefault) {
        String word = fields.text(DIRECTION).orElseGet(byDefault::word);
        Optional<Direction> direction = Direction.of(word);
        if (direction.isEmpty()) {
            fields.fault(DIRECTION, "must be one of " + Direction.words() + ", found " + Found.quoted(word));
        }
        Optional<LinkedCluster> cluster = clusterOf(fields);
        return cluster.map(found -> new Topology.Spoke(found, direction.orElse(byDefault)));
    }

    private Optional<Topology> mesh() {
        List<ObjectReader> given = link.objects(CLUSTERS, LARGEST_MESH);
        bound(CLUSTERS, 2, LARGEST_MESH);
        List<LinkedCluster> clusters = new ArrayList<>();
        for (ObjectReader fields : given) {
            cluster(fields, clusterOf(fields)).ifPresent(clusters::add);
        }
        return sound && clusters.size() == link.size(CLUSTERS)
                ? Optional.of(new Topology.Mesh(clusters))
                : Optional.empty();
    }

    private Optional<LinkedCluster> required(String field) {
        if (!link.has(field)) {
            link.fault(field, "is required");
        }
        return link.object(field).flatMap(fields -> cluster(fields, clusterOf(fields)));
    }

    private Optional<LinkedCluster> clusterOf(ObjectReader fields) {
        return new ClusterReader(fields, linkId, secrets, registry).read();
    }

    private void bound(String field, int min, int max) {
        int found = link.size(field);
        if (!link.has(field)) {
            link.fault(field, "is required");
            sound = false;
        } else if (found < min || found > max) {
            link.fault(field, "must hold " + min + " to " + max + " clusters, found " + found);
            sound = false;
        }
    }

    /** Empty where an earlier cluster has the same id, which is reported. */
    private Optional<LinkedCluster> cluster(ObjectReader fields, Optional<LinkedCluster> read) {
        return read.filter(cluster -> {
            String at = fields.pointer("cluster_id");
            String first = seen.putIfAbsent(cluster.clusterId(), at);
            if (first != null) {
                fields.faultAt(
                        at,
                        "must differ from every other cluster_id of the link, found "
                                + Found.quoted(cluster.clusterId()) + ", which stands at " + first + " too");
            }
            return first == null;
        });
    }
}
