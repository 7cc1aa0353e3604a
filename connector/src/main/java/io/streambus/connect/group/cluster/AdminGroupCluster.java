package io.streambus.connect.group.cluster;

import io.streambus.connect.checkpoint.group.GroupKind;
import io.streambus.connect.cluster.ClusterAdmin;
import io.streambus.connect.cluster.ClusterException;
import io.streambus.connect.group.FoundGroup;
import io.streambus.connect.group.GroupCluster;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.clients.admin.DescribeConfigsOptions;
import org.apache.kafka.clients.admin.DescribeStreamsGroupsOptions;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListGroupsOptions;
import org.apache.kafka.clients.admin.ListShareGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListShareGroupOffsetsSpec;
import org.apache.kafka.clients.admin.SharePartitionOffsetInfo;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.GroupType;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;

/** Asks a cluster through its admin client, which puts into one request what one broker is to answer. Thread-safe; the client belongs to the caller. */
public final class AdminGroupCluster implements GroupCluster {

    private static final String RETENTION = "offsets.retention.minutes";
    private static final String CONSUMERS = "consumer";

    private final ClusterAdmin admin;

    public AdminGroupCluster(ClusterAdmin admin) {
        this.admin = admin;
    }

    @Override
    public String cluster() {
        return admin.cluster();
    }

    @Override
    public Map<String, FoundGroup> groups() throws InterruptedException {
        Map<String, FoundGroup> found = new HashMap<>();
        for (GroupListing listing : admin.await(admin.client()
                .listGroups(new ListGroupsOptions().timeoutMs(admin.timeoutMs()))
                .all())) {
            found.put(listing.groupId(), found(listing));
        }
        return found;
    }

    /** A broker from before there were types tells none: all its groups are classic. */
    private static FoundGroup found(GroupListing listing) {
        return switch (listing.type().orElse(GroupType.CLASSIC)) {
            case CONSUMER -> FoundGroup.of(GroupKind.CONSUMER);
            case SHARE -> FoundGroup.of(GroupKind.SHARE);
            case STREAMS -> FoundGroup.of(GroupKind.STREAMS);
            case CLASSIC -> classic(listing.protocol());
            case UNKNOWN -> FoundGroup.ofOthers();
        };
    }

    private static FoundGroup classic(String protocol) {
        if (protocol.isEmpty()) {
            return FoundGroup.ofOffsetsOnly();
        }
        return protocol.equals(CONSUMERS) ? FoundGroup.of(GroupKind.CLASSIC) : FoundGroup.ofOthers();
    }

    @Override
    public CommittedOffsets offsets(Map<String, GroupKind> groups) throws InterruptedException {
        Map<String, ListConsumerGroupOffsetsSpec> plain = new HashMap<>();
        Map<String, ListShareGroupOffsetsSpec> shared = new HashMap<>();
        groups.forEach((group, kind) -> {
            if (kind == GroupKind.SHARE) {
                shared.put(group, new ListShareGroupOffsetsSpec());
            } else {
                // Those of Kafka Streams are kept as those of consumers are.
                plain.put(group, new ListConsumerGroupOffsetsSpec());
            }
        });
        Map<String, KafkaFuture<Map<TopicPartition, OffsetAndMetadata>>> answers = new HashMap<>();
        if (!plain.isEmpty()) {
            var result = admin.client()
                    .listConsumerGroupOffsets(
                            plain, new ListConsumerGroupOffsetsOptions().timeoutMs(admin.timeoutMs()));
            plain.keySet().forEach(group -> answers.put(group, result.partitionsToOffsetAndMetadata(group)));
        }
        if (!shared.isEmpty()) {
            var result = admin.client()
                    .listShareGroupOffsets(shared, new ListShareGroupOffsetsOptions().timeoutMs(admin.timeoutMs()));
            shared.keySet()
                    .forEach(group -> answers.put(
                            group, result.partitionsToOffsetInfo(group).thenApply(AdminGroupCluster::startOffsets)));
        }
        return read(answers);
    }

