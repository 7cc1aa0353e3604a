package io.streambus.bridge;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.streambus.bridge.checkpoint.Checkpoints;
import io.streambus.bridge.cluster.ClientMeters;
import io.streambus.bridge.cluster.ClusterClients;
import io.streambus.bridge.cluster.ClusterConnections;
import io.streambus.bridge.cluster.ClusterLooks;
import io.streambus.bridge.cluster.ClusterProber;
import io.streambus.bridge.config.BridgeConfig;
import io.streambus.bridge.http.ServiceGate;
import io.streambus.bridge.leader.LeaderElection;
import io.streambus.bridge.lifecycle.LinkViews;
import io.streambus.bridge.lifecycle.StoredLinks;
import io.streambus.bridge.observe.ClusterPins;
import io.streambus.bridge.observe.LinkRelations;
import io.streambus.bridge.observe.Observer;
import io.streambus.bridge.observe.SourceTopics;
import io.streambus.bridge.runtime.ConnectClusters;
import io.streambus.bridge.store.LinksTopic;
import io.streambus.bridge.store.StoreUnavailableException;
import io.streambus.bridge.store.TopicLinkStore;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What stands behind the API. Opens the gate once the store is read and it is decided who leads, however long the control cluster takes.
 *
 * <p>Thread-safe: {@code parts} is guarded by {@code this}.
 */
final class Backend implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Backend.class);
    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
    private static final Duration LONGEST_RETRY = Duration.ofSeconds(10);

    private final BridgeConfig config;
    private final URI advertisedUrl;
    private final ConnectClusters connectClusters;
    private final ServiceGate gate;
    private final Clock clock;
    private final MeterRegistry registry;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread opener;
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();

    private Backend(
            BridgeConfig config,
            URI advertisedUrl,
            ConnectClusters connectClusters,
            ServiceGate gate,
            Clock clock,
            MeterRegistry registry) {
        this.config = config;
        this.advertisedUrl = advertisedUrl;
        this.connectClusters = connectClusters;
        this.gate = gate;
        this.clock = clock;
        this.registry = registry;
        this.opener = new Thread(this::open, "streambus-bridge-opener");
        opener.setDaemon(true);
    }

    static Backend start(
            BridgeConfig config,
            URI advertisedUrl,
            ConnectClusters connectClusters,
            ServiceGate gate,
            Clock clock,
            MeterRegistry registry) {
        Backend engine = new Backend(config, advertisedUrl, connectClusters, gate, clock, registry);
        engine.opener.start();
        return engine;
    }

    private void open() {
        Duration wait = FIRST_RETRY;
        for (int attempt = 1; closing.getCount() > 0; attempt++) {
            try {
                assemble(TopicLinkStore.open(
                        config.controlClients(),
                        new LinksTopic(config.linksTopic(), config.linksTopicReplicationFactor())));
                return;
            } catch (StoreUnavailableException e) {
                gate.closed("the control cluster does not answer; the bridge's log has the reason");
                LOG.warn(
                        "The control cluster is not there yet (attempt {}), next in {} s: {}",
                        attempt,
                        wait.toSeconds(),
                        e.getMessage());
            } catch (RuntimeException e) {
                gate.closed("they cannot be opened; the bridge's log has the reason");
                LOG.error(
                        "The links cannot be opened (attempt {}); somebody must act. Next attempt in {} s.",
                        attempt,
                        wait.toSeconds(),
                        e);
            }
            if (closed(wait)) {
                return;
            }
            Duration doubled = wait.multipliedBy(2);
            wait = doubled.compareTo(LONGEST_RETRY) > 0 ? LONGEST_RETRY : doubled;
        }
    }

    private synchronized void assemble(TopicLinkStore store) {
        parts.push(store);
        if (closing.getCount() == 0) {
            closeParts();
            return;
        }
        try {
            assembleAround(store);
        } catch (RuntimeException e) {
            // What was opened already would go on beside that of the next attempt.
            closeParts();
            throw e;
        }
    }

    private void assembleAround(TopicLinkStore store) {
        ClusterClients clients = new ClusterClients(config.secrets().providers(config.configProviders()));
        ClientMeters meters = new ClientMeters(registry);
        parts.push(meters);
        ClusterConnections connections = new ClusterConnections(clients, meters);
        parts.push(connections);
        Checkpoints checkpoints = new Checkpoints(clients, meters, clock);
        parts.push(checkpoints);
        AtomicReference<LinkViews> views = new AtomicReference<>(new StoredLinks(store::all, store::unreadable));
        ClusterLooks looks = new ClusterLooks(connections, System::nanoTime);
        parts.push(looks);
        ClusterPins pins = new ClusterPins(store::pinned, clock);
        LinkRelations relations = LinkRelations.start(
                () -> views.get().all(), () -> store.clusters().all(), looks, pins);
        parts.push(relations);
        Observer observer = Observer.start(
                () -> views.get().all(),
                checkpoints,
                new ClusterProber(connections, System::nanoTime),
                relations::latest,
                connections::topics,
                clock,
                config.observeInterval());
        parts.push(observer);
        Gauge.builder(
                        "streambus.links.unreadable",
                        store,
                        opened -> opened.unreadable().size())
                .description(
                        "Links that are kept and cannot be read: their connectors run on, and nobody looks after them")
                .register(registry);
        gate.closed("it is not decided yet which bridge leads");
        LeaderRole office = new LeaderRole(
                store,
                advertisedUrl,
                connectClusters,
                checkpoints,
                new SourceTopics(connections),
                relations,
                pins,
                observer,
                config.secrets().inline(),
                connections,
                config.metrics(),
                gate,
                clock,
                views);
        parts.push(LeaderElection.start(config.controlClients(), config.linksTopic(), office));
    }

    private boolean closed(Duration wait) {
        try {
            return closing.await(wait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    @Override
    public void close() {
        closing.countDown();
        gate.closed("the bridge is stopping");
        synchronized (this) {
            closeParts();
        }
        gate.closed("the bridge is stopping");
        connectClusters.close();
    }

    private void closeParts() {
        while (!parts.isEmpty()) {
            AutoCloseable part = parts.pop();
            try {
                part.close();
            } catch (Exception e) {
                LOG.warn("{} did not close cleanly: {}", part.getClass().getSimpleName(), e.toString());
            }
        }
    }
}
