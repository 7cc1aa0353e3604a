package io.streambus.bridge.link;

import io.streambus.bridge.link.cluster.LinkedCluster;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * What a user desires: which topics go from where to where, and how. Holds no state and no measurements.
 *
 * @param id {@code [a-zA-Z0-9._-]{1,120}}
 * @param name for people; not empty
 * @param groups consumer groups whose offsets are to follow, names and patterns; empty means all
 * @param groupsExclude they win
 * @param allowOverlap ids of links that may write the same topics of a target, whether they are there or not
 */
public record ReplicationLink(
        String id,
        String name,
        Topology topology,
        Mode mode,
        TopicScope topics,
        List<String> groups,
        List<String> groupsExclude,
        FlowTuning tuning,
        MessageFilter filter,
        HeaderRules headers,
        FailoverPolicy failover,
        List<String> allowOverlap) {

    /** A link that shares its target's topics with no other. */
    public ReplicationLink(
            String id,
            String name,
            Topology topology,
            Mode mode,
            TopicScope topics,
            List<String> groups,
            List<String> groupsExclude,
            FlowTuning tuning,
            MessageFilter filter,
            HeaderRules headers,
            FailoverPolicy failover) {
        this(id, name, topology, mode, topics, groups, groupsExclude, tuning, filter, headers, failover, List.of());
    }

    public ReplicationLink {
        if (!LinkedCluster.isId(id)) {
            throw new IllegalArgumentException("id must be 1 to 120 letters, digits, '.', '_' or '-'");
        }
        if (name.isBlank()) {
            throw new IllegalArgumentException("name must not be empty");
        }
        Objects.requireNonNull(topology, "topology");
        Objects.requireNonNull(mode, "mode");
        Objects.requireNonNull(topics, "topics");
        groups = List.copyOf(groups);
        groupsExclude = List.copyOf(groupsExclude);
        Objects.requireNonNull(tuning, "tuning");
        Objects.requireNonNull(filter, "filter");
        Objects.requireNonNull(headers, "headers");
        Objects.requireNonNull(failover, "failover");
        allowOverlap = List.copyOf(allowOverlap);
    }

    /** The same link between other clusters. */
    public ReplicationLink between(Topology newTopology) {
        return new ReplicationLink(
                id,
                name,
                newTopology,
                mode,
                topics,
                groups,
                groupsExclude,
                tuning,
                filter,
                headers,
                failover,
                allowOverlap);
    }

    public LinkType type() {
        return topology.type();
    }

    /** On which side of a flow its connector runs, by the words of the link document. */
    public enum Mode {
        /** Near the target: across the distance goes what is read, in large fetches. */
        PULL,
        /** Near the source: every connection is opened from there, for networks that let none in. */
        PUSH;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static Optional<Mode> of(String word) {
            return Arrays.stream(values())
                    .filter(mode -> mode.word().equals(word))
                    .findFirst();
        }

        public static List<String> words() {
            return Arrays.stream(values()).map(Mode::word).toList();
        }
    }
}