    private static Map<TopicPartition, OffsetAndMetadata> startOffsets(
            Map<TopicPartition, SharePartitionOffsetInfo> told) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        told.forEach((partition, info) ->
                offsets.put(partition, info == null ? null : new OffsetAndMetadata(Math.max(-1, info.startOffset()))));
        return offsets;
    }

    private CommittedOffsets read(Map<String, KafkaFuture<Map<TopicPartition, OffsetAndMetadata>>> answers)
            throws InterruptedException {
        Map<String, Map<TopicPartition, OffsetAndMetadata>> read = new HashMap<>();
        Map<String, Throwable> failed = new HashMap<>();
        for (var answer : answers.entrySet()) {
            try {
                Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>(admin.await(answer.getValue()));
                // Absent is told as null.
                offsets.values().removeIf(offset -> offset == null || offset.offset() < 0);
                read.put(answer.getKey(), offsets);
            } catch (ClusterException e) {
                if (e.getCause() instanceof TimeoutException) {
                    throw e;
                }
                failed.put(answer.getKey(), e.getCause());
            }
        }
        return new CommittedOffsets(read, failed);
    }

    @Override
    public Map<String, Map<TopicPartition, Throwable>> commit(Map<String, GroupCommit> commits)
            throws InterruptedException {
        Map<String, Map<TopicPartition, KafkaFuture<Void>>> answers = new HashMap<>();
        commits.forEach((group, commit) -> answers.put(group, AdminGroupCommit.send(admin, group, commit)));
        Map<String, Map<TopicPartition, Throwable>> refused = new HashMap<>();
        for (var ofGroup : answers.entrySet()) {
            for (var answer : ofGroup.getValue().entrySet()) {
                try {
                    admin.await(answer.getValue());
                } catch (ClusterException e) {
                    refused.computeIfAbsent(ofGroup.getKey(), group -> new HashMap<>())
                            .put(answer.getKey(), e.getCause());
                }
            }
        }
        return refused;
    }

    @Override
    public Map<String, Set<String>> internalTopics(Set<String> groups) throws InterruptedException {
        Map<String, Set<String>> topics = new HashMap<>();
        var answers = admin.client()
                .describeStreamsGroups(groups, new DescribeStreamsGroupsOptions().timeoutMs(admin.timeoutMs()))
                .describedGroups();
        for (var answer : answers.entrySet()) {
            try {
                Set<String> ofGroup = new HashSet<>();
                admin.await(answer.getValue()).subtopologies().forEach(part -> {
                    ofGroup.addAll(part.repartitionSourceTopics().keySet());
                    ofGroup.addAll(part.stateChangelogTopics().keySet());
                });
                topics.put(answer.getKey(), ofGroup);
            } catch (ClusterException e) {
                // Gone meanwhile, or not for us to see: nothing to warn of.
                if (e.getCause() instanceof TimeoutException) {
                    throw e;
                }
            }
        }
        return topics;
    }

    @Override
    public Optional<Duration> offsetsRetention() throws InterruptedException {
        try {
            int broker = admin.await(admin.client()
                            .describeCluster(new DescribeClusterOptions().timeoutMs(admin.timeoutMs()))
                            .controller())
                    .id();
            ConfigResource resource = new ConfigResource(ConfigResource.Type.BROKER, String.valueOf(broker));
            ConfigEntry entry = admin.await(admin.client()
                            .describeConfigs(
                                    List.of(resource), new DescribeConfigsOptions().timeoutMs(admin.timeoutMs()))
                            .all())
                    .get(resource)
                    .get(RETENTION);
            return Optional.ofNullable(entry)
                    .map(ConfigEntry::value)
                    .map(minutes -> Duration.ofMinutes(Long.parseLong(minutes)));
        } catch (ClusterException e) {
            // Brokers' settings are for few to see.
            if (e.isRefusal()) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
