package io.streambus.packaging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every example of the documentation's page, as printed, against the packaged bridge. What is replaced: host names, ports and paths of files;
 * {@code {linkId}} and {@code {id}} by a link's id; {@code {...}} by what another example of the page has in its place.
 */
class SpecExamplesIT {

    private static final String LINKS = "/api/v1/replication/links";
    private static final String LINK_1 = LINKS + "/link-1";
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String FULL = "Configuration/Replication Link Configuration";
    private static final String EXAMPLE_1 = "Examples/Example 1: Basic Active-Passive Setup";

    @TempDir
    static Path temp;

    private static SpecPage page;
    private static RunningDemo demo;
    private static Http bridge;
    private static Curl curl;

    private interface Check {
        void run(SpecPage.Block block) throws Exception;
    }

    @BeforeAll
    static void startDemo() throws Exception {
        assumeTrue(Curl.isInstalled(), "curl is not installed (Debian: apt-get install curl)");
        page = SpecPage.read();
        demo = RunningDemo.start(temp);
        bridge = new Http(demo.bridge());
        curl = new Curl(temp);
        PemFiles.write(temp, "client.crt", "client.key", "ca.crt");
        // The file that the page's curl names: the full example, but for TLS, which the demo's brokers do not speak.
        Files.writeString(
                temp.resolve("replication-link.json"), fullWithoutTls().toPrettyString());
        try (Admin admin = Clients.admin(demo.west())) {
            admin.createTopics(Stream.of("orders", "users", "inventory")
                            .map(name -> new NewTopic(name, 1, (short) 1))
                            .toList())
                    .all()
                    .get();
        }
        Clients.write(
                demo.west(),
                IntStream.range(0, 20)
                        .mapToObj(i ->
                                new ProducerRecord<byte[], byte[]>("orders", 0, null, ("order " + i).getBytes(UTF_8)))
                        .toList());
    }

    @AfterAll
    static void stopDemo() throws Exception {
        if (demo != null) {
            demo.close();
        }
    }

