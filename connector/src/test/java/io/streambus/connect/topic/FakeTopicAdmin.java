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
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ConfigEntry.ConfigSource;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.InvalidPartitionsException;
import org.apache.kafka.common.errors.SecurityDisabledException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** A cluster's topics, their settings and the rights on them, kept in memory. */
public final class FakeTopicAdmin implements TopicAdmin {

    private static final Map<String, String> DEFAULTS =
            Map.of("cleanup.policy", "delete", "retention.ms", "604800000", "min.insync.replicas", "1");

    private final String cluster;
    private final Map<String, Integer> partitions = new TreeMap<>();
    private final Map<String, Map<String, String>> settings = new HashMap<>();
    private final Map<String, ApiException> refusals = new HashMap<>();
    private final List<String> changes = new ArrayList<>();
    private Optional<Set<AclBinding>> rights = Optional.empty();
    private Optional<ApiException> failure = Optional.empty();

    public FakeTopicAdmin(String cluster) {
        this.cluster = cluster;
    }

    public FakeTopicAdmin has(String topic, int count, Map<String, String> own) {
        partitions.put(topic, count);
        settings.put(topic, new HashMap<>(own));
        return this;
    }

    /** The cluster has an authorizer from now on. */
    public FakeTopicAdmin knowsRights(AclBinding... known) {
        rights = Optional.of(new HashSet<>(Set.of(known)));
        return this;
    }

    /** The cluster changes nothing about the topic; null lets it again. */
    public void refuses(String topic, ApiException why) {
        refusals.put(topic, why);
    }

    /** The cluster answers nothing; empty lets it again. */
    public void fails(Optional<ApiException> why) {
        failure = why;
    }

    /** Topics by name, with their partitions. */
    public Map<String, Integer> topics() {
        return partitions;
    }

    /** The settings that were made on the topic itself. */
    public Map<String, String> ownSettings(String topic) {
        return settings.get(topic);
    }

    /** What has been done, in order. */
    public List<String> changes() {
        return changes;
    }

    public Set<AclBinding> givenRights() {
        return rights.orElse(Set.of());
    }

    @Override
    public String cluster() {
        return cluster;
    }

    @Override
    public Map<String, Config> settings(Collection<String> topics) {
        requireAnswer();
        for (String topic : topics) {
            if (!partitions.containsKey(topic)) {
                throw new ClusterException(cluster, new UnknownTopicOrPartitionException());
            }
        }
        return topics.stream().collect(Collectors.toMap(topic -> topic, this::config));
    }

    private Config config(String topic) {
        Map<String, ConfigEntry> entries = new HashMap<>();
        DEFAULTS.forEach((name, value) -> entries.put(name, entry(name, value, ConfigSource.DEFAULT_CONFIG)));
        settings.get(topic)
                .forEach((name, value) -> entries.put(name, entry(name, value, ConfigSource.DYNAMIC_TOPIC_CONFIG)));
        return new Config(entries.values());
    }

    private static ConfigEntry entry(String name, String value, ConfigSource source) {
        return new ConfigEntry(name, value, source, false, false, List.of(), ConfigEntry.ConfigType.STRING, null);
    }

    @Override
    public Map<String, Throwable> create(Collection<NewTopic> topics) {
        requireAnswer();
        Map<String, Throwable> failures = new HashMap<>();
        for (NewTopic topic : topics) {
            if (refusals.get(topic.name()) != null) {
                failures.put(topic.name(), refusals.get(topic.name()));
            } else if (partitions.containsKey(topic.name())) {
                failures.put(topic.name(), new TopicExistsException(topic.name()));
            } else {
                has(topic.name(), topic.numPartitions(), topic.configs() == null ? Map.of() : topic.configs());
                changes.add("created " + topic.name());
            }
        }
        return failures;
    }

    @Override
    public Map<String, Throwable> grow(Map<String, Integer> wanted) {
        requireAnswer();
        Map<String, Throwable> failures = new HashMap<>();
        wanted.forEach((topic, count) -> {
            if (refusals.get(topic) != null) {
                failures.put(topic, refusals.get(topic));
            } else if (!partitions.containsKey(topic)) {
                failures.put(topic, new UnknownTopicOrPartitionException());
            } else if (partitions.get(topic) >= count) {
                failures.put(topic, new InvalidPartitionsException("the topic has " + partitions.get(topic)));
            } else {
                partitions.put(topic, count);
                changes.add("grew " + topic);
            }
        });
        return failures;
    }

    @Override
    public Map<String, Throwable> alter(Map<String, Collection<AlterConfigOp>> wanted) {
        requireAnswer();
        Map<String, Throwable> failures = new HashMap<>();
        wanted.forEach((topic, operations) -> {
            if (refusals.get(topic) != null) {
                failures.put(topic, refusals.get(topic));
            } else if (!partitions.containsKey(topic)) {
                failures.put(topic, new UnknownTopicOrPartitionException());
            } else {
                operations.forEach(operation -> alter(settings.get(topic), operation));
                changes.add("altered " + topic);
            }
        });
        return failures;
    }

    private static void alter(Map<String, String> own, AlterConfigOp operation) {
        switch (operation.opType()) {
            case SET ->
                own.put(operation.configEntry().name(), operation.configEntry().value());
            case DELETE -> own.remove(operation.configEntry().name());
            default -> throw new UnsupportedOperationException("the flow never asks for " + operation.opType());
        }
    }

    @Override
    public Collection<AclBinding> rights() {
        return Set.copyOf(requireRights());
    }

    @Override
    public void give(Collection<AclBinding> more) {
        requireRights().addAll(more);
        changes.add("gave " + more.size() + " rights");
    }

    private Set<AclBinding> requireRights() {
        requireAnswer();
        return rights.orElseThrow(
                () -> new ClusterException(cluster, new SecurityDisabledException("No Authorizer is configured.")));
    }

    private void requireAnswer() {
        failure.ifPresent(why -> {
            throw new ClusterException(cluster, why);
        });
    }
}
