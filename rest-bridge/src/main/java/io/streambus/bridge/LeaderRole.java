package io.streambus.bridge;

import io.streambus.bridge.checkpoint.Checkpoints;
import io.streambus.bridge.cluster.ClusterConnections;
import io.streambus.bridge.document.LinkReader;
import io.streambus.bridge.document.RegisteredClusterReader;
import io.streambus.bridge.http.ServiceGate;
import io.streambus.bridge.http.Services;
import io.streambus.bridge.leader.LeadershipListener;
import io.streambus.bridge.leader.Lease;
import io.streambus.bridge.lifecycle.LinkService;
import io.streambus.bridge.lifecycle.LinkViews;
import io.streambus.bridge.lifecycle.StoredLinks;
import io.streambus.bridge.metrics.MetricsSettings;
import io.streambus.bridge.observe.ClusterPins;
import io.streambus.bridge.observe.LinkRelations;
import io.streambus.bridge.observe.Observer;
import io.streambus.bridge.observe.SourceTopics;
import io.streambus.bridge.registry.ClusterService;
import io.streambus.bridge.registry.ClusterStore;
import io.streambus.bridge.runtime.ConnectClusters;
import io.streambus.bridge.secrets.SecretPolicy;
import io.streambus.bridge.store.LinkStore;
import io.streambus.bridge.store.StoreUnavailableException;
import io.streambus.bridge.store.TopicLinkStore;
import java.net.URI;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What a bridge does as leader and as follower: the one owns the links, the other reads them from the store. Confined to the election's thread.
 */
final class LeaderRole implements LeadershipListener {

    private final TopicLinkStore store;
    private final URI url;
    private final ConnectClusters connectClusters;
    private final Checkpoints checkpoints;
    private final SourceTopics sourceTopics;
    private final LinkRelations relations;
    private final ClusterPins pins;
    private final Observer observer;
    private final SecretPolicy secrets;
    private final ClusterConnections connections;
    private final MetricsSettings metrics;
    private final ServiceGate gate;
    private final Clock clock;
    private final AtomicReference<LinkViews> views;
    private final LinkViews stored;
    private Optional<Term> term = Optional.empty();

    private record Term(LinkStore store, LinkService links) {
        void close() {
            try {
                links.close();
            } finally {
                store.close();
            }
        }
    }

    /** @param views where the observer finds the links; set at each change */
    LeaderRole(
            TopicLinkStore store,
            URI url,
            ConnectClusters connectClusters,
            Checkpoints checkpoints,
            SourceTopics sourceTopics,
            LinkRelations relations,
            ClusterPins pins,
            Observer observer,
            SecretPolicy secrets,
            ClusterConnections connections,
            MetricsSettings metrics,
            ServiceGate gate,
            Clock clock,
            AtomicReference<LinkViews> views) {
        this.store = store;
        this.url = url;
        this.connectClusters = connectClusters;
        this.checkpoints = checkpoints;
        this.sourceTopics = sourceTopics;
        this.relations = relations;
        this.pins = pins;
        this.observer = observer;
        this.secrets = secrets;
        this.connections = connections;
        this.metrics = metrics;
        this.gate = gate;
        this.clock = clock;
        this.views = views;
        this.stored = new StoredLinks(store::all, store::unreadable);
    }

    @Override
    public void begin(Lease lease) {
        LinkStore led = store.lead(url, lease::end);
        try {
            LinkService links = LinkService.takeOver(
                    led,
                    connectClusters.through(runtime -> runtime.within(lease::left)),
                    checkpoints.erasedWith(() -> requireLead(lease)),
                    relations,
                    clock);
            term = Optional.of(new Term(led, links));
            pins.lead(Optional.of(led.pinned()));
            serve(links, Optional.of(links), led.clusters());
        } catch (RuntimeException e) {
            end();
            led.close();
            throw e;
        }
    }

    private static void requireLead(Lease lease) {
        if (!lease.held()) {
            throw new StoreUnavailableException(
                    "checkpoints were not erased because this bridge does not lead any more", null);
        }
    }

    @Override
    public void end() {
        Optional<Term> ended = term;
        term = Optional.empty();
        pins.lead(Optional.empty());
        follow();
        ended.ifPresent(Term::close);
    }

    @Override
    public void follow() {
        serve(stored, Optional.empty(), store.clusters());
    }

    private void serve(LinkViews shown, Optional<LinkService> leading, ClusterStore clusters) {
        views.set(shown);
        ClusterService registry = new ClusterService(clusters, new LinksOfClusters(shown, leading), clock);
        gate.open(new Services(
                shown,
                leading,
                url,
                store::leader,
                observer,
                sourceTopics,
                new LinkReader(() -> UUID.randomUUID().toString(), secrets, registry),
                new Services.Registry(
                        registry,
                        new RegisteredClusterReader(secrets, connectClusters.names()),
                        connections::kafkaClusterId,
                        relations::requireNoConflict,
                        relations::accept),
                metrics));
    }
}
