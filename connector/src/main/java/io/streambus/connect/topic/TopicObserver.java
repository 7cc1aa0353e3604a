package io.streambus.connect.topic;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.connect.errors.ConnectException;

/**
 * Looks at the topics of both clusters without ever blocking its caller: a task's thread asks and goes on copying. Thread-safe. The admin
 * clients belong to the caller, who closes them.
 */
public final class TopicObserver {

    private final Admin source;
    private final Admin target;
    private final TopicSelection selection;
    private final TopicNaming naming;
    private final int timeoutMs;

    /** @param timeout of each request; a look takes three in a row */
    public TopicObserver(Admin source, Admin target, TopicSelection selection, TopicNaming naming, Duration timeout) {
        this.source = source;
        this.target = target;
        this.selection = selection;
        this.naming = naming;
        this.timeoutMs = Math.toIntExact(timeout.toMillis());
    }

    /**
     * @return completes with the topics that the flow carries, by name; exceptionally with the client's exception, or with a
     *     {@link ConnectException} if two topics have the same name on the target
     */
    public CompletableFuture<List<SourceTopic>> observe() {
        return source.listTopics(new ListTopicsOptions().timeoutMs(timeoutMs))
                .names()
                .toCompletionStage()
                .toCompletableFuture()
                .thenCompose(names -> describe(
                        source, names.stream().filter(selection::selects).toList()))
                .thenCompose(found -> {
                    Map<String, String> targetNames = targetNames(found.keySet());
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

    private CompletableFuture<Map<String, TopicDescription>> describe(Admin cluster, Collection<String> topics) {
        if (topics.isEmpty()) {
            return CompletableFuture.completedFuture(Map.of());
        }
        Map<String, TopicDescription> found = new HashMap<>();
        List<CompletableFuture<?>> answers = new ArrayList<>();
        cluster.describeTopics(topics, new DescribeTopicsOptions().timeoutMs(timeoutMs))
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
                                throw new CompletionException(cause);
                            }
                            return null;
                        })));
        return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
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
                    Optional.of(description.topicId()).filter(id -> !id.equals(Uuid.ZERO_UUID)),
                    description.partitions().size(),
                    targetName,
                    copy == null ? 0 : copy.partitions().size()));
        });
        return topics;
    }
}
