package io.streambus.connect.watch;

import io.streambus.connect.topic.SourceTopic;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Tells topics of the target that are the flow's own from those that somebody else has filled. A topic is the flow's own if the flow has created it
 * or found it empty, or if there is a trace of the flow: an offset stored in Connect (MirrorMaker 2's too), a checkpoint, or a copy among the last
 * records. What it has judged to be its own stays so. Confined to the caller's thread.
 */
final class Adoption {

    private final Supplier<Evidence> evidence;
    private final Set<String> own = new HashSet<>();
    private final Set<String> foreign = new HashSet<>();
    /** By source topic; read once, since later ones belong to topics that have been judged by then. */
    private Optional<Set<String>> checkpoints = Optional.empty();

    /** @param evidence opened for each round that has topics to judge, and closed after it */
    Adoption(Supplier<Evidence> evidence) {
        this.evidence = evidence;
    }

    /** What there is to go by; it says nothing of what it means. All of it may throw what asking a cluster throws. */
    interface Evidence extends AutoCloseable {

        /** Which of the topics Connect has stored offsets of. */
        Collection<SourceTopic> withStoredOffsets(Collection<SourceTopic> topics);

        /** Which of the topics, all of which exist on the target, hold records there. */
        Collection<SourceTopic> holdingRecords(Collection<SourceTopic> topics);

        /** The names of all source topics that the flow has checkpoints of. */
        Set<String> topicsWithCheckpoints();

        /** Whether a copy that this flow may have made stands among the last records of the topic on the target. */
        boolean holdsCopies(SourceTopic topic);

        @Override
        void close();
    }

    /**
     * @param topics all that the flow carries, as they were observed
     * @return those that exist on the target and are not the flow's own, in the given order
     */
    List<SourceTopic> foreignAmong(Collection<SourceTopic> topics) {
        topics.stream().filter(topic -> topic.targetPartitions() == 0).forEach(topic -> forget(topic.name()));
        List<SourceTopic> unknown = topics.stream()
                .filter(topic -> topic.targetPartitions() > 0 && !own.contains(topic.name()))
                .toList();
        if (!unknown.isEmpty()) {
            try (Evidence traces = evidence.get()) {
                judge(unknown, traces);
            }
        }
        return topics.stream().filter(topic -> foreign.contains(topic.name())).toList();
    }

    private void judge(List<SourceTopic> unknown, Evidence traces) {
        List<SourceTopic> open = new ArrayList<>(unknown);
        Collection<SourceTopic> stored = traces.withStoredOffsets(open);
        stored.forEach(topic -> own(topic.name()));
        open.removeAll(stored);
        if (open.isEmpty()) {
            return;
        }
        Collection<SourceTopic> filled = traces.holdingRecords(open);
        open.stream().filter(topic -> !filled.contains(topic)).forEach(topic -> own(topic.name()));
        open.retainAll(filled);
        // Whose records they are does not change while there are any.
        open.removeIf(topic -> foreign.contains(topic.name()));
        if (open.isEmpty()) {
            return;
        }
        if (checkpoints.isEmpty()) {
            checkpoints = Optional.of(Set.copyOf(traces.topicsWithCheckpoints()));
        }
        for (SourceTopic topic : open) {
            if (checkpoints.get().contains(topic.name()) || traces.holdsCopies(topic)) {
                own(topic.name());
            } else {
                foreign.add(topic.name());
            }
        }
    }

    /** @param topic the source's name of one that the flow has created on the target */
    void own(String topic) {
        own.add(topic);
        foreign.remove(topic);
    }

    private void forget(String topic) {
        own.remove(topic);
        foreign.remove(topic);
    }
}
