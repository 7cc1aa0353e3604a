package io.streambus.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.streambus.bridge.config.BridgeConfig;
import io.streambus.bridge.runtime.ConnectClusters;
import io.streambus.connect.checkpoint.CheckpointFormat;
import io.streambus.runtime.FakeConnectRuntime;
import io.streambus.runtime.FakePlugin;
import io.streambus.runtime.PluginInfo;
import io.streambus.runtime.embedded.ClusterSpec;
import io.streambus.runtime.embedded.EmbeddedCluster;
import io.streambus.runtime.fault.FaultProxy;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What links that share their two clusters cost these: connections, counted on the way, and requests, by the meters of the bridge's clients. Ten links
 * whose documents differ in a time-out; a hundred with the soak profile. Prints the figures.
 */
class SharedClustersIT {

    private static final String LINKS = "/api/v1/replication/links";
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int COUNT = Integer.getInteger("streambus.shared.links", 10);
    private static final int ROUNDS = 10;

    /** Its address of the start and its one broker, and the attempt whether it can be spoken to without TLS. */
    private static final int CONNECTIONS_OF_A_CLIENT = 3;

    @TempDir
    static Path temp;

    private static final FaultProxy toWest = FaultProxy.open();
    private static final FaultProxy toEast = FaultProxy.open();

    private static EmbeddedCluster control;
    private static EmbeddedCluster west;
    private static EmbeddedCluster east;

    @BeforeAll
    static void startClusters() throws Exception {
        control = EmbeddedCluster.start(new ClusterSpec("control", 0, temp.resolve("control"), Map.of()));
        west = behind(toWest, "us-west-1");
        east = behind(toEast, "us-east-1");
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", east.internalBootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(CheckpointFormat.TOPIC, 1, (short) 1)
                            .configs(Map.of("cleanup.policy", "compact"))))
                    .all()
                    .get();
        }
    }

    private static EmbeddedCluster behind(FaultProxy proxy, String id) throws Exception {
        EmbeddedCluster cluster = EmbeddedCluster.start(new ClusterSpec(
                id, 0, temp.resolve(id), Map.of("advertised.listeners", "CLIENTS://" + proxy.address())));
        proxy.forwardTo(cluster.bootstrapServers());
        return cluster;
    }

    @AfterAll
    static void stopClusters() {
        toWest.close();
        toEast.close();
        west.close();
        east.close();
        control.close();
    }

    /**
     * What one cluster has seen of the bridge.
     *
     * @param opened connections since the start
     * @param standing of these
     * @param requestsPerRound of observation, by the clients that look
     */
    private record Cost(int opened, int standing, double requestsPerRound) {}

    @Test
    void links_that_share_their_clusters_share_clients_and_looks() throws Exception {
        try (Bridge bridge = bridge()) {
            ApiClient api = new ApiClient(bridge.url());
            await().atMost(PATIENCE).until(() -> api.get("/health/ready").status() == 200);
            for (int i = 0; i < COUNT; i++) {
                String document = document(i);
                // A control cluster on a busy machine may take a write and say so late.
                await().atMost(PATIENCE)
                        .until(() -> Set.of(201, 409)
                                .contains(api.send("POST", LINKS, document).status()));
            }
            for (int i = 0; i < COUNT; i++) {
                String metrics = LINKS + "/l" + i + "/metrics";
                await().atMost(PATIENCE).until(() -> api.get(metrics).status() == 200);
            }
            double westBefore = requests(api, "us-west-1");
            double eastBefore = requests(api, "us-east-1");
            int rounds = rounds(api);
            Cost ofWest =
                    new Cost(toWest.opened(), toWest.connections(), (requests(api, "us-west-1") - westBefore) / rounds);
            Cost ofEast =
                    new Cost(toEast.opened(), toEast.connections(), (requests(api, "us-east-1") - eastBefore) / rounds);
            System.out.printf("%d links: source %s, target with checkpoints %s%n", COUNT, ofWest, ofEast);

            assertThat(ofWest.opened()).as("one client that looks").isLessThanOrEqualTo(CONNECTIONS_OF_A_CLIENT);
            assertThat(ofEast.opened())
                    .as("one client that looks, one that reads checkpoints and fetches over a connection of its own")
                    .isLessThanOrEqualTo(2 * CONNECTIONS_OF_A_CLIENT + 1);
            assertThat(ofWest.requestsPerRound()).as("one look a round").isBetween(0.5, 4.0);
            assertThat(ofEast.requestsPerRound()).as("one look a round").isBetween(0.5, 4.0);
        }
    }

    private static Bridge bridge() throws Exception {
        Properties properties = new Properties();
        properties.setProperty("listeners", "http://127.0.0.1:0");
        properties.setProperty("control.bootstrap.servers", control.bootstrapServers());
        properties.setProperty("connect.url", "http://127.0.0.1:1");
        properties.setProperty("observe.interval.ms", "300");
        FakeConnectRuntime connect = new FakeConnectRuntime(
                "connect-1",
                List.of(FakePlugin.of("io.streambus.connect.StreamBusSourceConnector", PluginInfo.Type.SOURCE)));
        return Bridge.start(
                BridgeConfig.of(properties), ConnectClusters.only(connect, Clock.systemUTC()), Clock.systemUTC());
    }

    /** The same clusters, told a little differently. */
    private static String document(int i) {
        return """
                {"id": "l%1$d", "name": "Link %1$d", "type": "active-passive", "topics": ["orders-%1$d"],
                 "source_cluster": {"cluster_id": "us-west-1", "brokers": ["%2$s"], "request_timeout": "%4$dms"},
                 "target_cluster": {"cluster_id": "us-east-1", "brokers": ["%3$s"], "request_timeout": "%4$dms"}}""".formatted(i, toWest.address(), toEast.address(), 10_000 + i);
    }

    /** Waits for some rounds of observation. */
    private static int rounds(ApiClient api) {
        Set<String> seen = new ConcurrentSkipListSet<>();
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).until(() -> {
            seen.add(api.get(LINKS + "/l0/health").json().path("as_of").asText());
            return seen.size() > ROUNDS;
        });
        return seen.size() - 1;
    }

    /** What the clients that look at a cluster have asked it. */
    private static double requests(ApiClient api, String clusterId) {
        return api.get("/metrics")
                .text()
                .lines()
                .filter(line -> line.startsWith("kafka_admin_client_request_total{")
                        && line.contains("cluster_id=\"" + clusterId + '"'))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
