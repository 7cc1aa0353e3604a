package io.streambus.bridge.runtime;

import io.streambus.bridge.link.ReplicationLink.Mode;
import io.streambus.bridge.link.cluster.LinkedCluster;
import io.streambus.bridge.plan.Flow;
import io.streambus.runtime.ConnectRuntime;
import java.time.Clock;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** The Connect clusters of a bridge. Thread-safe if the runtimes are. */
public final class ConnectClusters implements AutoCloseable {

    private final List<ConnectCluster> locations;
    private final Set<String> retired;

    /**
     * @param locations at least one; closed with this
     * @param retired names of places that are gone for good
     */
    public ConnectClusters(List<ConnectCluster> locations, Set<String> retired) {
        this.locations = List.copyOf(locations);
        this.retired = Set.copyOf(retired);
        if (locations.isEmpty()) {
            throw new IllegalArgumentException("there must be at least one Connect cluster");
        }
    }

    /** One Connect cluster that serves everything. */
    public static ConnectClusters only(ConnectRuntime runtime, Clock clock) {
        return new ConnectClusters(
                List.of(new ConnectCluster(ConnectClusterSpec.DEFAULT, Set.of(), runtime, clock)), Set.of());
    }

    /** The same places, asked through what {@code wrap} makes of each runtime. */
    public ConnectClusters through(UnaryOperator<ConnectRuntime> wrap) {
        return new ConnectClusters(
                locations.stream().map(cluster -> cluster.through(wrap)).toList(), retired);
    }

    /** In the order of the configuration. */
    public List<ConnectCluster> all() {
        return locations;
    }

    /**
     * Where the flow belongs: near its target or, pushed, near its source; else with the first. What is registered with a cluster counts for more than
     * what the configuration says of it.
     */
    public ConnectCluster best(Flow flow, Mode mode) {
        LinkedCluster near = switch (mode) {
            case PULL -> flow.target();
            case PUSH -> flow.source();
        };
        return near.inherited()
                .connectCluster()
                .flatMap(this::named)
                .or(() -> locations.stream()
                        .filter(cluster -> cluster.isNear(near.clusterId()))
                        .findFirst())
                .orElseGet(() -> locations.get(0));
    }

    /** The operator's names for them, in the order of the configuration. */
    public Set<String> names() {
        return locations.stream().map(ConnectCluster::name).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    public Optional<ConnectCluster> named(String name) {
        return locations.stream().filter(cluster -> cluster.name().equals(name)).findFirst();
    }

    /** Whether the operator says that the place is gone for good, with all that ran there. */
    public boolean isRetired(String name) {
        return retired.contains(name);
    }

    @Override
    public void close() {
        locations.forEach(ConnectCluster::close);
    }
}
