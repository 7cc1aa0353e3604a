package io.streambus.bridge.link;

import io.streambus.bridge.link.cluster.LinkedCluster;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Between which clusters a link copies, and which way. No two clusters of a link share a cluster_id. */
public sealed interface Topology {

    /** The word of the link document for this kind of topology. */
    LinkType type();

    /** Every cluster of the link once, in the order of the document. */
    List<LinkedCluster> clusters();

    /** The same topology with what the function makes of each cluster, whose cluster_id stays. */
    Topology with(UnaryOperator<LinkedCluster> change);

    /** Every direction in which records are copied, in a fixed order, each once. */
    List<Arrow> arrows();

    /**
     * Whether a flow copies what has come to its source as a copy too. In a star that is how the records of one spoke reach the others; where each
     * record comes first hand, it would bring it twice.
     */
    boolean forwardsCopies();

    /** Whether some cluster gets back by one flow what it gives by another, so that only provenance ends the circle. */
    default boolean goesBothWays() {
        Set<Arrow> arrows = new HashSet<>(arrows());
        return arrows.stream().anyMatch(arrow -> arrows.contains(arrow.reversed()));
    }

    /** From one cluster to another. */
    record Arrow(LinkedCluster source, LinkedCluster target) {
        public Arrow {
            Objects.requireNonNull(source, "source");
            Objects.requireNonNull(target, "target");
        }

        Arrow reversed() {
            return new Arrow(/* source= */ target, /* target= */ source);
        }
    }

    /** From the source to the target. */
    record ActivePassive(LinkedCluster source, LinkedCluster target) implements Topology {
        public ActivePassive {
            requireDistinct(List.of(source, target));
        }

        @Override
        public LinkType type() {
            return LinkType.ACTIVE_PASSIVE;
        }

        @Override
        public List<LinkedCluster> clusters() {
            return List.of(source, target);
        }

        @Override
        public Topology with(UnaryOperator<LinkedCluster> change) {
            return new ActivePassive(change.apply(source), change.apply(target));
        }

        @Override
        public List<Arrow> arrows() {
            return List.of(new Arrow(source, target));
        }

        @Override
        public boolean forwardsCopies() {
            return true;
        }
    }

    /** Both ways. */
    record ActiveActive(LinkedCluster source, LinkedCluster target) implements Topology {
        public ActiveActive {
            requireDistinct(List.of(source, target));
        }

        @Override
        public LinkType type() {
            return LinkType.ACTIVE_ACTIVE;
        }

        @Override
        public List<LinkedCluster> clusters() {
            return List.of(source, target);
        }

        @Override
        public Topology with(UnaryOperator<LinkedCluster> change) {
            return new ActiveActive(change.apply(source), change.apply(target));
        }

        @Override
        public List<Arrow> arrows() {
            return List.of(new Arrow(source, target), new Arrow(target, source));
        }

        @Override
        public boolean forwardsCopies() {
            return false;
        }
    }

    /**
     * Between a hub and each of its spokes.
     *
     * @param hubIsTarget which of the document's two fields names the hub: {@code target_cluster}, or else {@code source_cluster}
     * @param spokes at least one
     */
    record Star(LinkedCluster hub, boolean hubIsTarget, List<Spoke> spokes) implements Topology {
        public Star {
            spokes = List.copyOf(spokes);
            if (spokes.isEmpty()) {
                throw new IllegalArgumentException("a star has at least one spoke");
            }
            requireDistinct(clusters(hub, spokes));
        }

        @Override
        public LinkType type() {
            return LinkType.STAR;
        }

        @Override
        public List<LinkedCluster> clusters() {
            return clusters(hub, spokes);
        }

        private static List<LinkedCluster> clusters(LinkedCluster hub, List<Spoke> spokes) {
            return Stream.concat(Stream.of(hub), spokes.stream().map(Spoke::cluster))
                    .toList();
        }

        @Override
        public Topology with(UnaryOperator<LinkedCluster> change) {
            return new Star(
                    change.apply(hub),
                    hubIsTarget,
                    spokes.stream()
                            .map(spoke -> new Spoke(change.apply(spoke.cluster()), spoke.direction()))
                            .toList());
        }

        @Override
        public List<Arrow> arrows() {
            List<Arrow> arrows = new ArrayList<>();
            for (Spoke spoke : spokes) {
                if (spoke.direction() != Direction.DISTRIBUTE) {
                    arrows.add(new Arrow(spoke.cluster(), hub));
                }
                if (spoke.direction() != Direction.AGGREGATE) {
                    arrows.add(new Arrow(hub, spoke.cluster()));
                }
            }
            return arrows;
        }

        @Override
        public boolean forwardsCopies() {
            return true;
        }
    }

    /** Which way records go between the hub of a star and a spoke, by the words of the link document. */
    enum Direction {
        /** From the spoke to the hub. */
        AGGREGATE,
        /** From the hub to the spoke. */
        DISTRIBUTE,
        BOTH;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static Optional<Direction> of(String word) {
            return Arrays.stream(values())
                    .filter(direction -> direction.word().equals(word))
                    .findFirst();
        }

        public static List<String> words() {
            return Arrays.stream(values()).map(Direction::word).toList();
        }
    }

    /** A cluster at the end of a star's arm. */
    record Spoke(LinkedCluster cluster, Direction direction) {
        public Spoke {
            Objects.requireNonNull(cluster, "cluster");
            Objects.requireNonNull(direction, "direction");
        }
    }

    /**
     * From each cluster to each other.
     *
     * @param clusters at least two
     */
    record Mesh(List<LinkedCluster> clusters) implements Topology {
        public Mesh {
            clusters = List.copyOf(clusters);
            if (clusters.size() < 2) {
                throw new IllegalArgumentException("a mesh has at least two clusters");
            }
            requireDistinct(clusters);
        }

        @Override
        public LinkType type() {
            return LinkType.MESH;
        }

        @Override
        public Topology with(UnaryOperator<LinkedCluster> change) {
            return new Mesh(clusters.stream().map(change).toList());
        }

        @Override
        public List<Arrow> arrows() {
            List<Arrow> arrows = new ArrayList<>();
            for (LinkedCluster source : clusters) {
                for (LinkedCluster target : clusters) {
                    if (!source.equals(target)) {
                        arrows.add(new Arrow(source, target));
                    }
                }
            }
            return arrows;
        }

        @Override
        public boolean forwardsCopies() {
            return false;
        }
    }

    private static void requireDistinct(List<LinkedCluster> clusters) {
        Set<String> ids = new HashSet<>();
        for (LinkedCluster cluster : clusters) {
            if (!ids.add(cluster.clusterId())) {
                throw new IllegalArgumentException("two clusters of a link have the cluster_id " + cluster.clusterId()
                        + "; each must have its own");
            }
        }
    }
}
