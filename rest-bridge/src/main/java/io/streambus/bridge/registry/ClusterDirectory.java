package io.streambus.bridge.registry;

import io.streambus.bridge.link.ReplicationLink;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which clusters are registered. Thread-safe. */
public interface ClusterDirectory {

    Optional<RegisteredCluster> find(String clusterId);

    Set<String> ids();

    /** The link with what its clusters take from here, as it is now. A cluster that is not registered any more keeps what it had. */
    default ReplicationLink resolve(ReplicationLink link) {
        return link.between(link.topology()
                .with(cluster -> find(cluster.clusterId())
                        .map(registered -> registered.lendTo(cluster))
                        .orElse(cluster)));
    }

    /** Of a bridge, or a document, that knows none. */
    static ClusterDirectory empty() {
        return of(Map.of());
    }

    /** @param clusters by id */
    static ClusterDirectory of(Map<String, RegisteredCluster> clusters) {
        Map<String, RegisteredCluster> byId = Map.copyOf(clusters);
        return new ClusterDirectory() {
            @Override
            public Optional<RegisteredCluster> find(String clusterId) {
                return Optional.ofNullable(byId.get(clusterId));
            }

            @Override
            public Set<String> ids() {
                return byId.keySet();
            }
        };
    }
}
