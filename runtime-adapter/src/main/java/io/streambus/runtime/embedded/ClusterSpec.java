package io.streambus.runtime.embedded;

import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * A single-node cluster to be started.
 *
 * @param clusterId the name of the user's choosing ({@code us-west-1}); Kafka's own cluster id follows from it
 * @param port of 127.0.0.1, 0 to 65535; 0 takes a free one
 * @param dataDir made if missing; one that an earlier cluster of the same id has left is taken up with its data
 * @param overrides broker settings that win over the defaults. The client listener is named {@code CLIENTS}, so that
 *     {@code listener.security.protocol.map} and {@code listener.name.clients.*} secure it; {@code advertised.listeners} may name
 *     {@code CLIENTS} alone, to put a proxy in front of it
 */
public record ClusterSpec(String clusterId, int port, Path dataDir, Map<String, String> overrides) {

    private static final Set<String> OWNED = Set.of(
            "process.roles",
            "node.id",
            "broker.id",
            "listeners",
            "inter.broker.listener.name",
            "security.inter.broker.protocol",
            "controller.listener.names",
            "controller.quorum.voters",
            "controller.quorum.bootstrap.servers",
            "log.dir",
            "log.dirs",
            "metadata.log.dir");

    public ClusterSpec {
        if (clusterId.isBlank()) {
            throw new IllegalArgumentException("the cluster id is empty; give the cluster a name");
        }
        Port.check(port);
        Objects.requireNonNull(dataDir, "dataDir");
        overrides = Map.copyOf(overrides);
        TreeSet<String> refused = new TreeSet<>(overrides.keySet());
        refused.retainAll(OWNED);
        if (!refused.isEmpty()) {
            throw new IllegalArgumentException("the embedded cluster " + clusterId + " sets " + refused
                    + " itself, from its id, port and data directory; leave them out");
        }
    }
}
