package io.streambus.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What links know of each other, and what the plugin knows without a bridge. Prints the messages that users get. */
class RelatedLinksIT {

    private static final String LINKS = "/api/v1/replication/links";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    static Path temp;

    private static RunningDemo demo;
    private static Http bridge;

    @BeforeAll
    static void startDemo() throws Exception {
        demo = RunningDemo.start(temp);
        bridge = new Http(demo.bridge());
        create("orders", "users");
    }

    @AfterAll
    static void stopDemo() throws Exception {
        demo.close();
    }

    @AfterEach
    void deleteLinks() throws Exception {
        for (JsonNode link : bridge.get(LINKS).json()) {
            String path = LINKS + '/' + link.path("id").asText();
            bridge.post(path + "/stop", "");
            assertThat(bridge.send("DELETE", path, "").status()).isEqualTo(204);
        }
    }

    @Test
    void twoNamesForOneClusterAreRefusedInALinkAndAcrossLinks() throws Exception {
        conflict(link("mirror", "us-west-1", demo.west(), "occident", demo.west()))
                .contains("us-west-1 (link mirror) and occident (link mirror) name one and the same cluster");
        kept(link("one", "us-west-1", demo.west(), "us-east-1", demo.east()));
        conflict(topics(link("two", "occident", demo.west(), "us-east-1", demo.east()), "users"))
                .contains("occident (link two) and us-west-1 (link one) name one and the same cluster");
        conflict(topics(link("two", "us-west-1", demo.east(), "orient", demo.west()), "users"))
                .contains("cluster_id us-west-1 stands for two clusters: for one in link two")
                .contains("for another in link one")
                .contains("orient (link two) and us-west-1 (link one) name one and the same cluster");
        assertThat(bridge.get(LINKS).json()).hasSize(1);
    }

    @Test
    void linksThatWriteTheSameAreRefusedUnlessItIsMeant() throws Exception {
        kept(link("one", "us-west-1", demo.west(), "us-east-1", demo.east()));
        ObjectNode two = link("two", "us-west-1", demo.west(), "us-east-1", demo.east());
        conflict(two)
                .contains("links two and one both copy orders of cluster us-west-1 to orders of cluster us-east-1");
        ObjectNode into = topics(link("into", "us-west-1", demo.west(), "us-east-1", demo.east()), "users");
        into.putObject("topic_config").putObject("users").put("target_topic", "orders");
        conflict(into)
                .contains(
                        "links into and one both write orders of cluster us-east-1 from users of cluster us-west-1 and from"
                                + " orders of cluster us-west-1");
        JsonNode checked =
                bridge.post(LINKS + "?validate_only=true", into.toString()).json();
        assertThat(checked.path("valid").asBoolean(true)).isFalse();
        assertThat(checked.at("/errors/0/pointer").asText()).isEqualTo("/topics");

        two.putArray("allow_overlap").add("one");
        kept(two);
        JsonNode document = bridge.get(LINKS + "/two").json();
        assertThat(document.path("allow_overlap")).hasToString("[\"one\"]");
        // What was meant is not meant any more: an update is refused as a creation is.
        Http.Answer update = bridge.send("PUT", LINKS + "/two", "{\"allow_overlap\": []}");
        assertThat(update.status()).as(update.text()).isEqualTo(409);
        assertThat(update.json().path("code").asText()).isEqualTo("LINK_CONFLICT");
    }

