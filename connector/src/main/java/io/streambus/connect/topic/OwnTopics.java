package io.streambus.connect.topic;

import io.streambus.connect.cluster.ClusterException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates the topics that a flow needs on the target for its own use. They are created outright: a producer that asks for a topic makes brokers that
 * allow it create one with whatever settings they have by default. Confined to the caller's thread.
 */
public final class OwnTopics {

    private static final Logger LOG = LoggerFactory.getLogger(OwnTopics.class);

    private final TopicAdmin target;

    public OwnTopics(TopicAdmin target) {
        this.target = target;
    }

    /**
     * Creates a compacted topic, unless it is there already.
     *
     * @param partitions how many, 1 or more
     * @throws ClusterException if the target refuses or does not answer
     */
    public void createCompacted(String topic, int partitions, short replicas) throws InterruptedException {
        // Small segments: only closed ones are compacted, and every task reads its flow's part from its beginning.
        Map<String, String> settings = Map.of(
                TopicConfig.CLEANUP_POLICY_CONFIG,
                TopicConfig.CLEANUP_POLICY_COMPACT,
                TopicConfig.SEGMENT_BYTES_CONFIG,
                String.valueOf(16 << 20),
                TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG,
                "0.1");
        createOwn(topic, partitions, replicas, settings);
    }

    /**
     * Creates a topic for records that their own topic refuses, unless it is there already: it takes what other topics do not.
     *
     * @throws ClusterException if the target refuses or does not answer
     */
    public void createDeadLetters(String topic, short replicas) throws InterruptedException {
        createOwn(
                topic,
                1,
                replicas,
                Map.of(
                        TopicConfig.MAX_MESSAGE_BYTES_CONFIG, String.valueOf(100 << 20),
                        TopicConfig.MESSAGE_TIMESTAMP_AFTER_MAX_MS_CONFIG, String.valueOf(Long.MAX_VALUE),
                        TopicConfig.RETENTION_MS_CONFIG, "-1"));
    }

    private void createOwn(String topic, int partitions, short replicas, Map<String, String> settings)
            throws InterruptedException {
        NewTopic wanted = new NewTopic(
                        topic, Optional.of(partitions), replicas == -1 ? Optional.empty() : Optional.of(replicas))
                .configs(settings);
        Throwable failure = target.create(List.of(wanted)).get(topic);
        if (failure == null) {
            LOG.info("Created topic {} on the target", topic);
        } else if (!(failure instanceof TopicExistsException)) {
            throw new ClusterException(target.cluster(), failure);
        }
    }
}
