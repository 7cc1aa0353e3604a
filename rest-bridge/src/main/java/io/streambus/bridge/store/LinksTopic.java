package io.streambus.bridge.store;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The links topic itself.
 *
 * @param name of the topic
 * @param replicationFactor of the topic when it has to be created; -1 takes the brokers' default
 */
public record LinksTopic(String name, short replicationFactor) {

    private static final Logger LOG = LoggerFactory.getLogger(LinksTopic.class);

    /**
     * In bytes. Kafka's default of 1 MiB is as large as the largest body of the API, which the defaults written out make larger.
     */
    static final int LARGEST_ENTRY = 4 * 1_024 * 1_024;

    private static final Duration TIMEOUT = Duration.ofSeconds(15);

    /**
     * Creates the topic if it is missing.
     *
     * @return the largest entry that the topic takes, in bytes
     * @throws StoreUnavailableException if the control cluster did not answer in time
     * @throws IllegalStateException if the topic is there and would lose links
     */
    int ensure(Admin admin) {
        NewTopic topic = new NewTopic(name, Optional.of(1), Optional.of(replicationFactor))
                .configs(Map.of(
                        TopicConfig.CLEANUP_POLICY_CONFIG,
                        TopicConfig.CLEANUP_POLICY_COMPACT,
                        TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                        Integer.toString(LARGEST_ENTRY)));
        try {
            await(admin.createTopics(List.of(topic)).all());
            return LARGEST_ENTRY;
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw unavailable("creating", e.getCause());
            }
            Config config = config(admin);
            requireCompacted(config);
            return largestEntry(config);
        }
    }

    private Config config(Admin admin) {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, name);
        try {
            return await(admin.describeConfigs(List.of(resource)).all()).get(resource);
        } catch (ExecutionException e) {
            throw unavailable("describing", e.getCause());
        }
    }

    private void requireCompacted(Config config) {
        String policy = config.get(TopicConfig.CLEANUP_POLICY_CONFIG).value();
        if (!policy.equals(TopicConfig.CLEANUP_POLICY_COMPACT)) {
            throw new IllegalStateException("topic " + name + " has cleanup.policy=" + policy
                    + " and would lose links; it must be compact: alter the topic, or name another one in links.topic");
        }
    }

    private int largestEntry(Config config) {
        int taken = Integer.parseInt(
                config.get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG).value());
        if (taken < LARGEST_ENTRY) {
            LOG.warn(
                    "Topic {} has max.message.bytes={}; links that the API takes can be larger than that and are refused. Set it to {}"
                            + " and start the bridge again.",
                    name,
                    taken,
                    LARGEST_ENTRY);
        }
        return Math.min(taken, LARGEST_ENTRY);
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