    @Test
    void aTopicThatTwoLinksComeToTakeShowsInTheHealthOfBothAndKeepsThemFromAStart() throws Exception {
        ObjectNode one = link("one", "us-west-1", demo.west(), "us-east-1", demo.east());
        one.remove("topics");
        kept(one.put("topics_regex", "new-.*"));
        ObjectNode two = link("two", "us-west-1", demo.west(), "us-east-1", demo.east());
        two.remove("topics");
        kept(two.put("topics_regex", ".*-topic"));
        assertThat(bridge.post(LINKS + "/one/start", "").status()).isEqualTo(200);

        create("new-topic");
        long created = System.nanoTime();

        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            JsonNode health = bridge.get(LINKS + "/one/health").json();
            assertThat(health.path("status").asText()).isEqualTo("degraded");
            assertThat(health.path("issues").toString())
                    .contains("Links one and two both copy new-topic of cluster us-west-1");
            assertThat(bridge.get(LINKS + "/two/health").json().path("warnings").toString())
                    .contains("Links two and one both copy new-topic of cluster us-west-1");
        });
        System.out.printf("In the health of both after %d ms.%n", (System.nanoTime() - created) / 1_000_000);
        Http.Answer start = bridge.post(LINKS + "/two/start", "");
        assertThat(start.status()).as(start.text()).isEqualTo(409);
        System.out.println(start.json().path("detail").asText());
    }

    @Test
    void aConnectorWithoutABridgeRefusesToCopyAClusterToItself() throws Exception {
        Http worker = new Http(demo.worker());
        ObjectNode example = (ObjectNode)
                Http.JSON.readTree(Files.readString(Dist.examples().resolve("connectors/streambus-source.json"))
                        .replace("127.0.0.1:9092", demo.west())
                        .replace("127.0.0.1:9192", demo.west()));
        assertThat(worker.post("/connectors", example.toString()).status()).isEqualTo(201);

        String connector = "/connectors/" + example.path("name").asText();
        await().atMost(PATIENCE).untilAsserted(() -> {
            JsonNode status = worker.get(connector + "/status").json();
            assertThat(status.at("/connector/state").asText())
                    .as(status.toString())
                    .isEqualTo("FAILED");
            assertThat(status.at("/connector/trace").asText())
                    .contains(
                            "Source cluster us-west-1 and target cluster us-east-1 are one and the same cluster (id ");
            assertThat(status.path("tasks")).isEmpty();
        });
        System.out.println(worker.get(connector + "/status")
                .json()
                .at("/connector/trace")
                .asText()
                .lines()
                .findFirst()
                .orElseThrow());
        worker.send("DELETE", connector, "");
    }

    private static void create(String... topics) throws Exception {
        try (Admin admin = Clients.admin(demo.west())) {
            admin.createTopics(Stream.of(topics)
                            .map(name -> new NewTopic(name, 1, (short) 1))
                            .toList())
                    .all()
                    .get();
        }
    }

    private static void kept(ObjectNode link) throws Exception {
        Http.Answer created = bridge.post(LINKS, link.toString());
        assertThat(created.status()).as(created.text()).isEqualTo(201);
    }

    private static AbstractStringAssert<?> conflict(ObjectNode link) throws Exception {
        Http.Answer refused = bridge.post(LINKS, link.toString());
        assertThat(refused.status()).as(refused.text()).isEqualTo(409);
        assertThat(refused.json().path("code").asText()).isEqualTo("LINK_CONFLICT");
        String detail = refused.json().path("detail").asText();
        System.out.println(detail);
        return assertThat(detail);
    }

    private static ObjectNode topics(ObjectNode link, String... topics) {
        link.putArray("topics")
                .addAll(List.of(topics).stream()
                        .map(Http.JSON.getNodeFactory()::textNode)
                        .toList());
        return link;
    }

    private static ObjectNode link(
            String id, String source, String sourceBrokers, String target, String targetBrokers) {
        ObjectNode link =
                Http.JSON.createObjectNode().put("id", id).put("name", id).put("type", "active-passive");
        link.putObject("source_cluster")
                .put("cluster_id", source)
                .putArray("brokers")
                .add(sourceBrokers);
        link.putObject("target_cluster")
                .put("cluster_id", target)
                .putArray("brokers")
                .add(targetBrokers);
        link.putObject("config").put("concurrent_partitions", 1).put("checkpoint_interval_ms", 500);
        return topics(link, "orders");
    }
}
