package io.streambus.bridge.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.streambus.bridge.link.ReplicationLink.Mode;
import io.streambus.bridge.link.cluster.LinkedCluster;
import io.streambus.bridge.link.cluster.LinkedCluster.Inherited;
import io.streambus.bridge.link.cluster.Security;
import io.streambus.bridge.plan.Flow;
import io.streambus.runtime.FakeConnectRuntime;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ConnectClustersTest {

    private final ConnectClusters connectClusters = new ConnectClusters(
            List.of(connectCluster("first"), connectCluster("near-s", "s"), connectCluster("near-t", "t")), Set.of());

    @Test
    void a_flow_belongs_near_its_target_or_pushed_near_its_source() {
        Flow flow = flow(cluster("s", Optional.empty()), cluster("t", Optional.empty()));

        assertThat(connectClusters.best(flow, Mode.PULL).name()).isEqualTo("near-t");
        assertThat(connectClusters.best(flow, Mode.PUSH).name()).isEqualTo("near-s");
        assertThat(connectClusters
                        .best(flow(cluster("s", Optional.empty()), cluster("u", Optional.empty())), Mode.PULL)
                        .name())
                .isEqualTo("first");
    }

    @Test
    void what_is_registered_with_a_cluster_counts_for_more_than_the_configuration() {
        Flow flow = flow(cluster("s", Optional.empty()), cluster("t", Optional.of("first")));

        assertThat(connectClusters.best(flow, Mode.PULL).name()).isEqualTo("first");
        assertThat(connectClusters.best(flow, Mode.PUSH).name()).isEqualTo("near-s");
    }

    @Test
    void a_connect_cluster_that_is_configured_no_more_counts_for_nothing() {
        Flow flow = flow(cluster("s", Optional.empty()), cluster("t", Optional.of("gone")));

        assertThat(connectClusters.best(flow, Mode.PULL).name()).isEqualTo("near-t");
        assertThat(connectClusters.names()).containsExactly("first", "near-s", "near-t");
    }

    private static ConnectCluster connectCluster(String name, String... near) {
        return new ConnectCluster(name, Set.of(near), new FakeConnectRuntime(name, List.of()), Clock.systemUTC());
    }

    private static Flow flow(LinkedCluster source, LinkedCluster target) {
        return new Flow("f", source, target);
    }

    private static LinkedCluster cluster(String id, Optional<String> connectCluster) {
        return new LinkedCluster(
                id,
                List.of(id + ":1"),
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                0,
                Security.NONE,
                new Inherited(true, true, connectCluster));
    }
}
