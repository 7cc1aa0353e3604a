package io.streambus.bridge.observe;

import io.streambus.bridge.lifecycle.LinkView;
import io.streambus.bridge.registry.PinnedCluster;
import io.streambus.bridge.registry.PinnedClusters;
import io.streambus.bridge.relation.SeenCluster;
import io.streambus.bridge.store.StoreUnavailableException;
import io.streambus.connect.identity.ClusterIdentity;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which cluster each cluster_id has stood for since links use it, so that one that is exchanged is noticed, also by the next bridge. The leader keeps it.
 * Thread-safe.
 */
public final class ClusterPins {

    private static final Logger LOG = LoggerFactory.getLogger(ClusterPins.class);

    private final Supplier<List<PinnedCluster>> kept;
    private final Clock clock;
    private volatile Optional<PinnedClusters> led = Optional.empty();

    /** @param kept what the store has */
    public ClusterPins(Supplier<List<PinnedCluster>> kept, Clock clock) {
        this.kept = kept;
        this.clock = clock;
    }

    /** @param store where the leader keeps them; empty while this bridge does not lead */
    public void lead(Optional<PinnedClusters> store) {
        led = store;
    }

    /** By cluster_id; those that no link has been using since are none. */
    Map<String, ClusterIdentity> of(List<LinkView> links) {
        Map<String, ClusterIdentity> pins = new HashMap<>();
        for (PinnedCluster pin : kept.get()) {
            boolean used = links.stream()
                    .anyMatch(link -> !link.createdAt().isAfter(pin.at())
                            && link.link().topology().clusters().stream()
                                    .anyMatch(cluster -> cluster.clusterId().equals(pin.clusterId())));
            if (used) {
                pins.put(pin.clusterId(), pin.identity());
            }
        }
        return pins;
    }

    /** Keeps which cluster each of them is, unless that is known. */
    void keep(List<SeenCluster> clusters, List<LinkView> links) {
        Map<String, ClusterIdentity> known = of(links);
        try {
            for (SeenCluster cluster : clusters) {
                ClusterIdentity pin = known.get(cluster.clusterId());
                boolean more = pin != null
                        && pin.topicIds().isEmpty()
                        && !cluster.identity().lasting().topicIds().isEmpty();
                if (pin == null || more) {
                    led.ifPresent(store ->
                            store.put(new PinnedCluster(cluster.clusterId(), cluster.identity(), clock.instant())));
                    known.put(cluster.clusterId(), cluster.identity().lasting());
                }
            }
        } catch (StoreUnavailableException e) {
            LOG.warn("Which clusters the links have could not be kept: {}", e.getMessage());
        }
    }

    /** @throws StoreUnavailableException if this bridge does not lead, or it could not be kept */
    void put(String clusterId, ClusterIdentity identity) {
        led.orElseThrow(() -> new StoreUnavailableException("this bridge does not lead, and writes nothing", null))
                .put(new PinnedCluster(clusterId, identity, clock.instant()));
        LOG.info("Cluster {} is {} from now on.", clusterId, identity);
    }
}
