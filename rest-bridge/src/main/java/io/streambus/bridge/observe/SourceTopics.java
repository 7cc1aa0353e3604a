package io.streambus.bridge.observe;

import io.streambus.bridge.cluster.ClusterConnections;
import io.streambus.bridge.cluster.ClusterUnreachableException;
import io.streambus.bridge.link.ReplicationLink;
import io.streambus.bridge.plan.Flow;
import io.streambus.bridge.plan.LinkCompiler;
import io.streambus.connect.topic.TopicSelection;
import java.util.NavigableSet;
import java.util.TreeSet;

/** Which topics a link would carry, by the rule that the connector itself applies. Thread-safe. */
public final class SourceTopics {

    private final ClusterConnections connections;

    public SourceTopics(ClusterConnections connections) {
        this.connections = connections;
    }

    /**
     * The topics that match now on some cluster that the link reads. Takes some seconds at most for each of them.
     *
     * @throws ClusterUnreachableException if one of the clusters did not answer in time
     */
    public NavigableSet<String> matching(ReplicationLink link) {
        // Every flow of a link selects by the same rule.
        TopicSelection selection =
                FlowTopics.selection(LinkCompiler.compile(link).get(0));
        NavigableSet<String> matching = new TreeSet<>();
        Flow.of(link).stream()
                .map(Flow::source)
                .distinct()
                .forEach(source -> connections.topics(source).stream()
                        .filter(selection::selects)
                        .forEach(matching::add));
        return matching;
    }
}
