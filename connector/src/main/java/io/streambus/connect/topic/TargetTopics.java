package io.streambus.connect.topic;

import io.streambus.connect.cluster.ClusterAdmin;
import io.streambus.connect.cluster.ClusterException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates the topics that the target lacks, with the source's partition count and settings, and adds the partitions that the source has gained.
 * Never removes anything. Confined to the connector's refresh thread; the admin clients belong to the caller.
 */
public final class TargetTopics {

    private static final Logger LOG = LoggerFactory.getLogger(TargetTopics.class);

    private final ClusterAdmin source;
    private final ClusterAdmin target;
    private final Optional<Short> replicationFactor;
    private final SettingsInStep settingsInStep;

    /** @param replicationFactor -1 leaves it to the target's brokers */
    public TargetTopics(
            ClusterAdmin source, ClusterAdmin target, short replicationFactor, SettingsInStep settingsInStep) {
        this.source = source;
        this.target = target;
        this.replicationFactor = replicationFactor == -1 ? Optional.empty() : Optional.of(replicationFactor);
        this.settingsInStep = settingsInStep;
    }

    /**
     * What came of bringing topics into step.
     *
     * @param created the source's names of topics that the target has got from us
     * @param failures what could not be done, by source topic, with the client's exception; the other topics are done
     */
    public record Outcome(Set<String> created, Map<String, Throwable> failures) {
        public Outcome {
            created = Set.copyOf(created);
            failures = Map.copyOf(failures);
        }
    }

    /**
     * Brings the target's topics into step.
     *
     * @throws ClusterException if the source's topic settings could not be read
     */
    public Outcome reconcile(Collection<SourceTopic> topics) throws InterruptedException {
        List<SourceTopic> missing =
                topics.stream().filter(topic -> topic.targetPartitions() == 0).toList();
        List<SourceTopic> grown = topics.stream()
                .filter(topic -> topic.targetPartitions() > 0 && topic.awaitsTarget())
                .toList();
        Map<String, Throwable> failures = new HashMap<>();
        Set<String> created = missing.isEmpty() ? Set.of() : create(missing, failures);
        if (!grown.isEmpty()) {
            grow(grown, failures);
        }
        return new Outcome(created, failures);
    }

    private Set<String> create(List<SourceTopic> missing, Map<String, Throwable> failures) throws InterruptedException {
        Map<String, Config> settings = describe(source, missing, SourceTopic::name);
        List<NewTopic> wanted = new ArrayList<>();
        for (SourceTopic topic : missing) {
            wanted.add(new NewTopic(topic.targetName(), Optional.of(topic.partitions()), replicationFactor)
                    .configs(settingsInStep.initial(topic.name(), settings.get(topic.name()))));
        }
        Map<String, KafkaFuture<Void>> answers =
                target.client().createTopics(wanted).values();
        Set<String> created = new HashSet<>();
        for (SourceTopic topic : missing) {
            if (done(topic, answers.get(topic.targetName()), failures)) {
                created.add(topic.name());
                LOG.info(
                        "Created topic {} on the target with {} partitions, for {}",
                        topic.targetName(),
                        topic.partitions(),
                        topic.name());
            }
        }
        return created;
    }

    private void grow(List<SourceTopic> topics, Map<String, Throwable> failures) throws InterruptedException {
        Map<String, KafkaFuture<Void>> answers = target.client()
                .createPartitions(topics.stream()
                        .collect(Collectors.toMap(
                                SourceTopic::targetName, topic -> NewPartitions.increaseTo(topic.partitions()))))
                .values();
        for (SourceTopic topic : topics) {
            if (done(topic, answers.get(topic.targetName()), failures)) {
                LOG.info(
                        "Grew topic {} on the target from {} to {} partitions, as {} has",
                        topic.targetName(),
                        topic.targetPartitions(),
                        topic.partitions(),
                        topic.name());
            }
        }
    }

    private boolean done(SourceTopic topic, KafkaFuture<Void> answer, Map<String, Throwable> failures)
            throws InterruptedException {
        try {
            target.await(answer);
            return true;
        } catch (ClusterException e) {
            if (e.getCause() instanceof TimeoutException) {
                throw e;
            }
            // Somebody else was faster, another flow or an operator: the next look shows with how many partitions.
            if (!(e.getCause() instanceof TopicExistsException)) {
                failures.put(topic.name(), e.getCause());
            }
            return false;
        }
    }

    /**
     * Brings the settings of topics that are on both sides into step.
     *
     * @return what could not be done, by source topic, with the client's exception
     * @throws ClusterException if the settings could not be read
     */
    public Map<String, Throwable> reconcileSettings(Collection<SourceTopic> topics) throws InterruptedException {
        List<SourceTopic> present =
                topics.stream().filter(topic -> topic.targetPartitions() > 0).toList();
        Map<String, Throwable> failures = new HashMap<>();
        if (present.isEmpty()) {
            return failures;
        }
        Map<String, Config> ofSource = describe(source, present, SourceTopic::name);
        Map<String, Config> ofTarget = describe(target, present, SourceTopic::targetName);
        Map<ConfigResource, Collection<AlterConfigOp>> changes = new HashMap<>();
        for (SourceTopic topic : present) {
            List<AlterConfigOp> ofTopic =
                    settingsInStep.changes(topic.name(), ofSource.get(topic.name()), ofTarget.get(topic.targetName()));
            if (!ofTopic.isEmpty()) {
                changes.put(new ConfigResource(ConfigResource.Type.TOPIC, topic.targetName()), ofTopic);
            }
        }
        Map<ConfigResource, KafkaFuture<Void>> answers =
                target.client().incrementalAlterConfigs(changes).values();
        for (SourceTopic topic : present) {
            ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic.targetName());
            if (changes.containsKey(resource) && done(topic, answers.get(resource), failures)) {
                LOG.info(
                        "Brought {} settings of topic {} on the target into step with {}",
                        changes.get(resource).size(),
                        topic.targetName(),
                        topic.name());
            }
        }
        return failures;
    }

    private Map<String, Config> describe(
            ClusterAdmin cluster, List<SourceTopic> topics, Function<SourceTopic, String> name)
            throws InterruptedException {
        List<ConfigResource> resources = topics.stream()
                .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, name.apply(topic)))
                .toList();
        return cluster.await(cluster.client().describeConfigs(resources).all()).entrySet().stream()
                .collect(Collectors.toMap(entry -> entry.getKey().name(), Map.Entry::getValue));
    }
}
