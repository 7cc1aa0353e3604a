package io.streambus.connect.identity;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.clients.admin.DescribeClusterResult;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.TopicListing;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.Uuid;

/** Asks a cluster what it says of itself: two requests, whatever its size, and no right but to be connected. Thread-safe. */
public final class ClusterQuestion {

    private ClusterQuestion() {}

    /**
     * What a cluster has answered.
     *
     * @param topics the names of all topics that may be described, internal ones too
     */
    public record Answer(ClusterIdentity identity, Set<String> topics) {
        public Answer {
            topics = Set.copyOf(topics);
        }
    }

    /**
     * @param admin belongs to the caller
     * @return fails with the client's exception
     */
    public static CompletableFuture<Answer> ask(Admin admin, int timeoutMs) {
        DescribeClusterResult cluster = admin.describeCluster(new DescribeClusterOptions().timeoutMs(timeoutMs));
        CompletableFuture<Collection<TopicListing>> topics = future(
                admin.listTopics(new ListTopicsOptions().listInternal(true).timeoutMs(timeoutMs))
                        .listings());
        // Not combined with null: brokers may give no id.
        return future(cluster.clusterId())
                .thenApply(Optional::ofNullable)
                .thenCombine(
                        future(cluster.nodes()), (id, nodes) -> new ClusterIdentity(id, Map.of(), addresses(nodes)))
                .thenCombine(topics, ClusterQuestion::answer);
    }

    private static Answer answer(ClusterIdentity cluster, Collection<TopicListing> topics) {
        Map<String, String> ids = new TreeMap<>();
        topics.stream()
                // From brokers before 2.8.
                .filter(topic -> !topic.topicId().equals(Uuid.ZERO_UUID))
                .forEach(topic -> ids.put(topic.name(), topic.topicId().toString()));
        return new Answer(
                new ClusterIdentity(cluster.clusterId(), ids, cluster.addresses()),
                topics.stream().map(TopicListing::name).collect(Collectors.toSet()));
    }

    private static Set<String> addresses(Collection<Node> nodes) {
        return nodes.stream().map(node -> node.host() + ':' + node.port()).collect(Collectors.toSet());
    }

    private static <T> CompletableFuture<T> future(KafkaFuture<T> asked) {
        return asked.toCompletionStage().toCompletableFuture();
    }
}
