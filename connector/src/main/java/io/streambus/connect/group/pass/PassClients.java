package io.streambus.connect.group.pass;

import io.streambus.connect.checkpoint.CheckpointFormat;
import io.streambus.connect.checkpoint.CheckpointReader;
import io.streambus.connect.checkpoint.CheckpointWriter;
import io.streambus.connect.checkpoint.group.GroupEntries;
import io.streambus.connect.cluster.ClusterAdmin;
import io.streambus.connect.cluster.ClusterException;
import io.streambus.connect.cluster.Outages;
import io.streambus.connect.cluster.SharedAdmin;
import io.streambus.connect.config.ClientSettings;
import io.streambus.connect.config.GroupConfig;
import io.streambus.connect.config.SourceConfig;
import io.streambus.connect.group.CarriedTopics;
import io.streambus.connect.group.GroupPasses;
import io.streambus.connect.group.GroupSync;
import io.streambus.connect.group.MirrorCheckpoints;
import io.streambus.connect.group.cluster.AdminGroupCluster;
import io.streambus.connect.group.cluster.ConsumerTargetCopies;
import io.streambus.connect.group.cluster.ProducerMirrorCheckpoints;
import io.streambus.connect.identity.SourceAndTarget;
import io.streambus.connect.log.LogReader;
import io.streambus.connect.refinement.ConsumerProvenanceReader;
import io.streambus.connect.topic.ClusterTopicAdmin;
import io.streambus.connect.topic.OwnTopics;
import io.streambus.connect.topic.Shard;
import io.streambus.connect.topic.SourceTopic;
import io.streambus.connect.topic.TopicObserver;
import java.time.Duration;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;

/** What the passes over the groups of a flow are made of: clients for both clusters, and what is known from before. */
final class PassClients implements PassThread.Opening {

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);
    private static final short MIRROR_PARTITIONS = 1;

    private final GroupConfig config;
    private final SourceConfig flow;
    private final ClientSettings clients;

    PassClients(GroupConfig config) {
        this.config = config;
        this.flow = config.flow();
        this.clients = new ClientSettings(flow, "groups");
    }

    @Override
    public PassThread.Passes open(Deque<AutoCloseable> open) throws InterruptedException {
        clients.requireListeners();
        SharedAdmin source = clients.shareSourceAdmin();
        open.push(source);
        SharedAdmin target = clients.shareTargetAdmin();
        open.push(target);
        ClusterAdmin sourceAdmin = new ClusterAdmin(source, flow.adminTimeout());
        ClusterAdmin targetAdmin = new ClusterAdmin(target, flow.adminTimeout());
        try {
            SourceAndTarget.requireTwo(sourceAdmin, targetAdmin);
            createTopics(targetAdmin);
        } catch (ClusterException e) {
            throw (ClusterException) new Outages(sourceAdmin, targetAdmin).explained(e);
        }
        Consumer<byte[], byte[]> checkpoints = openTarget(open, clients.checkpointConsumer(), KafkaConsumer::new);
        Consumer<byte[], byte[]> copies =
                openTarget(open, ConsumerProvenanceReader.settings(clients.copyConsumer()), KafkaConsumer::new);
        CheckpointWriter writer = new CheckpointWriter(openTargetProducer(clients.checkpointProducer()), flow.flow());
        open.push(writer);
        CheckpointReader.Following following =
                new CheckpointReader(checkpoints, flow.adminTimeout()).follow(flow.flow());
        GroupSync.Parts parts = new GroupSync.Parts(
                new AdminGroupCluster(sourceAdmin),
                new AdminGroupCluster(targetAdmin),
                carried(sourceAdmin, targetAdmin),
                following::readOn,
                new ConsumerTargetCopies(copies, flow.sourceAlias(), flow.adminTimeout()));
        Optional<Duration> emit = config.emitsCheckpoints() ? Optional.of(config.emitInterval()) : Optional.empty();
        Duration pass = config.syncsOffsets() ? config.syncInterval() : config.emitInterval();
        GroupPasses passes = new GroupPasses(
                parts,
                new GroupSync.Rules(flow.flow(), config.selection(), config.syncsOffsets()),
                new GroupPasses.Intervals(pass, config.refreshInterval(), emit),
                writer,
                stored(checkpoints).offsets(),
                mirror(open),
                System::currentTimeMillis);
        return passes::run;
    }

    private MirrorCheckpoints mirror(Deque<AutoCloseable> open) {
        if (!config.emitsCheckpoints()) {
            return checkpoints -> {};
        }
        Producer<byte[], byte[]> producer = openTargetProducer(clients.mirrorProducer());
        open.push(() -> producer.close(CLOSE_TIMEOUT));
        return new ProducerMirrorCheckpoints(producer, config.mirrorCheckpointsTopic());
    }

    private void createTopics(ClusterAdmin target) throws InterruptedException {
        OwnTopics own = new OwnTopics(new ClusterTopicAdmin(target));
        own.createCompacted(CheckpointFormat.TOPIC, CheckpointFormat.PARTITIONS, flow.checkpointsReplicationFactor());
        if (config.emitsCheckpoints()) {
            own.createCompacted(
                    config.mirrorCheckpointsTopic(), MIRROR_PARTITIONS, flow.checkpointsReplicationFactor());
        }
    }

    private CarriedTopics carried(ClusterAdmin source, ClusterAdmin target) {
        TopicObserver observer =
                new TopicObserver(source, target, flow.topicSelection(), flow.topicNaming(), Set.of(), new Shard(0, 1));
        return () -> {
            try {
                List<SourceTopic> topics = observer.observe()
                        .get(flow.adminTimeout().multipliedBy(3).toMillis(), TimeUnit.MILLISECONDS);
                return topics.stream().collect(Collectors.toMap(SourceTopic::name, Function.identity()));
            } catch (ExecutionException e) {
                throw e.getCause() instanceof RuntimeException cause
                        ? cause
                        : new ClusterException(flow.sourceAlias(), e.getCause());
            } catch (TimeoutException e) {
                throw new ClusterException(flow.sourceAlias(), e);
            }
        };
    }

    private GroupEntries stored(Consumer<byte[], byte[]> consumer) {
        GroupEntries entries = new GroupEntries(flow.flow());
        List<PartitionInfo> partitions = consumer.partitionsFor(CheckpointFormat.TOPIC, flow.adminTimeout());
        TopicPartition ofFlow = new TopicPartition(
                CheckpointFormat.TOPIC, CheckpointFormat.partitionOf(flow.flow(), partitions.size()));
        new LogReader(consumer, ofFlow, flow.adminTimeout()).readAll(entry -> entries.take(entry.key(), entry.value()));
        return entries;
    }

    private <T extends AutoCloseable> T openTarget(
            Deque<AutoCloseable> open, Map<String, Object> settings, Function<Map<String, Object>, T> client) {
        T opened = ClientSettings.open(flow.targetAlias(), settings, client);
        open.push(opened);
        return opened;
    }

    private Producer<byte[], byte[]> openTargetProducer(Map<String, Object> settings) {
        return ClientSettings.open(flow.targetAlias(), settings, KafkaProducer::new);
    }
}
