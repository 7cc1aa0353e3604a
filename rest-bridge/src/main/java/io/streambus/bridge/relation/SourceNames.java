package io.streambus.bridge.relation;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The topics that are judged, by cluster: those that are there, as far as it is known, and those that links name there. Confined to one thread. */
public final class SourceNames {

    private final Map<String, Set<String>> byCluster = new HashMap<>();

    /**
     * @param existing the topics that clusters have, by cluster_id; clusters that are not known are missing
     * @param flows of all links
     */
    public SourceNames(Map<String, Set<String>> existing, Collection<FlowReach> flows) {
        existing.forEach((cluster, topics) -> of(cluster).addAll(topics));
        flows.forEach(flow -> of(flow.flow().source()).addAll(flow.named()));
    }

    Set<String> of(String cluster) {
        return byCluster.computeIfAbsent(cluster, none -> new TreeSet<>());
    }

    Set<String> takenBy(FlowReach flow) {
        return flow.topics(of(flow.flow().source()));
    }
}
