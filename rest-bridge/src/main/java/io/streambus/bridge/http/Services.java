package io.streambus.bridge.http;

import io.streambus.bridge.document.LinkReader;
import io.streambus.bridge.document.RegisteredClusterReader;
import io.streambus.bridge.http.problem.ProblemException;
import io.streambus.bridge.lifecycle.LinkService;
import io.streambus.bridge.lifecycle.LinkViews;
import io.streambus.bridge.metrics.MetricsSettings;
import io.streambus.bridge.observe.Observer;
import io.streambus.bridge.observe.SourceTopics;
import io.streambus.bridge.registry.ClusterService;
import io.streambus.bridge.registry.RegisteredCluster;
import io.streambus.connect.identity.ClusterIdentity;
import java.net.URI;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What the resources work with once the bridge is ready.
 *
 * @param views the links, to be read
 * @param leading the links, to be changed; empty while this bridge does not lead
 * @param ownUrl where other bridges send callers to this one
 * @param lastLeader where the bridge is that led last
 */
public record Services(
        LinkViews views,
        Optional<LinkService> leading,
        URI ownUrl,
        Supplier<Optional<URI>> lastLeader,
        Observer observer,
        SourceTopics sourceTopics,
        LinkReader reader,
        Registry registry,
        MetricsSettings metrics) {
    /**
     * What the registry of clusters is served with.
     *
     * @param kafkaClusterId a cluster's own id, by that of the user, once it has been seen
     * @param conflicts throws if a cluster cannot be registered like this
     * @param acceptIdentity takes the cluster that answers now for the one that a cluster_id stands for
     */
    public record Registry(
            ClusterService clusters,
            RegisteredClusterReader reader,
            Function<String, Optional<String>> kafkaClusterId,
            Consumer<RegisteredCluster> conflicts,
            Function<String, ClusterIdentity> acceptIdentity) {
        public Registry {
            Objects.requireNonNull(clusters, "clusters");
            Objects.requireNonNull(reader, "reader");
            Objects.requireNonNull(kafkaClusterId, "kafkaClusterId");
            Objects.requireNonNull(conflicts, "conflicts");
            Objects.requireNonNull(acceptIdentity, "acceptIdentity");
        }
    }

    public Services {
        Objects.requireNonNull(views, "views");
        Objects.requireNonNull(leading, "leading");
        Objects.requireNonNull(ownUrl, "ownUrl");
        Objects.requireNonNull(lastLeader, "lastLeader");
        Objects.requireNonNull(observer, "observer");
        Objects.requireNonNull(sourceTopics, "sourceTopics");
        Objects.requireNonNull(reader, "reader");
        Objects.requireNonNull(registry, "registry");
        Objects.requireNonNull(metrics, "metrics");
    }

    /** @throws ProblemException if this bridge does not lead */
    LinkService links() {
        return leading.orElseThrow(ProblemException::nobodyLeads);
    }

    /** Empty if nobody is known to lead, or this bridge has led last and does not now. */
    Optional<URI> otherLeader() {
        return lastLeader.get().filter(url -> !url.equals(ownUrl));
    }
}
