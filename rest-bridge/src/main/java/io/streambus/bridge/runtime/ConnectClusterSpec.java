package io.streambus.bridge.runtime;

import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A Connect cluster, as the bridge's configuration describes it.
 *
 * @param name the operator's; stored with the flows that run there
 * @param workers addresses of its workers, at least one
 * @param near the cluster_ids of the clusters it is near
 */
public record ConnectClusterSpec(String name, List<URI> workers, Set<String> near) {

    /** The name where the configuration gives none. */
    public static final String DEFAULT = "default";

    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]{1,60}");

    public ConnectClusterSpec {
        Objects.requireNonNull(name, "name");
        workers = List.copyOf(workers);
        near = Set.copyOf(near);
    }

    static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }
}
