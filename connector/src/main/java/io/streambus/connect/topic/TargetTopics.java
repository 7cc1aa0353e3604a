package io.streambus.connect.topic;

import io.streambus.connect.cluster.ClusterException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.TopicExistsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates the topics that the target lacks, with the source's partition count and settings, and adds the partitions that the source has gained.
 * Never removes anything. Confined to the connector's refresh thread.
 */
public final class TargetTopics {

    private static final Logger LOG = LoggerFactory.getLogger(TargetTopics.class);

    private final TopicAdmin source;
    private final TopicAdmin target;
    private final Optional<Short> replicationFactor;
    private final SettingsInStep settingsInStep;

    /** @param replicationFactor -1 leaves it to the target's brokers */
    public TargetTopics(TopicAdmin source, TopicAdmin target, short replicationFactor, SettingsInStep settingsInStep) {
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
        Map<String, Config> settings =
                source.settings(missing.stream().map(SourceTopic::name).toList());
        List<NewTopic> wanted = new ArrayList<>();
        for (SourceTopic topic : missing) {
            wanted.add(new NewTopic(topic.targetName(), Optional.of(topic.partitions()), replicationFactor)
                    .configs(settingsInStep.initial(topic.name(), settings.get(topic.name()))));
        }
        Map<String, Throwable> failed = target.create(wanted);
        Set<String> created = new HashSet<>();
        for (SourceTopic topic : missing) {
            if (done(topic, failed, failures)) {
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
        Map<String, Throwable> failed = target.grow(
                topics.stream().collect(Collectors.toMap(SourceTopic::targetName, SourceTopic::partitions)));
        for (SourceTopic topic : topics) {
            if (done(topic, failed, failures)) {
                LOG.info(
                        "Grew topic {} on the target from {} to {} partitions, as {} has",
                        topic.targetName(),
                        topic.targetPartitions(),
                        topic.partitions(),
                        topic.name());
            }
        }
    }

    private static boolean done(SourceTopic topic, Map<String, Throwable> failed, Map<String, Throwable> failures) {
        Throwable failure = failed.get(topic.targetName());
        // Somebody else was faster, another flow or an operator: the next snapshot shows with how many partitions.
        if (failure != null && !(failure instanceof TopicExistsException)) {
            failures.put(topic.name(), failure);
        }
        return failure == null;
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
        Map<String, Config> ofSource =
                source.settings(present.stream().map(SourceTopic::name).toList());
        Map<String, Config> ofTarget =
                target.settings(present.stream().map(SourceTopic::targetName).toList());
        Map<String, Collection<AlterConfigOp>> changes = new HashMap<>();
        for (SourceTopic topic : present) {
            List<AlterConfigOp> ofTopic =
                    settingsInStep.changes(topic.name(), ofSource.get(topic.name()), ofTarget.get(topic.targetName()));
            if (!ofTopic.isEmpty()) {
                changes.put(topic.targetName(), ofTopic);
            }
        }
        Map<String, Throwable> failed = target.alter(changes);
        for (SourceTopic topic : present) {
            if (changes.containsKey(topic.targetName()) && done(topic, failed, failures)) {
                LOG.info(
                        "Brought {} settings of topic {} on the target into step with {}",
                        changes.get(topic.targetName()).size(),
                        topic.targetName(),
                        topic.name());
            }
        }
        return failures;
    }
}
