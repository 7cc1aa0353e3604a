package io.streambus.connect.group;

import io.streambus.connect.checkpoint.group.GroupKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What an application of Kafka Streams would miss at the target: it goes on where it stood, but with the state that its own topics hold there. */
final class StreamsWarnings {

    private StreamsWarnings() {}

    /**
     * @param wanted groups of the source
     * @param carried topics that the flow carries
     * @return a sentence for each application that has topics of its own which the flow leaves out
     */
    static List<String> look(GroupCluster source, Map<String, GroupKind> wanted, Set<String> carried)
            throws InterruptedException {
        Set<String> applications = wanted.entrySet().stream()
                .filter(group -> group.getValue() == GroupKind.STREAMS)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
        List<String> warnings = new ArrayList<>();
        if (!applications.isEmpty()) {
            new TreeMap<>(source.internalTopics(applications)).forEach((application, topics) -> {
                Set<String> missing = new TreeSet<>(topics);
                missing.removeAll(carried);
                if (!missing.isEmpty()) {
                    warnings.add("The Kafka Streams application " + application
                            + " has topics of its own that the flow does not carry: " + String.join(", ", missing)
                            + ". At the target it would go on without what they hold. Add them to topics.");
                }
            });
        }
        return warnings;
    }
}
