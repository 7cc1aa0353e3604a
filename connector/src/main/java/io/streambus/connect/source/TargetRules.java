package io.streambus.connect.source;

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
final class TargetRules {

    private static final Logger LOG = LoggerFactory.getLogger(TargetRules.class);

    private final ClusterAdmin target;
    private boolean saidThatUnseen;

    TargetRules(ClusterAdmin target) {
        this.target = target;
    }

    /**
     * @return the rules by topic; {@link TopicRules#NONE} for topics that do not exist or whose settings the flow may not see
     * @throws ClusterException if the target does not say
     */
    Map<String, TopicRules> of(Collection<String> topics) throws InterruptedException {
        Set<ConfigResource> resources = topics.stream()
                .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic))
                .collect(Collectors.toSet());
        Map<String, TopicRules> rules = new HashMap<>();
        for (Map.Entry<ConfigResource, KafkaFuture<Config>> answer :
                target.client().describeConfigs(resources).values().entrySet()) {
            rules.put(answer.getKey().name(), rules(answer.getKey().name(), answer.getValue()));
        }
        return rules;
    }

    private TopicRules rules(String topic, KafkaFuture<Config> answer) throws InterruptedException {
        try {
            return TopicRules.of(target.await(answer));
        } catch (ClusterException e) {
            if (e.getCause() instanceof AuthorizationException) {
                if (!saidThatUnseen) {
                    LOG.warn(
                            "The flow may not see the settings of {} on the target: a record that the topic refuses will fail the whole task, not"
                                    + " only its partition. Grant DescribeConfigs on the topics.",
                            topic);
                }
                saidThatUnseen = true;
                return TopicRules.NONE;
            }
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return TopicRules.NONE;
            }
            throw e;
        }
    }
}
