package io.streambus.bridge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.streambus.bridge.ApiClient.Answer;
import io.streambus.bridge.config.BridgeConfig;
import io.streambus.bridge.runtime.ConnectClusters;
import io.streambus.runtime.FakeConnectRuntime;
import io.streambus.runtime.FakePlugin;
import io.streambus.runtime.PluginInfo;
import io.streambus.runtime.embedded.ClusterSpec;
import io.streambus.runtime.embedded.EmbeddedCluster;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A bridge over a links topic that an older one has written, on a real control cluster: with entries of kinds that it does not know, and a link whose
 * document a rule of today refuses. Only Connect is a fake.
 */
class OlderLinksIT {

    private static final String LINKS = "/api/v1/replication/links";
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String TOPIC = "links-of-an-older-bridge";

    @TempDir
    static Path temp;

    private static EmbeddedCluster control;

    private final FakeConnectRuntime connect = new FakeConnectRuntime(
            "connect-1",
            List.of(FakePlugin.of("io.streambus.connect.StreamBusSourceConnector", PluginInfo.Type.SOURCE)));

    @BeforeAll
    static void fillTheLinksTopic() throws Exception {
        control = EmbeddedCluster.start(new ClusterSpec("control", 0, temp.resolve("control"), Map.of()));
        Map<String, Object> clients = Map.of("bootstrap.servers", control.bootstrapServers());
        try (Admin admin = Admin.create(clients);
                KafkaProducer<String, String> producer =
                        new KafkaProducer<>(clients, new StringSerializer(), new StringSerializer())) {
            admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1)
                            .configs(Map.of("cleanup.policy", "compact", "max.message.bytes", "4194304"))))
                    .all()
                    .get();
            producer.send(new ProducerRecord<>(TOPIC, "@event/running/1", "{\"version\":1}"))
                    .get();
            for (String line : resource("links-topic-v1.tsv").lines().toList()) {
                String[] entry = line.split("\t", 2);
                String value = entry[0].equals("secret")
                        ? entry[1].replace("\"brokers\":[\"127.0.0.1:17000\"]", "\"brokers\":[\"127.0.0.1\"]")
                        : entry[1];
                producer.send(new ProducerRecord<>(TOPIC, entry[0], value)).get();
            }
            producer.send(new ProducerRecord<>(TOPIC, "@route/running", "no JSON"))
                    .get();
        }
    }

    @AfterAll
    static void stopCluster() {
        control.close();
    }

    private static String resource(String name) throws IOException {
        try (InputStream stream = OlderLinksIT.class.getResourceAsStream("store/" + name)) {
            return new String(stream.readAllBytes(), UTF_8);
        }
    }

    private Bridge open() throws IOException {
        Properties properties = new Properties();
        properties.setProperty("listeners", "http://127.0.0.1:0");
        properties.setProperty("control.bootstrap.servers", control.bootstrapServers());
        properties.setProperty("connect.url", "http://127.0.0.1:1");
        properties.setProperty("links.topic", TOPIC);
        Clock clock = Clock.systemUTC();
        return Bridge.start(BridgeConfig.of(properties), ConnectClusters.only(connect, clock), clock);
    }

    private static ApiClient ready(Bridge bridge) {
        ApiClient api = new ApiClient(bridge.url());
        await().atMost(PATIENCE).until(() -> api.get("/health/ready").status() == 200);
        return api;
    }

    @Test
    void no_link_is_lost_and_one_that_is_refused_today_is_shown_and_mended() throws IOException {
        try (Bridge bridge = open()) {
            ApiClient api = ready(bridge);
            assertThat(api.get(LINKS).json()).hasSize(6);
            JsonNode answers = new ObjectMapper().readTree(resource("links-topic-v1-answers.json"));
            for (String id : List.of("stopped", "running", "paused", "star", "mesh")) {
                assertSameDocument(api.get(LINKS + "/" + id).json(), answers.get(id));
            }
            await().atMost(PATIENCE)
                    .until(() -> connect.calls().contains("resume streambus.running.us-west-1.to.us-east-1"));

            assertThat(api.get("/metrics").text()).contains("streambus_links_unreadable 1");
            assertShown(api.get(LINKS + "/secret"));
            assertNothingElseIsDone(api);
            assertMended(api);
            assertThat(api.get("/metrics").text()).contains("streambus_links_unreadable 0");
        }
        try (Bridge successor = open()) {
            ApiClient api = ready(successor);
            assertThat(api.get(LINKS).json())
                    .hasSize(6)
                    .allSatisfy(link ->
                            assertThat(link.has("status_reason")).as("%s", link).isFalse());
            assertThat(api.get(LINKS + "/secret").json().path("version").asInt())
                    .isEqualTo(2);
        }
    }

    private static void assertSameDocument(JsonNode now, JsonNode before) {
        before.properties().stream()
                // Where the link is moves on as soon as the bridge looks after it.
                .filter(field ->
                        !List.of("status", "allowed_actions", "status_reason").contains(field.getKey()))
                .forEach(field -> assertThat(now.path(field.getKey()).toString())
                        .as(field.getKey())
                        .isEqualTo(field.getValue().toString()));
    }

    private static void assertShown(Answer answer) {
        JsonNode link = answer.json();
        System.out.println(
                "A link that cannot be read: " + link.path("status_reason").asText());
        assertThat(answer.status()).isEqualTo(200);
        assertThat(link.path("status").asText()).isEqualTo("stopped");
        assertThat(link.at("/health/status").asText()).isEqualTo("unhealthy");
        assertThat(link.path("status_reason").asText())
                .contains("/source_cluster/brokers/0 must be host:port")
                .endsWith("PUT a document that mends it first");
        assertThat(link.at("/errors/0/pointer").asText()).isEqualTo("/source_cluster/brokers/0");
        assertThat(link.path("allowed_actions")).hasSize(1).first().hasToString("\"update\"");
        assertThat(answer.text()).doesNotContain("${file:/s:p}");
    }

    private static void assertNothingElseIsDone(ApiClient api) {
        for (Answer answer : List.of(
                api.post(LINKS + "/secret/start"),
                api.send("DELETE", LINKS + "/secret", ""),
                api.get(LINKS + "/secret/metrics"),
                api.send(
                        "POST",
                        LINKS,
                        "{\"id\": \"secret\", \"name\": \"n\", \"type\": \"active-passive\","
                                + "\"source_cluster\": {\"cluster_id\": \"x\", \"brokers\": [\"x:1\"]},"
                                + "\"target_cluster\": {\"cluster_id\": \"y\", \"brokers\": [\"y:1\"]}, \"topics\": [\"t\"]}"))) {
            assertThat(answer.status()).as(answer.text()).isEqualTo(409);
            assertThat(answer.json().path("code").asText()).isEqualTo("INVALID_STATE");
            assertThat(answer.json().path("detail").asText()).contains("PUT a document that mends it first");
        }
    }

    private static void assertMended(ApiClient api) {
        Answer stillWrong = api.send("PUT", LINKS + "/secret", "{\"name\": \"another\"}");
        assertThat(stillWrong.status()).isEqualTo(400);
        assertThat(stillWrong.json().at("/errors/0/pointer").asText()).isEqualTo("/source_cluster/brokers/0");
        Answer elsewhere =
                api.send("PUT", LINKS + "/secret", "{\"source_cluster\": {\"brokers\": [\"elsewhere:9092\"]}}");
        assertThat(elsewhere.text()).contains("send it again in the same update");

        Answer mended = api.send(
                "PUT",
                LINKS + "/secret",
                "{\"source_cluster\": {\"brokers\": [\"127.0.0.1:17000\"], \"security\": {\"sasl_password\": \"${file:/s:p}\"}}}");

        assertThat(mended.status()).as(mended.text()).isEqualTo(200);
        assertThat(mended.json().path("version").asInt()).isEqualTo(2);
        assertThat(mended.json().path("status").asText()).isEqualTo("stopped");
        assertThat(mended.json()
                        .at("/source_cluster/security/properties/retry.backoff.ms")
                        .asText())
                .isEqualTo("200");
        assertThat(api.post(LINKS + "/secret/start").status()).isEqualTo(200);
        assertThat(api.post(LINKS + "/secret/stop").status()).isEqualTo(200);
    }
}
