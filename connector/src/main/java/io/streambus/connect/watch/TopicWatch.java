package io.streambus.connect.watch;

import io.streambus.connect.checkpoint.CheckpointFormat;
import io.streambus.connect.cluster.ClusterAdmin;
import io.streambus.connect.cluster.ClusterException;
import io.streambus.connect.config.ClientSettings;
import io.streambus.connect.config.SourceConfig;
import io.streambus.connect.topic.OwnTopics;
import io.streambus.connect.topic.SourceTopic;
import io.streambus.connect.topic.TargetTopics;
import io.streambus.connect.topic.TopicAcls;
import io.streambus.connect.topic.TopicObserver;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.SourceConnectorContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connector's own work: looks at the topics of both sides every so often and keeps the target's in step, so that the tasks find there what
 * they need. Thread-safe: a thread of its own does everything after {@link #start}.
 */
public final class TopicWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TopicWatch.class);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    private final SourceConfig config;
    private final SourceConnectorContext context;
    private final Admin source;
    private final Admin target;
    private final ClusterAdmin sourceAdmin;
    private final ClusterAdmin targetAdmin;
    private final TopicObserver observer;
    private final TargetTopics targetTopics;
    private final TopicAcls acls;
    private final Adoption adoption;
    private final ScheduledExecutorService timer;
    /** What was last said of each topic that could not be brought into step: an outage is logged when it begins and when it ends. */
    private final Map<String, String> troubles = new HashMap<>();

    private boolean lookFails;
    private boolean refused;
    private long nextSettingsNanos = System.nanoTime();
    private long nextAclsNanos = System.nanoTime();
    private volatile Set<String> leftOut = Set.of();
    private volatile int partitions;
    private volatile int tasks;
    private volatile int maxTasks;

    public TopicWatch(SourceConfig config, SourceConnectorContext context) {
        this.config = config;
        this.context = context;
        ClientSettings clients = new ClientSettings(config, "connector");
        clients.requireListeners();
        this.source = ClientSettings.open(config.sourceAlias(), () -> Admin.create(clients.sourceAdmin()));
        this.target = openTarget(clients);
        this.sourceAdmin = new ClusterAdmin(config.sourceAlias(), source, config.adminTimeout());
        this.targetAdmin = new ClusterAdmin(config.targetAlias(), target, config.adminTimeout());
        this.observer =
                new TopicObserver(sourceAdmin, targetAdmin, config.topicSelection(), config.topicNaming(), Set.of());
        this.targetTopics =
                new TargetTopics(sourceAdmin, targetAdmin, config.replicationFactor(), config.settingsInStep());
        this.acls = new TopicAcls(sourceAdmin, targetAdmin);
        this.adoption = new Adoption(() -> new TargetEvidence(
                config,
                context.offsetStorageReader(),
                () -> ClientSettings.open(
                        config.targetAlias(), () -> new KafkaConsumer<>(clients.evidenceConsumer(false)))));
        this.timer = Executors.newSingleThreadScheduledExecutor(
                work -> new Thread(work, "streambus-topics-" + config.flow()));
    }

    private Admin openTarget(ClientSettings clients) {
        try {
            return ClientSettings.open(config.targetAlias(), () -> Admin.create(clients.targetAdmin()));
        } catch (ConnectException e) {
            source.close(CLOSE_TIMEOUT);
            throw e;
        }
    }

    /**
     * Takes the first look, creates what the target lacks and goes on looking.
     *
     * @throws ConnectException if a cluster does not answer or refuses, with the reason; or if topics of the target are not the flow's own, with all
     *     of them and the ways out
     */
    public void start() throws InterruptedException {
        try {
            List<SourceTopic> topics = observe();
            requireOwn(topics);
            OwnTopics ownTopics = new OwnTopics(targetAdmin);
            ownTopics.createCompacted(
                    CheckpointFormat.TOPIC, CheckpointFormat.PARTITIONS, config.checkpointsReplicationFactor());
            if (config.deadLetterTopic().isPresent()) {
                ownTopics.createDeadLetters(config.deadLetterTopic().get(), config.replicationFactor());
            }
            reconcile(topics);
        } catch (ExecutionException | TimeoutException | ClusterException e) {
            Throwable cause = e instanceof ExecutionException ? e.getCause() : e;
            throw new ConnectException(
                    "The topics of " + config.sourceAlias() + " and " + config.targetAlias()
                            + " could not be brought into step: "
                            + ClusterException.describe(cause),
                    cause);
        }
        long interval = config.refreshTopicsInterval().toMillis();
        var unused = timer.scheduleWithFixedDelay(this::look, interval, interval, TimeUnit.MILLISECONDS);
    }

    /**
     * How many tasks share the partitions: no more than there are partitions.
     *
     * @param most as {@code tasks.max} allows
     */
    public int tasks(int most) {
        maxTasks = most;
        tasks = Math.max(1, Math.min(most, partitions));
        return tasks;
    }

    private void look() {
        try {
            reconcile(ownAmong(observe()));
            if (lookFails) {
                LOG.info("The topics of {} and {} are looked after again", config.sourceAlias(), config.targetAlias());
            }
            lookFails = false;
            refused = false;
            askForMoreTasks();
        } catch (ExecutionException | TimeoutException | RuntimeException e) {
            Throwable cause = e instanceof ExecutionException ? e.getCause() : e;
            if (cause instanceof ClusterException failure && failure.isRefusal()) {
                // Once: Connect logs each, and keeps the connector failed until it is restarted.
                if (!refused) {
                    context.raiseError(failure);
                }
                refused = true;
            } else if (!lookFails) {
                LOG.warn(
                        "The topics of {} and {} cannot be looked after for now: {}",
                        config.sourceAlias(),
                        config.targetAlias(),
                        ClusterException.describe(cause));
            }
            lookFails = true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private List<SourceTopic> observe() throws InterruptedException, ExecutionException, TimeoutException {
        return observer.observe().get(config.adminTimeout().multipliedBy(3).toMillis(), TimeUnit.MILLISECONDS);
    }

    private void requireOwn(List<SourceTopic> topics) {
        List<SourceTopic> foreign = foreignAmong(topics);
        if (!foreign.isEmpty()) {
            throw new ConnectException(AdoptionText.refusal(config, foreign));
        }
    }

    /** Topics that show up later stop no flow that runs: they are left alone, and told of once. */
    private List<SourceTopic> ownAmong(List<SourceTopic> topics) {
        List<SourceTopic> foreign = foreignAmong(topics);
        List<SourceTopic> added = foreign.stream()
                .filter(topic -> !leftOut.contains(topic.targetName()))
                .toList();
        if (!added.isEmpty()) {
            LOG.error("{}", AdoptionText.refusal(config, added));
        }
        leftOut = foreign.stream().map(SourceTopic::targetName).collect(Collectors.toUnmodifiableSet());
        return topics.stream().filter(topic -> !foreign.contains(topic)).toList();
    }

    private List<SourceTopic> foreignAmong(List<SourceTopic> topics) {
        return config.adoptsExistingTopics() ? List.of() : adoption.foreignAmong(topics);
    }

    /** The topics of the target that the last look left alone, since they hold records and are not the flow's own; any thread may ask. */
    public Set<String> leftOut() {
        return leftOut;
    }

    private void reconcile(List<SourceTopic> topics) throws InterruptedException {
        partitions = topics.stream().mapToInt(SourceTopic::partitions).sum();
        TargetTopics.Outcome outcome = targetTopics.reconcile(topics);
        outcome.created().forEach(adoption::own);
        Map<String, Throwable> failures = new HashMap<>(outcome.failures());
        long now = System.nanoTime();
        if (config.syncsTopicSettings() && now - nextSettingsNanos >= 0) {
            failures.putAll(targetTopics.reconcileSettings(topics));
            nextSettingsNanos = now + config.syncTopicSettingsInterval().toNanos();
        }
        if (config.syncsTopicAcls() && now - nextAclsNanos >= 0) {
            acls.reconcile(topics);
            nextAclsNanos = now + config.syncTopicAclsInterval().toNanos();
        }
        report(failures);
    }

    private void report(Map<String, Throwable> failures) {
        failures.forEach((topic, error) -> {
            String trouble = error.toString();
            if (!trouble.equals(troubles.put(topic, trouble))) {
                LOG.error(
                        "Topic {} could not be brought into step on {}, its partitions wait: {}",
                        topic,
                        config.targetAlias(),
                        trouble);
            }
        });
        troubles.keySet().removeIf(topic -> {
            boolean over = !failures.containsKey(topic);
            if (over) {
                LOG.info("Topic {} is in step on {} again", topic, config.targetAlias());
            }
            return over;
        });
    }

    /** New partitions are shared by the tasks there are, without a restart; only a flow that began very small is worth one. */
    private void askForMoreTasks() {
        int possible = Math.min(maxTasks, partitions);
        if (tasks > 0 && possible >= 2 * tasks) {
            LOG.info(
                    "The flow has {} partitions by now: asking for {} tasks instead of {}",
                    partitions,
                    possible,
                    tasks);
            context.requestTaskReconfiguration();
        }
    }

    /** Idempotent. */
    @Override
    public void close() {
        timer.shutdownNow();
        source.close(CLOSE_TIMEOUT);
        target.close(CLOSE_TIMEOUT);
    }
}
