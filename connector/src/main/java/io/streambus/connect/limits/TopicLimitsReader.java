package io.streambus.connect.limits;

import io.streambus.connect.topic.ClusterAdmin;
import io.streambus.connect.topic.ClusterException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the target which records its topics take. Confined to the task's thread; the client belongs to the caller. */
public final class TopicLimitsReader {

    private static final Logger LOG = LoggerFactory.getLogger(TopicLimitsReader.class);

    private final ClusterAdmin target;
    private boolean saidThatUnseen;

    public TopicLimitsReader(ClusterAdmin target) {
        this.target = target;
    }

    /**
     * @return the limits by topic; {@link TopicLimits#NONE} for topics that do not exist or whose settings the flow may not see
     * @throws ClusterException if the target does not say
     */
    public Map<String, TopicLimits> of(Collection<String> topics) throws InterruptedException {
        Set<ConfigResource> resources = topics.stream()
                .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic))
                .collect(Collectors.toSet());
        Map<String, TopicLimits> limits = new HashMap<>();
        for (Map.Entry<ConfigResource, KafkaFuture<Config>> answer :
                target.client().describeConfigs(resources).values().entrySet()) {
            limits.put(answer.getKey().name(), limits(answer.getKey().name(), answer.getValue()));
        }
        return limits;
    }

    private TopicLimits limits(String topic, KafkaFuture<Config> answer) throws InterruptedException {
        try {
            return TopicLimits.of(target.await(answer));
        } catch (ClusterException e) {
            if (e.getCause() instanceof AuthorizationException) {
                if (!saidThatUnseen) {
                    LOG.warn(
                            "The flow may not see the settings of {} on the target: a record that the topic refuses will fail the whole task, not"
                                    + " only its partition. Grant DescribeConfigs on the topics.",
                            topic);
                }
                saidThatUnseen = true;
                return TopicLimits.NONE;
            }
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return TopicLimits.NONE;
            }
            throw e;
        }
    }
}