    /** What is expected of each block, in an order that suits the life of link-1. */
    private static Map<String, Check> expectations() {
        Map<String, Check> all = new LinkedHashMap<>();
        all.put(
                "Architecture/Components",
                block -> assertThat(block.language())
                        .as("a drawing, nothing to run")
                        .isEmpty());

        // Documents. What a fragment leaves out is taken from example 1.
        all.put("Replication Types/Active-Passive", SpecExamplesIT::isCreatedWithTheRestOfExampleOne);
        all.put("Replication Types/Active-Active", SpecExamplesIT::isCreatedWithTheRestOfExampleOne);
        all.put(FULL, SpecExamplesIT::isCreatedWithTheRestOfExampleOne);
        all.put("Configuration/Message Filtering", SpecExamplesIT::isCreatedWithTheRestOfExampleOne);
        all.put("Configuration/Message Transformation", SpecExamplesIT::isCreatedWithTheRestOfExampleOne);
        all.put("Failover & Failback/Automatic Failover", SpecExamplesIT::isCreatedWithTheRestOfExampleOne);
        all.put("Examples/Example 2: Filtered Replication", SpecExamplesIT::isCreatedWithTheRestOfExampleOne);
        all.put("Examples/Example 3: Throttled Replication", SpecExamplesIT::isCreatedWithTheRestOfExampleOne);
        all.put(EXAMPLE_1, SpecExamplesIT::createsAndStarts);
        all.put("API Reference/Create Replication Link", SpecExamplesIT::createsALinkWithAnIdOfTheBridge);

        // The life of link-1.
        all.put("Management/Creating a Replication Link", block -> {
            Http.Answer created = answers(curl(block), 201).get(0);
            assertThat(created.json().path("id").asText()).isEqualTo("link-1");
            assertThat(created.json().path("status").asText()).isEqualTo("stopped");
        });
        all.put("Management/Starting Replication", block -> movesLink1To("active", curl(block)));
        all.put("API Reference/List Replication Links", block -> answers(http(block), 200));
        all.put("API Reference/List Replication Links/2", block -> isShapeOf(block, LINKS));
        all.put("API Reference/Get Replication Link", block -> {
            JsonNode link = answers(http(block), 200).get(0).json();
            assertThat(link.path("id").asText()).isEqualTo("link-1");
            assertThat(unlike(fullWithoutTls(), link)).isEmpty();
        });
        all.put("API Reference/Get Metrics", block -> {
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(answers(http(block), 200)
                                    .get(0)
                                    .json()
                                    .path("total_messages_replicated")
                                    .asLong())
                            .isEqualTo(20));
        });
        all.put("API Reference/Get Metrics/2", block -> isShapeOf(block, LINK_1 + "/metrics"));
        all.put("API Reference/Get Health", block -> {
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(answers(http(block), 200)
                                    .get(0)
                                    .json()
                                    .path("status")
                                    .asText())
                            .isEqualTo("healthy"));
        });
        all.put("API Reference/Get Health/2", block -> isShapeOf(block, LINK_1 + "/health"));
        all.put("Management/Monitoring Replication", block -> {
            List<Http.Answer> answers = answers(curl(block), 200, 200);
            assertThat(answers.get(0).json().has("replication_lag")).isTrue();
            assertThat(answers.get(1).json().has("last_health_check")).isTrue();
        });
        all.put("Monitoring & Metrics/Prometheus Integration", SpecExamplesIT::isShownToPrometheus);
        all.put("Management/Pausing Replication", block -> movesLink1To("paused", curl(block)));
        all.put("API Reference/Resume Replication Link", block -> movesLink1To("active", http(block)));
        all.put("API Reference/Pause Replication Link", block -> movesLink1To("paused", http(block)));
        all.put("API Reference/Update Replication Link", SpecExamplesIT::updatesOnlyWhatItNames);
        all.put("API Reference/Stop Replication Link", block -> movesLink1To("stopped", http(block)));
        all.put("API Reference/Start Replication Link", block -> movesLink1To("active", http(block)));

        // Failover and failback are not there yet, and say so; their link goes on unharmed.
        all.put("API Reference/Manual Failover", block -> isNotThereYet(http(block)));
        all.put(
                "API Reference/Manual Failover/2",
                block -> assertThat(
                                Http.JSON.readTree(block.text()).path("type").asText())
                        .as("the event of a failover, which no call answers yet")
                        .isEqualTo("failover"));
        all.put("Failover & Failback/Manual Failover", block -> isNotThereYet(curl(block)));
        all.put("Failover & Failback/Failback", block -> isNotThereYet(curl(block)));

        all.put("API Reference/Delete Replication Link", block -> {
            assertThat(http(block).get(0).status())
                    .as("an active link must be stopped first")
                    .isEqualTo(409);
            assertThat(bridge.post(LINK_1 + "/stop", "").status()).isEqualTo(200);
            answers(http(block), 204);
            assertThat(bridge.get(LINK_1).status()).isEqualTo(404);
        });
        return all;
    }

    @Test
    void everyBlockOfThePageHasAnExpectation() {
        assertThat(expectations().keySet()).containsExactlyInAnyOrderElementsOf(page.places());
    }

    @TestFactory
    Stream<DynamicTest> everyExampleWorksAsPrinted() {
        return expectations().entrySet().stream()
                .map(each -> DynamicTest.dynamicTest(
                        each.getKey(), () -> each.getValue().run(page.block(each.getKey()))));
    }

    private static void isCreatedWithTheRestOfExampleOne(SpecPage.Block block) throws Exception {
        ObjectNode printed = (ObjectNode) Http.JSON.readTree(pointed(block.text()));
        ObjectNode document = exampleOne();
        document.setAll(printed);

        Http.Answer created = bridge.post(LINKS, document.toString());

        assertThat(created.status()).as(created.text()).isEqualTo(201);
        assertThat(unlike(printed, created.json())).isEmpty();
        assertThat(created.json().path("status").asText()).isEqualTo("stopped");
        delete(created.json().path("id").asText());
    }

    private static void createsAndStarts(SpecPage.Block block) throws Exception {
        List<Http.Answer> answers = answers(curl(block), 201, 200);

        JsonNode created = answers.get(0).json();
        assertThat(unlike(exampleOne(), created)).isEmpty();
        assertThat(answers.get(1).json().path("id")).isEqualTo(created.path("id"));
        assertThat(answers.get(1).json().path("status").asText()).isEqualTo("active");
        String id = created.path("id").asText();
        assertThat(bridge.post(LINKS + '/' + id + "/stop", "").status()).isEqualTo(200);
        delete(id);
    }

    private static void createsALinkWithAnIdOfTheBridge(SpecPage.Block block) throws Exception {
        Http.Answer created = answers(http(block), 201).get(0);

        assertThat(created.json().path("name").asText()).isEqualTo("New Replication Link");
        assertThat(created.json().path("topics")).hasToString("[\"orders\"]");
        delete(created.json().path("id").asText());
    }

    private static void updatesOnlyWhatItNames(SpecPage.Block block) throws Exception {
        JsonNode before = bridge.get(LINK_1).json();
        ObjectNode expected = (ObjectNode) before.path("config").deepCopy();
        expected.put("throttle_rate_bytes_per_sec", 52_428_800);

        JsonNode after = answers(http(block), 200).get(0).json();

        assertThat(after.path("config")).isEqualTo(expected).isNotEqualTo(before.path("config"));
        assertThat(after.path("topics")).isEqualTo(before.path("topics"));
        assertThat(after.path("status").asText()).isEqualTo("paused");
        // The page's note: a link that runs has to be paused first.
        assertThat(bridge.post(LINK_1 + "/resume", "").status()).isEqualTo(200);
        assertThat(http(block).get(0).status()).isEqualTo(409);
    }

    private static void isShownToPrometheus(SpecPage.Block block) throws Exception {
        String text = bridge.get("/metrics").text();
        long messages = bridge.get(LINK_1 + "/metrics")
                .json()
                .path("total_messages_replicated")
                .asLong();

        for (String line : block.text().lines().filter(line -> !line.isEmpty()).toList()) {
            if (line.startsWith("#")) {
                assertThat(text.lines()).contains(line);
            } else {
                String series = line.substring(0, line.lastIndexOf(' '));
                assertThat(text.lines())
                        .anyMatch(found -> found.matches(Pattern.quote(series) + " \\d+"), "a line such as " + line);
            }
        }
        assertThat(text.lines()).contains("streambus_replication_messages_total{link_id=\"link-1\"} " + messages);
    }

    private static void isShapeOf(SpecPage.Block block, String path) throws Exception {
        Http.Answer answer = bridge.get(path);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(JsonShape.faults(Http.JSON.readTree(block.text()), answer.json()))
                .as(answer.text())
                .isEmpty();
    }

    private static void movesLink1To(String status, List<Http.Answer> answers) {
        JsonNode link = answers(answers, 200).get(0).json();
        assertThat(link.path("id").asText()).isEqualTo("link-1");
        assertThat(link.path("status").asText()).isEqualTo(status);
    }

    private static void isNotThereYet(List<Http.Answer> answers) throws Exception {
        assertThat(answers(answers, 404).get(0).json().path("code").asText()).isEqualTo("NOT_FOUND");
        assertThat(bridge.get(LINK_1).json().path("status").asText()).isEqualTo("active");
    }

    private static List<Http.Answer> answers(List<Http.Answer> answers, int... statuses) {
        assertThat(answers.stream().mapToInt(Http.Answer::status).toArray())
                .as(answers.toString())
                .isEqualTo(statuses);
        return answers;
    }

    /** The commands of a block one by one; {@code {id}} is the link that the command before has answered. */
    private static List<Http.Answer> curl(SpecPage.Block block) throws Exception {
        assertThat(block.language()).isEqualTo("bash");
        List<Http.Answer> answers = new ArrayList<>();
        String id = "";
        for (String command : Curl.commands(pointed(block.text()))) {
            Http.Answer answer = curl.run(command.replace("{id}", id));
            answers.add(answer);
            id = answer.json().path("id").asText();
        }
        return answers;
    }

    /** A block of the form: method and path, headers, empty line, body. */
    private static List<Http.Answer> http(SpecPage.Block block) throws Exception {
        String[] parts = block.text().split("\n\n", 2);
        String[] request = parts[0].lines().findFirst().orElseThrow().split(" ", 2);
        String body = parts.length == 1
                ? ""
                : parts[1].replace("\"source_cluster\": {...}", field(exampleOne(), "source_cluster"))
                        .replace("\"target_cluster\": {...}", field(exampleOne(), "target_cluster"))
                        .replace("\"config\": {...}", field(full(), "config"));
        return List.of(bridge.send(request[0], request[1].replace("{linkId}", "link-1"), body));
    }

    private static String field(ObjectNode document, String name) {
        return '"' + name + "\": " + document.get(name);
    }

    private static ObjectNode full() throws IOException {
        return (ObjectNode) Http.JSON.readTree(pointed(page.block(FULL).text()));
    }

    private static ObjectNode fullWithoutTls() throws IOException {
        ObjectNode document = full();
        ((ObjectNode) document.get("source_cluster")).remove("security");
        return document;
    }

    /** What stands between the quotes of example 1's {@code -d '…'}. */
    private static ObjectNode exampleOne() throws IOException {
        String create = Curl.commands(page.block(EXAMPLE_1).text()).get(0);
        return (ObjectNode)
                Http.JSON.readTree(pointed(create.substring(create.indexOf('\'') + 1, create.lastIndexOf('\''))));
    }

    /** The same text with the hosts, ports and directories that are there. */
    private static String pointed(String text) {
        // Two names of one broker: a document that names a broker twice would be refused.
        return text.replace("http://localhost:8081", demo.bridge())
                .replaceAll(
                        "\"(broker1|broker1\\.us-west|broker1\\.us-west\\.example\\.com|primary):9092\"",
                        '"' + demo.west() + '"')
                .replaceAll("\"broker2:9092\"", '"' + demo.west().replace("127.0.0.1", "localhost") + '"')
                .replaceAll("\"(broker3|broker1\\.us-east\\.example\\.com|dr):9092\"", '"' + demo.east() + '"')
                .replaceAll("\"broker4:9092\"", '"' + demo.east().replace("127.0.0.1", "localhost") + '"')
                .replace("/certs/", temp + "/");
    }

    private static void delete(String id) throws Exception {
        Http.Answer deleted = bridge.send("DELETE", LINKS + '/' + id, "");
        assertThat(deleted.status()).as(deleted.text()).isEqualTo(204);
    }

    /** The pointers of what was printed and is answered with another value, or not at all. */
    private static List<String> unlike(JsonNode printed, JsonNode answer) {
        List<String> faults = new ArrayList<>();
        unlike("", printed, answer, faults);
        return faults;
    }

    private static void unlike(String at, JsonNode printed, JsonNode answer, List<String> faults) {
        if (printed.isObject()) {
            printed.properties()
                    .forEach(field ->
                            unlike(at + '/' + field.getKey(), field.getValue(), answer.path(field.getKey()), faults));
        } else if (!printed.equals(answer)) {
            faults.add(at + " must be " + printed + ", found " + answer);
        }
    }
}
