package io.streambus.connect.source;

import io.streambus.connect.checkpoint.CheckpointReader;
import io.streambus.connect.checkpoint.CheckpointWriter;
import io.streambus.connect.checkpoint.FlowCheckpoints;
import io.streambus.connect.fetch.Fetcher;
import io.streambus.connect.fetch.Reach;
import io.streambus.connect.fetch.RoundTrip;
import io.streambus.connect.limits.DeadLetters;
import io.streambus.connect.limits.TopicLimitsReader;
import io.streambus.connect.plugin.PluginVersion;
import io.streambus.connect.provenance.ProvenanceRule;
import io.streambus.connect.topic.ClusterAdmin;
import io.streambus.connect.topic.ClusterException;
import io.streambus.connect.topic.Shard;
import io.streambus.connect.topic.TopicObserver;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies the partitions of its shard. A shell: opens the clients, puts the parts together, and closes them in the reverse order.
 *
 * <p>The worker calls everything on one thread, but {@link #commitRecord} of records that reached the target, which comes from its producer's.
 */
public final class StreamBusSourceTask extends SourceTask {

    private static final Logger LOG = LoggerFactory.getLogger(StreamBusSourceTask.class);

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private SourceReader reader;
    private UnderWay underWay;
    private Checkpointer checkpointer;
    private Optional<Transactions> transactions = Optional.empty();

    @Override
    public String version() {
        return PluginVersion.current();
    }

    @Override
    public void start(Map<String, String> settings) {
        SourceConfig config = new SourceConfig(settings);
        Shard shard = config.shard();
        ClientSettings clients = new ClientSettings(config, "task-" + shard.index());
        List<String> warnings = clients.producerWarnings();
        warnings.forEach(LOG::warn);

        clients.requireListeners();
        FlowCheckpoints checkpoints = readCheckpoints(config, clients);
        Admin source = ClientSettings.open(config.sourceAlias(), () -> Admin.create(clients.sourceAdmin()));
        open.push(() -> source.close(CLOSE_TIMEOUT));
        Admin target = ClientSettings.open(config.targetAlias(), () -> Admin.create(clients.targetAdmin()));
        open.push(() -> target.close(CLOSE_TIMEOUT));
        ClusterAdmin sourceAdmin = new ClusterAdmin(config.sourceAlias(), source, config.adminTimeout());
        ClusterAdmin targetAdmin = new ClusterAdmin(config.targetAlias(), target, config.adminTimeout());
        Fetcher fetcher = openFetcher(config, shard, clients, sourceAdmin);
        open.push(fetcher);
        CheckpointWriter writer = new CheckpointWriter(
                ClientSettings.open(config.targetAlias(), () -> new KafkaProducer<>(clients.checkpointProducer())));
        open.push(writer);

        OffsetBook offsets = new OffsetBook(config.flow(), checkpoints.pages(), writer, config.adminTimeout());
        ProvenanceRule rule = new ProvenanceRule(config.sourceAlias(), config.targetAlias(), config.forward());
        RecordConverter converter = new RecordConverter(rule);
        Ownership ownership = new Ownership(
                shard,
                config,
                rule,
                clients.startsFromLatest(),
                checkpoints.partitions(),
                fetcher,
                new LogRanges(sourceAdmin),
                new CommittedOffsets(context.offsetStorageReader(), config.sourceAlias()),
                new TargetTail(
                        () -> ClientSettings.open(
                                config.targetAlias(), () -> new KafkaConsumer<>(clients.tailConsumer())),
                        new LogRanges(targetAdmin),
                        config.sourceAlias(),
                        config.targetAlias(),
                        config.adminTimeout()),
                offsets,
                new TopicLimitsReader(targetAdmin),
                System::currentTimeMillis);
        // Null unless the worker lets the connector define transactions.
        transactions = Optional.ofNullable(context.transactionContext())
                .map(boundaries -> new Transactions(
                        boundaries,
                        config.transactionRecords(),
                        config.transactionBytes(),
                        config.transactionTime(),
                        System::nanoTime));
        // Nothing of a transaction is acknowledged before its end, and its own bounds are what bounds it.
        underWay = new UnderWay(
                transactions.isPresent()
                        ? Long.MAX_VALUE
                        : UnderWay.limit(roundTrip(targetAdmin), shard.count(), config.bufferBytes()));
        reader = new SourceReader(
                config.sourceAlias(),
                fetcher,
                ownership,
                new TopicObserver(
                        sourceAdmin,
                        targetAdmin,
                        config.topicSelection(),
                        config.topicNaming(),
                        checkpoints.partitions().keySet().stream()
                                .map(TopicPartition::topic)
                                .toList()),
                converter,
                new DeadLetters(config.workerProducer(), config.deadLetterTopic(), DeadLetterOffset::new),
                new Throttle((double) config.throttleBytesPerSecond() / shard.count(), System::nanoTime),
                underWay,
                config.refreshTopicsInterval());
        checkpointer = new Checkpointer(
                config.flow(),
                config.targetAlias(),
                shard.index(),
                config.checkpointInterval(),
                writer,
                ownership,
                offsets,
                fetcher,
                converter,
                warnings,
                System::currentTimeMillis);
        try {
            reader.start(config.adminTimeout().multipliedBy(3));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConnectException("Interrupted while starting", e);
        }
        // At once: it tells the bridge that the task runs.
        checkpointer.writeIfDue();
    }

    private static Fetcher openFetcher(SourceConfig config, Shard shard, ClientSettings clients, ClusterAdmin source) {
        Duration roundTrip = roundTrip(source);
        Reach reach = Reach.over(roundTrip, shard.count(), config.connections(), config.bufferBytes());
        LOG.info(
                "{} is {} ms away: up to {} connections while far behind",
                config.sourceAlias(),
                String.format(Locale.ROOT, "%.1f", roundTrip.toNanos() / 1e6),
                1 + reach.helpers());
        return new Fetcher(
                Thread.currentThread().getName(),
                size -> ClientSettings.open(
                        config.sourceAlias(), () -> new KafkaConsumer<>(clients.sourceConsumer(size))),
                reach,
                clients.sourceRequestTimeout());
    }

    private static Duration roundTrip(ClusterAdmin cluster) {
        try {
            return RoundTrip.to(cluster, Reach.NEAR, System::nanoTime);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConnectException("Interrupted while starting", e);
        }
    }

    private static FlowCheckpoints readCheckpoints(SourceConfig config, ClientSettings clients) {
        try (Consumer<byte[], byte[]> consumer =
                ClientSettings.open(config.targetAlias(), () -> new KafkaConsumer<>(clients.checkpointConsumer()))) {
            return new CheckpointReader(consumer, config.adminTimeout())
                    .readAll(config.flow(), partition -> config.shard().owns(partition.topic(), partition.partition()));
        } catch (AuthenticationException | AuthorizationException | TimeoutException e) {
            throw new ClusterException(config.targetAlias(), e);
        }
    }

    @Override
    public List<SourceRecord> poll() throws InterruptedException {
        checkpointer.writeIfDue();
        List<SourceRecord> records = reader.poll();
        return transactions.isPresent() ? transactions.get().bound(records) : records;
    }

    @Override
    public void commitRecord(SourceRecord record, RecordMetadata metadata) {
        PartitionProgress progress = ((SourcePartition) record.sourcePartition()).progress();
        SourceOffset offset = (SourceOffset) record.sourceOffset();
        if (metadata == null) {
            progress.filtered();
            underWay.filtered(record);
            return;
        }
        if (offset instanceof DeadLetterOffset) {
            progress.deadLettered(offset.offset());
        } else {
            progress.acknowledged(offset.offset(), record.timestamp(), metadata);
        }
        underWay.acknowledged(record);
    }

    /** Idempotent; also after a {@link #start} that failed half-way. */
    @Override
    public void stop() {
        if (checkpointer != null && !open.isEmpty()) {
            // The worker has waited for what was under way: the last word is exact.
            checkpointer.writeLast();
        }
        while (!open.isEmpty()) {
            Utils.closeQuietly(open.pop(), "a client of the task");
        }
    }
}
