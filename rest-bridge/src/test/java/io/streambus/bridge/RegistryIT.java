package io.streambus.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.streambus.bridge.ApiClient.Answer;
import io.streambus.bridge.config.BridgeConfig;
import io.streambus.bridge.runtime.ConnectClusters;
import io.streambus.runtime.FakeConnectRuntime;
import io.streambus.runtime.FakePlugin;
import io.streambus.runtime.PluginInfo;
import io.streambus.runtime.embedded.ClusterSpec;
import io.streambus.runtime.embedded.EmbeddedCluster;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The registry of clusters over HTTP, with a real cluster, which keeps it; Connect is a fake. */
class RegistryIT {

    private static final String CLUSTERS = "/api/v1/clusters";
    private static final String LINKS = "/api/v1/replication/links";
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @TempDir
    static Path temp;

    private static final FakeConnectRuntime connect = new FakeConnectRuntime(
            "connect-1",
            List.of(FakePlugin.of("io.streambus.connect.StreamBusSourceConnector", PluginInfo.Type.SOURCE)));

    private static EmbeddedCluster cluster;
    private static EmbeddedCluster east;
    private static Bridge bridge;
    private static ApiClient api;

    @BeforeAll
    static void start() throws Exception {
        cluster = EmbeddedCluster.start(new ClusterSpec("west", 0, temp.resolve("west"), Map.of()));
        east = EmbeddedCluster.start(new ClusterSpec("east", 0, temp.resolve("east"), Map.of()));
        Properties properties = new Properties();
        properties.setProperty("listeners", "http://127.0.0.1:0");
        properties.setProperty("control.bootstrap.servers", cluster.bootstrapServers());
        properties.setProperty("connect.url", "http://127.0.0.1:1");
        properties.setProperty("observe.interval.ms", "300");
        bridge = Bridge.start(
                BridgeConfig.of(properties), ConnectClusters.only(connect, Clock.systemUTC()), Clock.systemUTC());
        api = new ApiClient(bridge.url());
        await().atMost(PATIENCE).until(() -> api.get("/health/ready").status() == 200);
    }

    @AfterAll
    static void stop() {
        bridge.close();
        cluster.close();
        east.close();
    }

    @Test
    void a_cluster_is_registered_read_changed_and_forgotten() {
        Answer created = api.send("POST", CLUSTERS, document("life", "a:1"));
        assertThat(created.status()).isEqualTo(201);
        assertThat(created.header("Location")).isEqualTo(bridge.url() + CLUSTERS + "/life");
        assertThat(created.header("ETag")).matches("\"1-[0-9a-z]+\"");
        assertThat(created.json().path("version").asInt()).isEqualTo(1);
        assertThat(created.json().path("links").isEmpty()).isTrue();
        assertThat(created.json().has("kafka_cluster_id")).isFalse();
        assertThat(api.get(CLUSTERS + "/life").header("ETag")).isEqualTo(created.header("ETag"));
        assertThat(ids(api.get(CLUSTERS).json())).contains("life");
        Answer again = api.send("POST", CLUSTERS, document("life", "a:1"));
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.json().path("code").asText()).isEqualTo("CLUSTER_EXISTS");

