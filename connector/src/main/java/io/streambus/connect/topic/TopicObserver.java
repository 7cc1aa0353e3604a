package io.streambus.connect.topic;

import io.streambus.connect.cluster.ClusterAdmin;
import io.streambus.connect.cluster.ClusterException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.connect.errors.ConnectException;

/**
 * Takes snapshots of the topics of both clusters without ever blocking its caller: a task's thread asks and goes on copying. Thread-safe. The admin
 * clients belong to the caller, who closes them.
 */
public final class TopicObserver {

    private final ClusterAdmin source;
    private final ClusterAdmin target;
    private final TopicSelection selection;
    private final TopicNaming naming;
    private final Shard shard;

    /** Topics that were there before. A cluster lists only what the flow may see, so that one that is missing may be hidden, not deleted. */
    private volatile Set<String> known;

    /**
     * A snapshot takes three requests in a row.
     *
     * @param known topics that the flow has copied before; those among them that it selects are asked for by name
     * @param shard of the task that looks: it sees its own topics only. A share of one task has all
     */
    public TopicObserver(
            ClusterAdmin source,
            ClusterAdmin target,
            TopicSelection selection,
            TopicNaming naming,
            Collection<String> known,
            Shard shard) {
        this.source = source;
        this.target = target;
        this.selection = selection;
        this.naming = naming;
        this.shard = shard;
        this.known = known.stream().filter(selection::selects).collect(Collectors.toUnmodifiableSet());
    }

    /**
     * @return completes with the topics of the share, by name; exceptionally with a {@link ClusterException}, which is a refusal if a topic
     *     that was there before may no longer be seen, or with a {@link ConnectException} if two topics have the same name on the target
     */
    public CompletableFuture<List<SourceTopic>> observe() {
        return source.watched(source.client()
                        .listTopics(new ListTopicsOptions().timeoutMs(source.timeoutMs()))
                        .names()
                        .toCompletionStage()
                        .toCompletableFuture())
                .thenCompose(names -> {
                    Set<String> asked = new TreeSet<>(known);
                    names.stream().filter(selection::selects).forEach(asked::add);
                    return describe(source, asked);
                })
                .thenCompose(found -> {
                    known = Set.copyOf(found.keySet());
                    Map<String, String> targetNames = targetNames(found.keySet());
                    // How many partitions a topic has is known only now.
                    targetNames
                            .keySet()
                            .removeIf(topic -> !shard.ownsAny(
                                    topic, found.get(topic).partitions().size()));
                    return describe(target, targetNames.values()).thenApply(there -> merge(found, targetNames, there));
                });
    }

    private Map<String, String> targetNames(Collection<String> topics) {
        Map<String, String> bySource = new TreeMap<>();
        Map<String, String> byTarget = new HashMap<>();
        List<String> clashes = new ArrayList<>();
        for (String topic : topics) {
            String targetName = naming.onTarget(topic);
            bySource.put(topic, targetName);
            String other = byTarget.put(targetName, topic);
            if (other != null) {
                clashes.add(other + " and " + topic + " would both be " + targetName);
            }
        }
        if (!clashes.isEmpty()) {
            throw new ConnectException("Topics must not share a name on the target: " + String.join("; ", clashes)
                    + ". Change topics.rename, or leave one out with topics.exclude.");
        }
        return bySource;
    }

    private static CompletableFuture<Map<String, TopicDescription>> describe(
            ClusterAdmin cluster, Collection<String> topics) {
        if (topics.isEmpty()) {
            return CompletableFuture.completedFuture(Map.of());
        }
        Map<String, TopicDescription> found = new HashMap<>();
        List<CompletableFuture<?>> answers = new ArrayList<>();
        cluster.client()
                .describeTopics(topics, new DescribeTopicsOptions().timeoutMs(cluster.timeoutMs()))
                .topicNameValues()
                .forEach((topic, answer) -> answers.add(answer.toCompletionStage()
                        .toCompletableFuture()
                        .handle((description, error) -> {
                            Throwable cause = error instanceof CompletionException ? error.getCause() : error;
                            if (cause == null) {
                                synchronized (found) {
                                    found.put(topic, description);
                                }
                            } else if (!(cause instanceof UnknownTopicOrPartitionException)) {
                                // A broker's answer to a question about one topic does not repeat its name.
                                throw new CompletionException(
                                        cause instanceof TopicAuthorizationException
                                                ? new TopicAuthorizationException(Set.of(topic))
                                                : cause);
                            }
                            return null;
                        })));
        return cluster.watched(CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new)))
                .thenApply(done -> found);
    }

    private static List<SourceTopic> merge(
            Map<String, TopicDescription> found, Map<String, String> targetNames, Map<String, TopicDescription> there) {
        List<SourceTopic> topics = new ArrayList<>();
        targetNames.forEach((name, targetName) -> {
            TopicDescription description = found.get(name);
            TopicDescription copy = there.get(targetName);
            topics.add(new SourceTopic(
                    name,
                    id(description),
                    description.partitions().size(),
                    targetName,
                    copy == null ? Optional.empty() : id(copy),
                    copy == null ? 0 : copy.partitions().size()));
        });
        return topics;
    }

    private static Optional<Uuid> id(TopicDescription topic) {
        return Optional.of(topic.topicId()).filter(id -> !id.equals(Uuid.ZERO_UUID));
    }
}
