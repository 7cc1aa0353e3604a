package io.streambus.connect.watch;

import io.streambus.connect.checkpoint.CheckpointFormat;
import io.streambus.connect.cluster.ClusterException;
import io.streambus.connect.config.SourceConfig;
import io.streambus.connect.topic.OwnTopics;
import io.streambus.connect.topic.SourceTopic;
import io.streambus.connect.topic.TargetTopics;
import io.streambus.connect.topic.TopicAcls;
import io.streambus.connect.topic.TopicAdmin;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.connect.connector.ConnectorContext;
import org.apache.kafka.connect.errors.ConnectException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One round after the other of bringing the target's topics into step: what is seen, what is the flow's own, what is done, and what is told of it.
 * Confined to one thread at a time, but for {@link #tasks}, which any may ask.
 */
final class TopicUpkeep {

    private static final Logger LOG = LoggerFactory.getLogger(TopicUpkeep.class);

    private final SourceConfig config;
    private final ConnectorContext context;
    private final Supplier<CompletableFuture<List<SourceTopic>>> topics;
    private final TargetTopics targetTopics;
    private final OwnTopics ownTopics;
    private final TopicAcls acls;
    private final Adoption adoption;
    private final LongSupplier nanoTime;
    /** What was last said of each topic that could not be brought into step: an outage is logged when it begins and when it ends. */
    private final Map<String, String> troubles = new HashMap<>();

    /** Topics of the target that the last round left alone, since they hold records and are not the flow's own. */
    private Set<String> leftOut = Set.of();

    private boolean roundFails;
    private boolean refused;
    private long nextSettingsNanos;
    private long nextAclsNanos;
    private volatile int partitions;
    private volatile int tasks;
    private volatile int maxTasks;

    /**
     * @param context is told of refusals, and asked for more tasks
     * @param topics observes the topics of both clusters
     * @param nanoTime as {@link System#nanoTime}
     */
    TopicUpkeep(
            SourceConfig config,
            ConnectorContext context,
            Supplier<CompletableFuture<List<SourceTopic>>> topics,
            TopicAdmin source,
            TopicAdmin target,
            Adoption adoption,
            LongSupplier nanoTime) {
        this.config = config;
        this.context = context;
        this.topics = topics;
        this.targetTopics = new TargetTopics(source, target, config.replicationFactor(), config.settingsInStep());
        this.ownTopics = new OwnTopics(target);
        this.acls = new TopicAcls(source, target);
        this.adoption = adoption;
        this.nanoTime = nanoTime;
        this.nextSettingsNanos = nanoTime.getAsLong();
        this.nextAclsNanos = nextSettingsNanos;
    }

    /**
     * The first round: creates what the target lacks.
     *
     * @throws ConnectException if a cluster does not answer or refuses, with the reason; or if topics of the target are not the flow's own, with all
     *     of them and the ways out
     */
    void first() throws InterruptedException {
        try {
            List<SourceTopic> seen = observe();
            requireOwn(seen);
            ownTopics.createCompacted(
                    CheckpointFormat.TOPIC, CheckpointFormat.PARTITIONS, config.checkpointsReplicationFactor());
            if (config.deadLetterTopic().isPresent()) {
                ownTopics.createDeadLetters(config.deadLetterTopic().get(), config.replicationFactor());
            }
            reconcile(seen);
        } catch (ExecutionException | TimeoutException | ClusterException e) {
            Throwable cause = e instanceof ExecutionException ? e.getCause() : e;
            throw new ConnectException(
                    "The topics of " + config.sourceAlias() + " and " + config.targetAlias()
                            + " could not be brought into step: "
                            + ClusterException.describe(cause),
                    cause);
        }
    }

    /**
     * How many tasks share the partitions: no more than there are partitions.
     *
     * @param most as {@code tasks.max} allows
     */
    int tasks(int most) {
        maxTasks = most;
        tasks = Math.max(1, Math.min(most, partitions));
        return tasks;
    }

    /** A round; what fails is told, and tried again in the next one. */
    void round() {
        try {
            reconcile(ownAmong(observe()));
            if (roundFails) {
                LOG.info("The topics of {} and {} are looked after again", config.sourceAlias(), config.targetAlias());
            }
            roundFails = false;
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
            } else if (cause instanceof ClusterException failure) {
                // Its outage is logged once for all who ask it.
                LOG.debug("The topics cannot be looked after for now", failure);
                return;
            } else if (!roundFails) {
                LOG.warn(
                        "The topics of {} and {} cannot be looked after for now: {}",
                        config.sourceAlias(),
                        config.targetAlias(),
                        ClusterException.describe(cause));
            }
            roundFails = true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private List<SourceTopic> observe() throws InterruptedException, ExecutionException, TimeoutException {
        return topics.get().get(config.adminTimeout().multipliedBy(3).toMillis(), TimeUnit.MILLISECONDS);
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

    private void reconcile(List<SourceTopic> topics) throws InterruptedException {
        partitions = topics.stream().mapToInt(SourceTopic::partitions).sum();
        TargetTopics.Outcome outcome = targetTopics.reconcile(topics);
        outcome.created().forEach(adoption::own);
        Map<String, Throwable> failures = new HashMap<>(outcome.failures());
        long now = nanoTime.getAsLong();
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
}
