package io.streambus.connect.watch;

import io.streambus.connect.cluster.ClusterAdmin;
import io.streambus.connect.cluster.ClusterException;
import io.streambus.connect.cluster.Outages;
import io.streambus.connect.cluster.SharedAdmin;
import io.streambus.connect.config.ClientSettings;
import io.streambus.connect.config.SourceConfig;
import io.streambus.connect.identity.SourceAndTarget;
import io.streambus.connect.topic.ClusterTopicAdmin;
import io.streambus.connect.topic.Shard;
import io.streambus.connect.topic.TopicObserver;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.SourceConnectorContext;

/**
 * The connector's own work: takes snapshots of the topics of both sides every so often and keeps the target's in step, so that the tasks find there what
 * they need. A shell: opens the clients and the timer of a {@link TopicUpkeep}, and closes them. Thread-safe: a thread of its own does everything after {@link #start}.
 */
public final class TopicWatch implements AutoCloseable {

    private final SourceConfig config;
    private final SharedAdmin source;
    private final SharedAdmin target;
    private final ClusterAdmin sourceAdmin;
    private final ClusterAdmin targetAdmin;
    private final Outages outages;
    private final TopicUpkeep upkeep;
    private final ScheduledExecutorService timer;

    public TopicWatch(SourceConfig config, SourceConnectorContext context) {
        this.config = config;
        ClientSettings clients = new ClientSettings(config, "connector");
        clients.requireListeners();
        this.source = clients.shareSourceAdmin();
        this.target = openTarget(clients);
        this.sourceAdmin = new ClusterAdmin(source, config.adminTimeout());
        this.targetAdmin = new ClusterAdmin(target, config.adminTimeout());
        this.outages = new Outages(sourceAdmin, targetAdmin);
        TopicObserver observer = new TopicObserver(
                sourceAdmin, targetAdmin, config.topicSelection(), config.topicNaming(), Set.of(), new Shard(0, 1));
        this.upkeep = new TopicUpkeep(
                config,
                context,
                () -> outages.explained(observer.observe(), ForkJoinPool.commonPool()),
                new ClusterTopicAdmin(sourceAdmin),
                new ClusterTopicAdmin(targetAdmin),
                new Adoption(() -> new TargetEvidence(
                        config,
                        context.offsetStorageReader(),
                        () -> ClientSettings.open(
                                config.targetAlias(),
                                clients.evidenceConsumer(IsolationLevel.READ_UNCOMMITTED),
                                KafkaConsumer::new))),
                System::nanoTime);
        this.timer = Executors.newSingleThreadScheduledExecutor(
                work -> new Thread(work, "streambus-topics-" + config.flow()));
    }

    private SharedAdmin openTarget(ClientSettings clients) {
        try {
            return clients.shareTargetAdmin();
        } catch (ConnectException e) {
            source.close();
            throw e;
        }
    }

    /**
     * Goes through the first round, creates what the target lacks and goes on with a round every so often.
     *
     * @throws ConnectException if source and target are one cluster; if a cluster does not answer or refuses, with the reason; or if topics of the
     *     target are not the flow's own, with all of them and the ways out
     */
    public void start() throws InterruptedException {
        try {
            SourceAndTarget.requireTwo(sourceAdmin, targetAdmin);
        } catch (ClusterException e) {
            throw (ClusterException) outages.explained(e);
        }
        upkeep.first();
        long interval = config.refreshTopicsInterval().toMillis();
        var unused = timer.scheduleWithFixedDelay(upkeep::round, interval, interval, TimeUnit.MILLISECONDS);
    }

    /**
     * How many tasks share the partitions: no more than there are partitions.
     *
     * @param most as {@code tasks.max} allows
     */
    public int tasks(int most) {
        return upkeep.tasks(most);
    }

    /** Idempotent. */
    @Override
    public void close() {
        timer.shutdownNow();
        source.close();
        target.close();
    }
}
