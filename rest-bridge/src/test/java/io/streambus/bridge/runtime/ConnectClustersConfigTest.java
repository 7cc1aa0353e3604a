package io.streambus.bridge.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ConnectClustersConfigTest {

    private static final URI URL = URI.create("http://w:8083");

    private final List<String> faults = new ArrayList<>();

    @Test
    void oneRuntimeIsCalledDefaultAndIsNearNothing() {
        assertThat(read(Map.of("connect.url", "x")).connectClusters())
                .containsExactly(new ConnectClusterSpec("default", List.of(URL), Set.of()));
        assertThat(faults).isEmpty();
    }

    @Test
    void severalRuntimesKeepTheirOrder() {
        ConnectClustersConfig config = read(Map.of(
                "connect.clusters", "west, east",
                "connect.west.url", "x",
                "connect.west.near", "us-west-1,us-west-2",
                "connect.east.url", "x",
                "connect.retired", "north"));

        assertThat(config.connectClusters())
                .containsExactly(
                        new ConnectClusterSpec("west", List.of(URL), Set.of("us-west-1", "us-west-2")),
                        new ConnectClusterSpec("east", List.of(URL), Set.of()));
        assertThat(config.retired()).containsExactly("north");
        assertThat(faults).isEmpty();
    }

    @Test
    void allFaultsAreFoundAtOnce() {
        read(Map.of(
                "connect.url", "x",
                "connect.clusters", "west,west,no.dots",
                "connect.west.url", "x",
                "connect.west.near", "a b",
                "connect.wets.near", "c",
                "connect.retired", "west"));

        assertThat(faults)
                .satisfiesExactlyInAnyOrder(
                        fault -> assertThat(fault).contains("connect.url", "connect.clusters", "leave one"),
                        fault -> assertThat(fault).contains("names west twice"),
                        fault -> assertThat(fault).contains("no.dots"),
                        fault -> assertThat(fault).contains("connect.west.near", "a b"),
                        fault -> assertThat(fault).contains("connect.wets.near", "did you mean connect.west.near?"),
                        fault -> assertThat(fault).contains("connect.retired names west"));
    }

    private ConnectClustersConfig read(Map<String, String> settings) {
        return ConnectClustersConfig.read(settings, faults, key -> List.of(URL));
    }
}
