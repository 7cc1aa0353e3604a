package io.streambus.bridge.observe;

import io.streambus.bridge.cluster.ClusterClients;
import io.streambus.bridge.cluster.ClusterUnreachableException;
import io.streambus.bridge.cluster.SafeMessage;
import io.streambus.bridge.link.LinkedCluster;
import io.streambus.bridge.link.ReplicationLink;
import io.streambus.bridge.plan.Flow;
import io.streambus.bridge.plan.LinkCompiler;
import io.streambus.connect.topic.TopicSelection;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;

/** Which topics a link would carry, by the rule that the connector itself applies. Thread-safe: clients live for one call. */
public final class SourceTopics {

    private final ClusterClients clients;

    public SourceTopics(ClusterClients clients) {
        this.clients = clients;
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
                .forEach(source ->
                        names(source).stream().filter(selection::selects).forEach(matching::add));
        return matching;
    }

    private Set<String> names(LinkedCluster source) {
        try (Admin admin = Admin.create(clients.settings(source, "streambus-bridge-topics"))) {
            return admin.listTopics().names().get(ClusterClients.TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            throw unreachable(source, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unreachable(source, e);
        }
    }

    private static ClusterUnreachableException unreachable(LinkedCluster source, Exception e) {
        return new ClusterUnreachableException(
                "source cluster " + source.clusterId() + " could not be asked for its topics: " + SafeMessage.of(e), e);
    }
}
