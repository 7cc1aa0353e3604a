package io.streambus.connect.source;

import io.streambus.connect.checkpoint.CheckpointEntry;
import io.streambus.connect.checkpoint.CheckpointKey;
import io.streambus.connect.checkpoint.CheckpointReader;
import io.streambus.connect.checkpoint.CheckpointWriter;
import io.streambus.connect.checkpoint.Claim;
import io.streambus.connect.checkpoint.ClaimReader;
import io.streambus.connect.checkpoint.FlowCheckpoints;
import io.streambus.connect.cluster.AdminLogOffsets;
import io.streambus.connect.cluster.ClusterAdmin;
import io.streambus.connect.cluster.ClusterException;
import io.streambus.connect.cluster.Outages;
import io.streambus.connect.cluster.SharedAdmin;
import io.streambus.connect.config.ClientSettings;
import io.streambus.connect.config.SourceConfig;
import io.streambus.connect.convert.RecordConverter;
import io.streambus.connect.evidence.EvidenceReader;
import io.streambus.connect.fetch.FetchPlan;
import io.streambus.connect.fetch.Fetcher;
import io.streambus.connect.fetch.RoundTrip;
import io.streambus.connect.limits.DeadLetters;
import io.streambus.connect.limits.TopicLimitsReader;
import io.streambus.connect.limits.TransformPreview;
import io.streambus.connect.partition.PartitionAssignment;
import io.streambus.connect.plugin.PluginVersion;
import io.streambus.connect.progress.InFlightLimit;
import io.streambus.connect.progress.OffsetMaps;
import io.streambus.connect.progress.PartitionProgress;
import io.streambus.connect.progress.SourceOffset;
import io.streambus.connect.progress.SourcePartition;
import io.streambus.connect.progress.TaskFence;
import io.streambus.connect.provenance.Forward;
import io.streambus.connect.provenance.ProvenanceRule;
import io.streambus.connect.start.Admission;
import io.streambus.connect.start.ConnectOffsets;
import io.streambus.connect.throttle.Throttle;
import io.streambus.connect.tombstone.TombstoneRetention;
import io.streambus.connect.tombstone.TombstoneWatch;
import io.streambus.connect.topic.Shard;
import io.streambus.connect.topic.TopicObserver;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.DoubleSupplier;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.IsolationLevel;
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

    /** The task's thread waits for it, and the worker stops a task only between two polls. */
    private static final Duration CLAIM_TIMEOUT = Duration.ofSeconds(3);

    /** What waits for the clusters while records are copied: one long search, and everything else. */
    private static final int BACKGROUND_THREADS = 2;

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private SourceReader reader;
    private InFlightLimit inFlight;
    private Checkpointer checkpointer;
    private PartitionAssignment assignment;
    private final WorkerBatch.InHand inHand = new WorkerBatch.InHand();
    private CopyProbe probe;
    private Optional<Transactions> transactions = Optional.empty();
    private boolean exactlyOnce;
    private Thread taskThread;
    private volatile boolean writtenInTransactions;

    @Override
    public String version() {
        return PluginVersion.current();
    }

    @Override
    public void start(Map<String, String> settings) {
        SourceConfig config = new SourceConfig(settings);
        Shard shard = config.shard();
        ClientSettings clients = new ClientSettings(config, "task-" + shard.index());
        clients.requireListeners();
        SharedAdmin source = clients.shareSourceAdmin();
        open.push(source);
        SharedAdmin target = clients.shareTargetAdmin();
        open.push(target);
        Outages outages = new Outages(
                new ClusterAdmin(source, config.adminTimeout()), new ClusterAdmin(target, config.adminTimeout()));
        try {
            start(config, shard, clients, outages);
        } catch (ClusterException e) {
            throw (ClusterException) outages.explained(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConnectException("Interrupted while starting", e);
        }
    }

    private void start(SourceConfig config, Shard shard, ClientSettings clients, Outages outages)
            throws InterruptedException {
        ClusterAdmin sourceAdmin = outages.source();
        ClusterAdmin targetAdmin = outages.target();
        // Before anything is written there: a target that does not answer says so, with the cause.
        Duration targetRoundTrip = RoundTrip.to(targetAdmin, FetchPlan.NEAR, System::nanoTime);
        CheckpointWriter writer = new CheckpointWriter(
                ClientSettings.open(config.targetAlias(), clients.checkpointProducer(), KafkaProducer::new),
                config.flow());
        open.push(writer);
        // The claim first: what a predecessor writes after it has no say, and what it wrote before is read now.
        Claim claim = Claim.ofTask(shard.index(), shard.count(), System.currentTimeMillis());
        long generation = writer.claim(claim, config.adminTimeout());
        FlowCheckpoints checkpoints = readCheckpoints(config, clients);

        String name = Thread.currentThread().getName() + "-background";
        ExecutorService background = Executors.newFixedThreadPool(BACKGROUND_THREADS, work -> {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            return thread;
        });
        open.push(background::shutdownNow);
        Fetcher fetcher = openFetcher(config, shard, clients, sourceAdmin);
        open.push(fetcher);

        ExactlyOnce writing = ExactlyOnce.of(context, config.flow(), shard.index());
        exactlyOnce = writing == ExactlyOnce.ON;
        boolean mayBeTransactional = writing != ExactlyOnce.OFF;
        taskThread = Thread.currentThread();
        OffsetMaps offsets = new OffsetMaps(config.flow(), checkpoints.pages());
        ProvenanceRule rule = config.provenanceRule();
        AdminLogOffsets targetOffsets = new AdminLogOffsets(targetAdmin);
        assignment = new PartitionAssignment(
                new PartitionAssignment.Identity(config.flow(), generation, config.sourceAlias()),
                shard,
                rule,
                checkpoints.partitions(),
                checkpoints.generations(),
                new Admission(
                        config.sourceAlias(),
                        config.startRules(mayBeTransactional, clients.startsFromLatest()),
                        new AdminLogOffsets(sourceAdmin),
                        targetOffsets,
                        new ConnectOffsets(context.offsetStorageReader(), config.sourceAlias()),
                        new EvidenceReader(
                                isolation -> openTarget(config, clients.evidenceConsumer(isolation)),
                                targetOffsets,
                                config.targetAlias(),
                                config.adminTimeout()),
                        background,
                        System::currentTimeMillis),
                fetcher,
                offsets,
                writer,
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
        inFlight = new InFlightLimit(
                exactlyOnce
                        ? Long.MAX_VALUE
                        : InFlightLimit.limit(targetRoundTrip, shard.count(), config.bufferBytes()));
        RecordConverter converter = new RecordConverter(rule);
        TransformPreview transforms = config.transformPreview();
        DeadLetters deadLetters = new DeadLetters(
                config.workerProducer(),
                transforms,
                config.deadLetterTopic(),
                offset -> new SourceOffset.DeadLetter(offset, 0),
                System::currentTimeMillis);
        TopicObserver observer = new TopicObserver(
                sourceAdmin,
                targetAdmin,
                config.topicSelection(),
                config.topicNaming(),
                checkpoints.partitions().keySet().stream()
                        .map(TopicPartition::topic)
                        .toList(),
                shard);
        TopicRefresh refresh = new TopicRefresh(
                () -> outages.explained(observer.observe(), background),
                new TopicLimitsReader(targetAdmin)::read,
                deadLetters,
                targetOffsets,
                assignment,
                background,
                config.refreshTopicsInterval(),
                System::nanoTime);
        Throttle throttle = new Throttle(openShare(config, shard, clients), System::nanoTime);
        reader = new SourceReader(
                config.sourceAlias(),
                fetcher,
                assignment,
                refresh,
                new TaskFence(
                        claim,
                        generation,
                        new ClaimReader(
                                () -> openAnswering(targetAdmin, config, clients.checkpointConsumer()),
                                config.flow(),
                                CLAIM_TIMEOUT)::since,
                        System::nanoTime),
                converter,
                deadLetters,
                transforms,
                config.holePolicy(),
                throttle,
                inFlight);
        probe = new CopyProbe(
                config.foreignTransforms().any(),
                config.forward() == Forward.LOCAL,
                config.sourceAlias(),
                assignment,
                () -> openTarget(
                        config,
                        clients.evidenceConsumer(
                                mayBeTransactional ? IsolationLevel.READ_COMMITTED : IsolationLevel.READ_UNCOMMITTED)),
                background,
                System::nanoTime);
        List<String> warnings = clients.producerWarnings();
        warnings.forEach(LOG::warn);
        config.foreignTransforms().warning().ifPresent(LOG::warn);
        TaskWarnings told = new TaskWarnings(warnings, assignment, converter, probe);
        TombstoneWatch tombstones = new TombstoneWatch(
                checkpoints.partitions(), checkpoints.tasks().values(), new TombstoneRetention(sourceAdmin)::of);
        checkpointer = new Checkpointer(
                new Checkpointer.Whose(config.flow(), shard.index(), generation),
                config.targetAlias(),
                config.checkpointInterval(),
                writer,
                assignment,
                offsets,
                fetcher,
                progress -> Stream.concat(
                                told.get().stream(), tombstones.look(progress, System.currentTimeMillis()).stream())
                        .toList(),
                throttle,
                System::currentTimeMillis);
        refresh.first(config.adminTimeout().multipliedBy(3));
        // At once: it tells the bridge that the task runs.
        checkpointer.writeIfDue();
        removeOutdated(checkpoints, writer, config.flow(), claim, generation);
    }

    /** The life signs of this task's earlier lives, and of tasks that there are no more. */
    private static void removeOutdated(
            FlowCheckpoints checkpoints, CheckpointWriter writer, String flow, Claim claim, long generation) {
        List<CheckpointEntry> outdated = new ArrayList<>();
        checkpoints.taskGenerations().forEach((task, generations) -> {
            if (task == claim.task() || (claim.task() == 0 && task >= claim.tasks())) {
                generations.stream()
                        .filter(earlier -> earlier < generation)
                        .forEach(earlier ->
                                outdated.add(CheckpointEntry.removing(new CheckpointKey.Task(flow, task, earlier))));
            }
        });
        if (!outdated.isEmpty()) {
            var unused = writer.write(outdated);
        }
    }

    private static Fetcher openFetcher(SourceConfig config, Shard shard, ClientSettings clients, ClusterAdmin source)
            throws InterruptedException {
        Duration roundTrip = RoundTrip.to(source, FetchPlan.NEAR, System::nanoTime);
        FetchPlan plan = FetchPlan.over(roundTrip, shard.count(), config.connections(), config.bufferBytes());
        LOG.info(
                "{} is {} ms away: up to {} connections while far behind",
                config.sourceAlias(),
                String.format(Locale.ROOT, "%.1f", roundTrip.toNanos() / 1e6),
                1 + plan.helpers());
        return new Fetcher(
                Thread.currentThread().getName(),
                size -> ClientSettings.open(config.sourceAlias(), clients.sourceConsumer(size), KafkaConsumer::new),
                plan,
                clients.sourceRequestTimeout());
    }

    private DoubleSupplier openShare(SourceConfig config, Shard shard, ClientSettings clients) {
        double rate = config.throttleBytesPerSecond();
        if (rate == 0 || shard.count() == 1) {
            return () -> rate;
        }
        RateShare share = RateShare.open(
                config.flow(),
                shard,
                rate,
                () -> openTarget(config, clients.demandConsumer()),
                config.checkpointInterval());
        open.push(share);
        return share;
    }

    private static Consumer<byte[], byte[]> openTarget(SourceConfig config, Map<String, Object> settings) {
        return ClientSettings.open(config.targetAlias(), settings, KafkaConsumer::new);
    }

    /** None is opened while the target does not answer: each that is opened logs its whole configuration. */
    private static Consumer<byte[], byte[]> openAnswering(
            ClusterAdmin target, SourceConfig config, Map<String, Object> settings) {
        target.within(CLAIM_TIMEOUT).requireAnswer();
        return openTarget(config, settings);
    }

    private static FlowCheckpoints readCheckpoints(SourceConfig config, ClientSettings clients) {
        try (Consumer<byte[], byte[]> consumer = openTarget(config, clients.checkpointConsumer())) {
            return new CheckpointReader(consumer, config.adminTimeout())
                    .readAll(config.flow(), partition -> config.shard().owns(partition.topic(), partition.partition()));
        } catch (AuthenticationException | AuthorizationException | TimeoutException e) {
            throw new ClusterException(config.targetAlias(), e);
        }
    }

    @Override
    public List<SourceRecord> poll() throws InterruptedException {
        if (writtenInTransactions && !exactlyOnce) {
            throw new ConnectException(
                    "The worker writes this connector's records in transactions, and its metrics, by which a task finds that out, are not there: what a"
                            + " crash leaves behind could not be judged. Set exactly.once.support=required and transaction.boundary=connector in the"
                            + " connector's configuration, or have the worker report its metrics by JMX (auto.include.jmx.reporter).");
        }
        probe.probeIfDue();
        if (!checkpointer.writeIfDue()) {
            return given(reader.rest());
        }
        List<SourceRecord> records = reader.poll(checkpointer.isOverdue());
        if (records != null) {
            checkpointer.handedOver(records.size());
        }
        return given(records);
    }

    private List<SourceRecord> given(List<SourceRecord> records) {
        return inHand.give(transactions.isPresent() ? transactions.get().bound(records) : records);
    }

    @Override
    public void commitRecord(SourceRecord record, RecordMetadata metadata) {
        PartitionProgress progress = ((SourcePartition) record.sourcePartition()).progress();
        SourceOffset offset = (SourceOffset) record.sourceOffset();
        if (metadata == null) {
            progress.filtered(offset);
            inFlight.filtered(record);
        } else {
            // Only a commit of a transaction tells of what was written on the task's own thread.
            writtenInTransactions |= Thread.currentThread() == taskThread;
            progress.acknowledged(offset, record.timestamp(), metadata);
            inFlight.acknowledged(record);
        }
    }

    /**
     * Idempotent; also after a {@link #start} that failed half-way. What is acknowledged after it, by the worker's producer writing what it still had, no
     * checkpoint tells of: the next start finds it on the target.
     */
    @Override
    public void stop() {
        if (checkpointer != null && !open.isEmpty()) {
            inHand.tell(assignment.reading());
            checkpointer.writeLast();
        }
        while (!open.isEmpty()) {
            Utils.closeQuietly(open.pop(), "a client of the task");
        }
    }
}
