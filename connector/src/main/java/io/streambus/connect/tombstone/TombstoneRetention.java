package io.streambus.connect.tombstone;

import io.streambus.connect.cluster.ClusterAdmin;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.DescribeConfigsOptions;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Asks the source for how long its topics keep tombstones, without ever blocking its caller. Thread-safe; the client belongs to the caller. */
public final class TombstoneRetention {

    /** Of a topic that never takes a record away because of a later one. */
    static final Duration FOR_EVER = Duration.ofMillis(Long.MAX_VALUE);

    private final ClusterAdmin source;

    public TombstoneRetention(ClusterAdmin source) {
        this.source = source;
    }

    /**
     * @return by topic; {@link #FOR_EVER} for those that are not compacted, are gone, or whose settings the flow may not see. Completes exceptionally if
     *     the source does not say
     */
    public CompletableFuture<Map<String, Duration>> of(Set<String> topics) {
        List<ConfigResource> resources = topics.stream()
                .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic))
                .toList();
        Map<String, CompletableFuture<Duration>> answers = new HashMap<>();
        source.client()
                .describeConfigs(resources, new DescribeConfigsOptions().timeoutMs(source.timeoutMs()))
                .values()
                .forEach((resource, answer) -> answers.put(
                        resource.name(),
                        answer.toCompletionStage().toCompletableFuture().handle(TombstoneRetention::kept)));
        return CompletableFuture.allOf(answers.values().toArray(CompletableFuture[]::new))
                .thenApply(done -> {
                    Map<String, Duration> kept = new HashMap<>();
                    answers.forEach((topic, answer) -> kept.put(topic, answer.join()));
                    return kept;
                });
    }

    private static Duration kept(Config settings, Throwable error) {
        if (error == null) {
            return kept(settings);
        }
        if (error instanceof UnknownTopicOrPartitionException || error instanceof AuthorizationException) {
            return FOR_EVER;
        }
        throw new CompletionException(error);
    }

    static Duration kept(Config settings) {
        ConfigEntry policy = settings.get(TopicConfig.CLEANUP_POLICY_CONFIG);
        ConfigEntry time = settings.get(TopicConfig.DELETE_RETENTION_MS_CONFIG);
        return policy == null
                        || time == null
                        || policy.value() == null
                        || !policy.value().contains(TopicConfig.CLEANUP_POLICY_COMPACT)
                ? FOR_EVER
                : Duration.ofMillis(Long.parseLong(time.value()));
    }
}
