package io.streambus.bridge.runtime;

import io.streambus.bridge.json.NearestName;
import io.streambus.bridge.link.cluster.LinkedCluster;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * The {@code connect.*} settings of a bridge.
 *
 * @param connectClusters in the order of the configuration: a flow that is near none of them goes to the first
 * @param retired names of runtimes that are gone for good, so that nothing runs there any more
 */
public record ConnectClustersConfig(List<ConnectClusterSpec> connectClusters, Set<String> retired) {

    private static final String PREFIX = "connect.";
    private static final String URL = "connect.url";
    private static final String CLUSTERS = "connect.clusters";
    private static final String RETIRED = "connect.retired";

    public ConnectClustersConfig {
        connectClusters = List.copyOf(connectClusters);
        retired = Set.copyOf(retired);
    }

    /** Whether a setting is for {@link #read} to judge. */
    public static boolean reads(String key) {
        return key.startsWith(PREFIX);
    }

    /**
     * Reads the settings.
     *
     * @param faults gets a sentence for each fault
     * @param urls reads a setting as addresses of workers, and reports what is wrong with them itself
     */
    public static ConnectClustersConfig read(
            Map<String, String> settings, List<String> faults, Function<String, List<URI>> urls) {
        Set<String> known = new TreeSet<>(Set.of(URL, CLUSTERS, RETIRED));
        List<ConnectClusterSpec> connectClusters = new ArrayList<>();
        Set<String> names = names(settings, CLUSTERS, faults);
        if (!settings.containsKey(CLUSTERS)) {
            connectClusters.add(new ConnectClusterSpec(ConnectClusterSpec.DEFAULT, urls.apply(URL), Set.of()));
        } else if (settings.containsKey(URL)) {
            faults.add(URL + " names one Connect cluster and " + CLUSTERS + " several; leave one of them out");
        } else if (names.isEmpty()) {
            faults.add(CLUSTERS + " must name at least one Connect cluster");
        }
        for (String name : names) {
            String url = PREFIX + name + ".url";
            String near = PREFIX + name + ".near";
            known.addAll(Set.of(url, near));
            connectClusters.add(new ConnectClusterSpec(name, urls.apply(url), clusterIds(settings, near, faults)));
        }
        Set<String> retired = names(settings, RETIRED, faults);
        retired.stream()
                .filter(name -> connectClusters.stream()
                        .anyMatch(runtime -> runtime.name().equals(name)))
                .forEach(name -> faults.add(RETIRED + " names " + name + ", which is configured; leave one out"));
        settings.keySet().stream()
                .filter(key -> reads(key) && !known.contains(key))
                .forEach(key -> faults.add(key + " is not a known setting"
                        + NearestName.of(key, known)
                                .map(nearest -> "; did you mean " + nearest + '?')
                                .orElse("; known are " + String.join(", ", known))));
        return new ConnectClustersConfig(connectClusters, retired);
    }

    private static Set<String> names(Map<String, String> settings, String key, List<String> faults) {
        Set<String> names = new LinkedHashSet<>();
        for (String name : entries(settings, key)) {
            if (!ConnectClusterSpec.isName(name)) {
                faults.add(key + " must hold names of 1 to 60 letters, digits, '_' or '-', found \"" + name + '"');
            } else if (!names.add(name)) {
                faults.add(key + " names " + name + " twice");
            }
        }
        return names;
    }

    private static Set<String> clusterIds(Map<String, String> settings, String key, List<String> faults) {
        Set<String> ids = new LinkedHashSet<>();
        for (String id : entries(settings, key)) {
            if (LinkedCluster.isId(id)) {
                ids.add(id);
            } else {
                faults.add(key + " must hold cluster_ids of 1 to 120 letters, digits, '.', '_' or '-', found \"" + id
                        + '"');
            }
        }
        return ids;
    }

    private static List<String> entries(Map<String, String> settings, String key) {
        String value = settings.getOrDefault(key, "");
        return value.isEmpty()
                ? List.of()
                : Arrays.stream(value.split(",", -1)).map(String::strip).toList();
    }
}