        Answer changed = api.send("PUT", CLUSTERS + "/life", "{\"region\": \"us-west\"}");
        assertThat(changed.status()).isEqualTo(200);
        assertThat(changed.json().path("region").asText()).isEqualTo("us-west");
        assertThat(changed.json().path("version").asInt()).isEqualTo(2);
        String stale = created.header("ETag");
        for (String method : List.of("PUT", "DELETE")) {
            Answer refused = api.send(
                    method,
                    CLUSTERS + "/life",
                    method.equals("PUT") ? "{\"name\": \"n\"}" : "",
                    "If-Match",
                    stale,
                    "Content-Type",
                    "application/json");
            assertThat(refused.status()).isEqualTo(412);
            assertThat(refused.json().path("code").asText()).isEqualTo("STALE_VERSION");
        }
        assertThat(api.send("DELETE", CLUSTERS + "/life", "").status()).isEqualTo(204);
        assertThat(api.get(CLUSTERS + "/life").json().path("code").asText()).isEqualTo("CLUSTER_NOT_FOUND");
        assertThat(api.send("PUT", CLUSTERS + "/life", "{}").status()).isEqualTo(404);
        assertThat(api.send("DELETE", CLUSTERS + "/life", "").status()).isEqualTo(404);
    }

    @Test
    void a_link_names_its_clusters_by_their_ids_and_follows_their_changes() {
        assertThat(api.send("POST", CLUSTERS, document("us-west-1", cluster.bootstrapServers()))
                        .status())
                .isEqualTo(201);
        assertThat(api.send("POST", CLUSTERS, document("us-east-1", east.bootstrapServers()))
                        .status())
                .isEqualTo(201);
        Answer again = api.send("POST", CLUSTERS, document("occident", cluster.bootstrapServers()));
        assertThat(again.status()).as(again.text()).isEqualTo(409);
        assertThat(again.json().path("code").asText()).isEqualTo("CLUSTER_CONFLICT");
        assertThat(again.json().path("detail").asText())
                .contains("occident (the registry) and us-west-1 (the registry) name one and the same cluster");
        // A control cluster on a busy machine may take a write and say so late.
        await().atMost(PATIENCE)
                .until(() -> Set.of(201, 409)
                        .contains(api.send("POST", LINKS, link("named", "us-west-1", "us-east-1"))
                                .status()));
        Answer link = api.get(LINKS + "/named");
        assertThat(link.json().path("source_cluster").has("brokers")).isFalse();
        assertThat(bootstrap("named")).isEqualTo(cluster.bootstrapServers());
        await().atMost(PATIENCE).untilAsserted(() -> {
            JsonNode seen = api.get(CLUSTERS + "/us-west-1").json();
            assertThat(seen.path("kafka_cluster_id").asText()).isNotEmpty();
            assertThat(seen.path("links").path(0).asText()).isEqualTo("named");
        });

        assertThat(api.post(LINKS + "/named/start?wait=0").status()).isEqualTo(202);
        String twice = "{\"brokers\": [\"" + cluster.bootstrapServers() + "\", \"127.0.0.1:1\"]}";
        Answer running = api.send("PUT", CLUSTERS + "/us-west-1", twice);
        assertThat(running.status()).isEqualTo(409);
        assertThat(running.json().path("code").asText()).isEqualTo("CLUSTER_IN_USE");
        assertThat(running.json().path("detail").asText()).contains("pause or stop named first");
        assertThat(api.send("PUT", CLUSTERS + "/us-west-1", "{\"name\": \"us-west-1\"}")
                        .status())
                .as("what changes nothing")
                .isEqualTo(200);
        assertThat(api.post(LINKS + "/named/stop").status()).isEqualTo(200);

        assertThat(api.send("PUT", CLUSTERS + "/us-west-1", twice).status()).isEqualTo(200);
        assertThat(bootstrap("named")).isEqualTo(cluster.bootstrapServers() + ",127.0.0.1:1");
        assertThat(api.get(LINKS + "/named").json().path("version").asInt()).isEqualTo(2);

        Answer used = api.send("DELETE", CLUSTERS + "/us-west-1", "");
        assertThat(used.status()).isEqualTo(409);
        assertThat(used.json().path("detail").asText()).contains("used by named");
        assertThat(api.send("DELETE", LINKS + "/named", "").status()).isEqualTo(204);
        assertThat(api.send("DELETE", CLUSTERS + "/us-west-1", "").status()).isEqualTo(204);
    }

    @Test
    void a_cluster_that_was_rebuilt_is_told_and_accepted_by_a_call() throws Exception {
        EmbeddedCluster north = EmbeddedCluster.start(new ClusterSpec("north", 0, temp.resolve("north"), Map.of()));
        try {
            String brokers = north.bootstrapServers();
            String link = link("moved", "north", "us-east-1")
                    .replace("\"north\"", "\"north\", \"brokers\": [\"" + brokers + "\"]")
                    .replace("\"us-east-1\"", "\"us-east-1\", \"brokers\": [\"" + east.bootstrapServers() + "\"]");
            await().atMost(PATIENCE)
                    .until(() -> Set.of(201, 409)
                            .contains(api.send("POST", LINKS, link).status()));
            Answer before = api.post(CLUSTERS + "/north/identity");
            assertThat(before.status()).as(before.text()).isEqualTo(200);
            north.close();
            int port = Integer.parseInt(brokers.substring(brokers.indexOf(':') + 1));
            north = EmbeddedCluster.start(new ClusterSpec("rebuilt", port, temp.resolve("rebuilt"), Map.of()));

            String unlike = "luster north is not the cluster that it was: it was id "
                    + before.json().path("kafka_cluster_id").asText();
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(api.get(LINKS + "/moved/health")
                                    .json()
                                    .path("warnings")
                                    .toString())
                            .contains(unlike));
            Answer refused = api.post(LINKS + "/moved/start?wait=0");
            assertThat(refused.status()).as(refused.text()).isEqualTo(409);
            assertThat(refused.json().path("code").asText()).isEqualTo("LINK_CONFLICT");
            assertThat(refused.json().path("detail").asText()).contains(unlike, "POST /api/v1/clusters/north/identity");
            Answer accepted = api.post(CLUSTERS + "/north/identity");
            assertThat(accepted.status()).as(accepted.text()).isEqualTo(200);
            assertThat(accepted.json().path("kafka_cluster_id").asText())
                    .isNotEqualTo(before.json().path("kafka_cluster_id").asText());
            assertThat(api.post(LINKS + "/moved/start?wait=0").status()).isEqualTo(202);
            assertThat(api.post(LINKS + "/moved/stop").status()).isEqualTo(200);
            assertThat(api.send("DELETE", LINKS + "/moved?force=true", "").status())
                    .isEqualTo(204);
            assertThat(api.post(CLUSTERS + "/north/identity")
                            .json()
                            .path("code")
                            .asText())
                    .isEqualTo("CLUSTER_NOT_FOUND");
        } finally {
            north.close();
        }
    }

    @Test
    void what_is_wrong_is_told_at_once_by_pointer() {
        Answer faulty = api.send(
                "POST", CLUSTERS, "{\"cluster_id\": \"a b\", \"connect_cluster\": \"mars\", \"colour\": \"blue\"}");

        assertThat(faulty.status()).isEqualTo(400);
        assertThat(faulty.json().path("errors").findValuesAsText("pointer"))
                .containsExactly("/cluster_id", "/brokers", "/connect_cluster", "/colour");
        assertThat(api.send("POST", CLUSTERS, document("us-north-1", "n:1")).status())
                .isEqualTo(201);
        Answer unknown = api.send("POST", LINKS, link("l", "us-nroth-1", "us-north-1"));
        assertThat(unknown.status()).isEqualTo(400);
        assertThat(unknown.json().at("/errors/0/pointer").asText()).isEqualTo("/source_cluster/brokers");
        assertThat(unknown.json().at("/errors/0/detail").asText()).contains("did you mean \"us-north-1\"?");
    }

    private static String bootstrap(String link) {
        return connect.config("streambus." + link + ".us-west-1.to.us-east-1").get("source.cluster.bootstrap.servers");
    }

    private static List<String> ids(JsonNode clusters) {
        return clusters.valueStream()
                .map(each -> each.path("cluster_id").asText())
                .toList();
    }

    private static String document(String id, String brokers) {
        return "{\"cluster_id\": \"%s\", \"brokers\": [\"%s\"]}".formatted(id, brokers);
    }

    private static String link(String id, String source, String target) {
        return """
                {"id": "%s", "name": "Link", "type": "active-passive", "topics": ["orders"],
                 "source_cluster": {"cluster_id": "%s"}, "target_cluster": {"cluster_id": "%s"}}""".formatted(id, source, target);
    }
}
