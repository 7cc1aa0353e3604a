package io.streambus.runtime.embedded;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A distributed Connect worker to be started.
 *
 * @param bootstrapServers of the cluster that holds the worker's group and its topics, and to which its producers write by default
 * @param restPort of 127.0.0.1, 0 to 65535; 0 takes a free one
 * @param pluginPath directories that each hold one plugin per entry, as {@code plugin.path} takes them; may be empty
 * @param overrides worker settings that win over the defaults; workers with one {@code group.id} form one Connect cluster
 */
public record WorkerSpec(String bootstrapServers, int restPort, List<Path> pluginPath, Map<String, String> overrides) {

    private static final Set<String> OWNED = Set.of("bootstrap.servers", "listeners", "plugin.path");

    public WorkerSpec {
        if (bootstrapServers.isBlank()) {
            throw new IllegalArgumentException(
                    "the worker's bootstrap servers are empty; name its cluster as host:port");
        }
        Port.check(restPort);
        pluginPath = List.copyOf(pluginPath);
        overrides = Map.copyOf(overrides);
        TreeSet<String> refused = new TreeSet<>(overrides.keySet());
        refused.retainAll(OWNED);
        if (!refused.isEmpty()) {
            throw new IllegalArgumentException(
                    "the embedded worker sets " + refused + " itself, from its specification; leave them out");
        }
    }
}
