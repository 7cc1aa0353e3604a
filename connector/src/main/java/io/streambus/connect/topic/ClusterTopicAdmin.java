package io.streambus.connect.topic;

import io.streambus.connect.cluster.ClusterAdmin;
import io.streambus.connect.cluster.ClusterException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AccessControlEntryFilter;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePatternFilter;
import org.apache.kafka.common.resource.ResourceType;

/** Asks a cluster through its admin client. Thread-safe; the client belongs to the caller. */
public final class ClusterTopicAdmin implements TopicAdmin {

    private static final AclBindingFilter ALL_OF_TOPICS = new AclBindingFilter(
            new ResourcePatternFilter(ResourceType.TOPIC, null, PatternType.ANY), AccessControlEntryFilter.ANY);

    private final ClusterAdmin admin;

    public ClusterTopicAdmin(ClusterAdmin admin) {
        this.admin = admin;
    }

    @Override
    public String cluster() {
        return admin.cluster();
    }

    @Override
    public Map<String, Config> settings(Collection<String> topics) throws InterruptedException {
        List<ConfigResource> resources =
                topics.stream().map(ClusterTopicAdmin::resource).toList();
        return admin.await(admin.client().describeConfigs(resources).all()).entrySet().stream()
                .collect(Collectors.toMap(entry -> entry.getKey().name(), Map.Entry::getValue));
    }

    @Override
    public Map<String, Throwable> create(Collection<NewTopic> topics) throws InterruptedException {
        return failures(admin.client().createTopics(topics).values(), Function.identity());
    }

    @Override
    public Map<String, Throwable> grow(Map<String, Integer> partitions) throws InterruptedException {
        Map<String, NewPartitions> wanted = new HashMap<>();
        partitions.forEach((topic, count) -> wanted.put(topic, NewPartitions.increaseTo(count)));
        return failures(admin.client().createPartitions(wanted).values(), Function.identity());
    }

    @Override
    public Map<String, Throwable> alter(Map<String, Collection<AlterConfigOp>> changes) throws InterruptedException {
        Map<ConfigResource, Collection<AlterConfigOp>> wanted = new HashMap<>();
        changes.forEach((topic, ofTopic) -> wanted.put(resource(topic), ofTopic));
        return failures(admin.client().incrementalAlterConfigs(wanted).values(), ConfigResource::name);
    }

    @Override
    public Collection<AclBinding> rights() throws InterruptedException {
        return admin.await(admin.client().describeAcls(ALL_OF_TOPICS).values());
    }

    @Override
    public void give(Collection<AclBinding> rights) throws InterruptedException {
        admin.await(admin.client().createAcls(rights).all());
    }

    private <K> Map<String, Throwable> failures(Map<K, KafkaFuture<Void>> answers, Function<K, String> topic)
            throws InterruptedException {
        Map<String, Throwable> failures = new HashMap<>();
        for (Map.Entry<K, KafkaFuture<Void>> answer : answers.entrySet()) {
            try {
                admin.await(answer.getValue());
            } catch (ClusterException e) {
                if (e.getCause() instanceof TimeoutException) {
                    throw e;
                }
                failures.put(topic.apply(answer.getKey()), e.getCause());
            }
        }
        return failures;
    }

    private static ConfigResource resource(String topic) {
        return new ConfigResource(ConfigResource.Type.TOPIC, topic);
    }
}
