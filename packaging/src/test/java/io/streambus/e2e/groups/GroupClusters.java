package io.streambus.e2e.groups;

import io.streambus.connect.checkpoint.CheckpointFormat;
import io.streambus.connect.checkpoint.CheckpointKey;
import io.streambus.connect.checkpoint.group.GroupEntries;
import io.streambus.connect.checkpoint.group.GroupFormat;
import io.streambus.connect.checkpoint.group.GroupOffset;
import io.streambus.connect.checkpoint.group.PassReport;
import io.streambus.e2e.replication.Cluster;
import io.streambus.e2e.replication.Clusters;
import io.streambus.e2e.replication.Eventually;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** west and east, a worker, flows from west to east with their group connectors, and what is told of groups. */
final class GroupClusters implements AutoCloseable {

    private static final Map<String, String> BROKER = Map.of("group.initial.rebalance.delay.ms", "0");

    final Clusters clusters;
    final Admin west;
    final Admin east;

    GroupClusters() {
        this(Map.of());
    }

    /** @param brokers more settings of both brokers */
    GroupClusters(Map<String, String> brokers) {
        Map<String, String> settings = new HashMap<>(BROKER);
        settings.putAll(brokers);
        clusters = new Clusters(
                Map.of(), Clusters.Broker.plain("west", settings), Clusters.Broker.plain("east", settings));
        west = admin(clusters.west());
        east = admin(clusters.east());
    }

    private static Admin admin(Cluster cluster) {
        return Admin.create(Map.of("bootstrap.servers", cluster.bootstrapServers()));
    }

    /** Runs a flow of ours and its group connector, as a link will. */
    void flow(String name, String topics, Map<String, String> more) {
        Map<String, String> settings = clusters.westToEast(topics, more);
        clusters.run(name, settings);
        clusters.run(name + "-groups", groupSettings(name, settings));
    }

    static Map<String, String> groupSettings(String flow, Map<String, String> ofTheFlow) {
        Map<String, String> settings = new HashMap<>();
        ofTheFlow.forEach((setting, value) -> {
            if (setting.startsWith("source.cluster.")
                    || setting.startsWith("target.cluster.")
                    || setting.startsWith("topics")
                    || setting.startsWith("replication.policy.")) {
                settings.put(setting, value);
            }
        });
        settings.put("connector.class", "io.streambus.connect.StreamBusCheckpointConnector");
        settings.put("tasks.max", "1");
        settings.put("flow.name", flow);
        settings.put("sync.group.offsets.enabled", "true");
        settings.put("sync.group.offsets.interval.seconds", "1");
        settings.put("emit.checkpoints.interval.seconds", "1");
        settings.put("refresh.groups.interval.seconds", "1");
        return settings;
    }

    /** Puts a group of consumers to a position, as its members would have. */
    static void stand(Admin cluster, String group, TopicPartition partition, long offset) {
        done(() -> cluster.alterConsumerGroupOffsets(group, Map.of(partition, new OffsetAndMetadata(offset)))
                .all()
                .get());
    }

    /** What a group of consumers has committed on east; empty if nothing. */
    Optional<Long> onEast(String group, TopicPartition partition) {
        return done(() -> Optional.ofNullable(east.listConsumerGroupOffsets(group)
                        .partitionsToOffsetAndMetadata()
                        .get()
                        .get(partition))
                .map(OffsetAndMetadata::offset));
    }

    /** What is told of the group's partition now; empty if nothing is. */
    Optional<GroupOffset> told(String flow, String group, TopicPartition source) {
        return Optional.ofNullable(
                entries(flow).offsets().get(new CheckpointKey.Group(flow, group, source.topic(), source.partition())));
    }

    Optional<PassReport> lastPass(String flow) {
        return entries(flow).lastPass();
    }

    /** All passes that the topic still tells of, the oldest first. */
    List<PassReport> passes(String flow) {
        byte[] key = CheckpointFormat.encode(new CheckpointKey.GroupPass(flow));
        return clusters
                .east()
                .read(CheckpointFormat.TOPIC, CheckpointFormat.partitionOf(flow, CheckpointFormat.PARTITIONS))
                .stream()
                .filter(entry -> Arrays.equals(entry.key(), key) && entry.value() != null)
                .flatMap(entry -> GroupFormat.decodePass(entry.value()).stream())
                .toList();
    }

    GroupOffset becomes(String flow, String group, TopicPartition source, String outcome) {
        Eventually.become(
                () -> told(flow, group, source)
                        .filter(told -> told.outcome().word().equals(outcome))
                        .isPresent(),
                group + " in " + source + " is " + outcome);
        return told(flow, group, source).orElseThrow();
    }

    private GroupEntries entries(String flow) {
        GroupEntries entries = new GroupEntries(flow);
        clusters.east()
                .read(CheckpointFormat.TOPIC, CheckpointFormat.partitionOf(flow, CheckpointFormat.PARTITIONS))
                .forEach(entry -> entries.take(entry.key(), entry.value()));
        return entries;
    }

    interface Work<T> {
        T run() throws ExecutionException, InterruptedException;
    }

    static <T> T done(Work<T> work) {
        try {
            return work.run();
        } catch (ExecutionException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        west.close(Duration.ofSeconds(2));
        east.close(Duration.ofSeconds(2));
        clusters.close();
    }
}
