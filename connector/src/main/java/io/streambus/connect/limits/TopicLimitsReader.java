package io.streambus.connect.limits;

import io.streambus.connect.cluster.ClusterAdmin;
import io.streambus.connect.cluster.ClusterException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.DescribeConfigsOptions;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the target which records its topics take, without ever blocking its caller: settings change, so this is asked with every snapshot of the topics.
 * Thread-safe; the client belongs to the caller.
 */
public final class TopicLimitsReader {

    private static final Logger LOG = LoggerFactory.getLogger(TopicLimitsReader.class);

    private final ClusterAdmin target;
    private final AtomicBoolean saidThatUnseen = new AtomicBoolean();

    public TopicLimitsReader(ClusterAdmin target) {
        this.target = target;
    }

    /**
     * @return completes with the limits of each of the topics, {@link TopicLimits#NONE} for those that do not exist or whose settings the flow may
     *     not see; exceptionally with a {@link ClusterException} if the target does not say
     */
    public CompletableFuture<Map<String, TopicLimits>> read(Collection<String> topics) {
        if (topics.isEmpty()) {
            return CompletableFuture.completedFuture(Map.of());
        }
        List<ConfigResource> resources = topics.stream()
                .distinct()
                .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic))
                .toList();
        Map<String, CompletableFuture<TopicLimits>> answers = new HashMap<>();
        target.client()
                .describeConfigs(resources, new DescribeConfigsOptions().timeoutMs(target.timeoutMs()))
                .values()
                .forEach((resource, answer) -> answers.put(resource.name(), limits(resource.name(), answer)));
        return CompletableFuture.allOf(answers.values().toArray(CompletableFuture[]::new))
                .exceptionallyCompose(error -> CompletableFuture.failedFuture(cause(error)))
                .thenApply(done -> {
                    Map<String, TopicLimits> limits = new HashMap<>();
                    answers.forEach((topic, answer) -> limits.put(topic, answer.join()));
                    return limits;
                });
    }

    private CompletableFuture<TopicLimits> limits(String topic, KafkaFuture<Config> answer) {
        return answer.toCompletionStage().toCompletableFuture().handle((settings, error) -> {
            if (error == null) {
                return TopicLimits.of(settings);
            }
            Throwable cause = cause(error);
            if (cause instanceof UnknownTopicOrPartitionException) {
                return TopicLimits.NONE;
            }
            if (cause instanceof AuthorizationException) {
                sayThatUnseen(topic);
                return TopicLimits.NONE;
            }
            throw new ClusterException(target.cluster(), cause);
        });
    }

    private static Throwable cause(Throwable error) {
        return error instanceof CompletionException ? error.getCause() : error;
    }

    private void sayThatUnseen(String topic) {
        if (!saidThatUnseen.getAndSet(true)) {
            LOG.warn(
                    "The flow may not see the settings of {} on the target: a record that the topic refuses will fail the whole task, not"
                            + " only its partition. Grant DescribeConfigs on the topics.",
                    topic);
        }
    }
}
