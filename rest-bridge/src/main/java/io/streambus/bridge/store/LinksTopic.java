package io.streambus.bridge.store;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;

/**
 * The links topic itself.
 *
 * @param name of the topic
 * @param replicationFactor of the topic when it has to be created; -1 takes the brokers' default
 */
public record LinksTopic(String name, short replicationFactor) {

    private static final Duration TIMEOUT = Duration.ofSeconds(15);

    /**
     * Creates the topic if it is missing.
     *
     * @throws StoreUnavailableException if the control cluster did not answer in time
     * @throws IllegalStateException if the topic is there and would lose links
     */
    void ensure(Admin admin) {
        NewTopic topic = new NewTopic(name, Optional.of(1), Optional.of(replicationFactor))
                .configs(Map.of(
                        TopicConfig.CLEANUP_POLICY_CONFIG,
                        TopicConfig.CLEANUP_POLICY_COMPACT,
                        // The default of 1 MiB is as large as the largest document, which the defaults written out make
                        // larger.
                        TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                        "4194304"));
        try {
            await(admin.createTopics(List.of(topic)).all());
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw unavailable("creating", e.getCause());
            }
            requireCompacted(admin);
        }
    }

    private void requireCompacted(Admin admin) {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, name);
        try {
            String policy = await(admin.describeConfigs(List.of(resource)).all())
                    .get(resource)
                    .get(TopicConfig.CLEANUP_POLICY_CONFIG)
                    .value();
            if (!policy.equals(TopicConfig.CLEANUP_POLICY_COMPACT)) {
                throw new IllegalStateException(
                        "topic " + name + " has cleanup.policy=" + policy
                                + " and would lose links; it must be compact: alter the topic, or name another one in links.topic");
            }
        } catch (ExecutionException e) {
            throw unavailable("describing", e.getCause());
        }
    }

    private <T> T await(KafkaFuture<T> future) throws ExecutionException {
        try {
            return future.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw unavailable("reaching", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable("reaching", e);
        }
    }

    private StoreUnavailableException unavailable(String what, Throwable cause) {
        String reason = cause instanceof KafkaException ? cause.getMessage() : cause.toString();
        return new StoreUnavailableException(
                what + " topic " + name + " on the control cluster did not work: " + reason, cause);
    }
}
