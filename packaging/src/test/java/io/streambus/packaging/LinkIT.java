package io.streambus.packaging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.streambus.demo.compare.ClusterComparison;
import io.streambus.demo.compare.ComparisonResult;
import io.streambus.demo.compare.Difference;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The documentation's examples, typed against {@code streambus demo --idle}. */
class LinkIT {

    private static final String LINKS = "/api/v1/replication/links";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Example 1 of the documentation as printed, but for the brokers. */
    private static final String EXAMPLE_1 = """
            {
                "name": "DR Replication",
                "type": "active-passive",
                "source_cluster": {
                  "cluster_id": "primary",
                  "brokers": ["%s"]
                },
                "target_cluster": {
                  "cluster_id": "dr",
                  "brokers": ["%s"]
                },
                "topics": ["orders", "users"]
              }""";

    @TempDir
    static Path temp;

    private static RunningDemo demo;
    private static Http bridge;

    @BeforeAll
    static void startDemo() throws Exception {
        demo = RunningDemo.start(temp);
        bridge = new Http(demo.bridge());
        try (Admin admin = Clients.admin(demo.west())) {
            admin.createTopics(List.of(new NewTopic("orders", 3, (short) 1), new NewTopic("users", 1, (short) 1)))
                    .all()
                    .get();
        }
    }

    @AfterAll
    static void stopDemo() throws Exception {
        demo.close();
    }

    @Test
    void exampleOneReplicatesAndEveryDocumentedCallTellsTheTruth() throws Exception {
        String id = createExampleOne();
        assertThat(bridge.post(LINKS + "/" + id + "/start", "").status()).isEqualTo(200);
        List<ProducerRecord<byte[], byte[]>> written = records(50);
        Clients.write(demo.west(), written);

        List<ConsumerRecord<byte[], byte[]>> copies = Clients.read(demo.east(), partitions(), 50, PATIENCE);

        assertThat(copies).hasSize(50);
        assertThat(comparison().same()).isTrue();
        assertDocumentedFields(id);

        assertThat(bridge.send("DELETE", LINKS + "/" + id, "").status()).isEqualTo(409);
        String stopped = bridge.post(LINKS + "/" + id + "/stop", "")
                .json()
                .path("status")
                .asText();
        assertThat(stopped).isEqualTo("stopped");

        // A record that nobody sent: the comparison that has just passed must notice it.
        ProducerRecord<byte[], byte[]> forged = new ProducerRecord<>("orders", 0, "forged".getBytes(UTF_8), null);
        Clients.write(demo.east(), List.of(forged));
        assertThat(comparison().first(10)).singleElement().isInstanceOf(Difference.Extra.class);

        assertThat(bridge.send("DELETE", LINKS + "/" + id, "").status()).isEqualTo(204);
        assertThat(bridge.send("DELETE", LINKS + "/" + id, "").status()).isEqualTo(404);
        assertThat(bridge.get(LINKS + "/" + id).status()).isEqualTo(404);
    }

    @Test
    void recordsWrittenWithKcatArriveWithHeadersAndTimestamps() throws Exception {
        assumeTrue(onPath("kcat"), "kcat is not installed (Debian: apt-get install kcat)");
        String id = bridge.post(
                        LINKS,
                        EXAMPLE_1.formatted(demo.west(), demo.east()).replace("\"orders\", \"users\"", "\"by-kcat\""))
                .json()
                .path("id")
                .asText();
        bridge.post(LINKS + "/" + id + "/start", "");
        long before = System.currentTimeMillis();

        // The topic does not exist: us-west-1 creates it, as stock brokers do, and the link takes it up.
        kcat(
                "order-1:{\"amount\":12}\n",
                "-P",
                "-b",
                demo.west(),
                "-t",
                "by-kcat",
                "-K",
                ":",
                "-H",
                "region=us-west-1",
                "-H",
                "priority=high");

        await().atMost(PATIENCE).ignoreExceptions().until(() -> {
            try (Admin admin = Clients.admin(demo.east())) {
                return admin.listTopics().names().get().contains("by-kcat");
            }
        });
        List<TopicPartition> partitions = IntStream.range(0, partitionCount("by-kcat"))
                .mapToObj(p -> new TopicPartition("by-kcat", p))
                .toList();
        ConsumerRecord<byte[], byte[]> copy =
                Clients.read(demo.east(), partitions, 1, PATIENCE).get(0);
        assertThat(copy.key()).asString(UTF_8).isEqualTo("order-1");
        assertThat(copy.value()).asString(UTF_8).isEqualTo("{\"amount\":12}");
        assertThat(copy.timestamp()).isBetween(before, System.currentTimeMillis());
        assertThat(header(copy, "region")).isEqualTo("us-west-1");
        assertThat(header(copy, "priority")).isEqualTo("high");
        assertThat(header(copy, "streambus.provenance")).matches("primary/[^/:]+(:[^/]+)?/\\d+@0");
        bridge.post(LINKS + "/" + id + "/stop", "");
        bridge.send("DELETE", LINKS + "/" + id, "");
    }

    /** A record of long ago tells which time its copy carries. */
    @Test
    void whatIsSaidOfOneTopicReachesThatTopicOnTheTarget() throws Exception {
        try (Admin admin = Clients.admin(demo.west())) {
            admin.createTopics(List.of(new NewTopic("ruled", 1, (short) 1)))
                    .all()
                    .get();
        }
        String id = bridge.post(
                        LINKS,
                        EXAMPLE_1
                                .formatted(demo.west(), demo.east())
                                .replace(
                                        "[\"orders\", \"users\"]",
                                        "[\"ruled\"], \"topic_config\": {\"ruled\": {\"target_topic\": \"ruled-copy\","
                                                + " \"compression_type\": \"zstd\", \"preserve_timestamps\": false}}"))
                .json()
                .path("id")
                .asText();
        List<TopicPartition> copy = List.of(new TopicPartition("ruled-copy", 0));
        ProducerRecord<byte[], byte[]> old =
                new ProducerRecord<>("ruled", 0, 1_000_000_000_000L, null, "old".getBytes(UTF_8));
        long before = System.currentTimeMillis();
        Clients.write(demo.west(), List.of(old));

        bridge.post(LINKS + "/" + id + "/start", "");

        assertThat(Clients.read(demo.east(), copy, 1, PATIENCE).get(0).timestamp())
                .isGreaterThanOrEqualTo(before);
        assertThat(settings("ruled-copy").get("compression.type").value()).isEqualTo("zstd");

        bridge.post(LINKS + "/" + id + "/pause", "");
        Http.Answer changed = bridge.send(
                "PUT",
                LINKS + "/" + id,
                "{\"topic_config\": {\"ruled\": {\"compression_type\": \"none\", \"preserve_timestamps\": true}}}");
        assertThat(changed.status()).as(changed.text()).isEqualTo(200);
        bridge.post(LINKS + "/" + id + "/resume", "");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(
                                settings("ruled-copy").get("compression.type").value())
                        .isEqualTo("uncompressed"));
        Clients.write(demo.west(), List.of(old));

        assertThat(Clients.read(demo.east(), copy, 2, PATIENCE).get(1).timestamp())
                .isEqualTo(old.timestamp());
        bridge.post(LINKS + "/" + id + "/stop", "");
        bridge.send("DELETE", LINKS + "/" + id, "");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{ this is no JSON|",
                "{\"name\": 5, \"type\": \"active-passive\"}|/name,/source_cluster,/target_cluster",
                "{\"name\": \"x\", \"type\": \"circle\", \"topics\": \"orders\"}|/type,/topics,/source_cluster,/target_cluster",
                "{\"nmae\": \"x\", \"type\": \"active-passive\", \"config\": {\"max_byte\": 1}}|/nmae,/config/max_byte,/source_cluster",
                "{\"name\": \"x\", \"type\": \"active-passive\", \"filter\": {\"enabled\": true, \"include_patterns\": [\"ok\", \"(\"]}}|/filter/include_patterns/1,/source_cluster"
            })
    void wrongBodiesAreRefusedWithEveryFaultByJsonPointer(String body, String pointers) throws Exception {
        Http.Answer answer = bridge.post(LINKS, body);

        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.json().path("code").asText()).isEqualTo("VALIDATION_FAILED");
        if (pointers != null) {
            assertThat(answer.json().path("errors"))
                    .as(answer.text())
                    .extracting(error -> error.path("pointer").asText())
                    .contains(pointers.split(",", -1));
        }
    }

    @Test
    void whatIsNotThereIs404WithAProblemBody() throws Exception {
        assertThat(bridge.get(LINKS + "/nobody").json().path("code").asText()).isEqualTo("LINK_NOT_FOUND");
        assertThat(bridge.post(LINKS + "/nobody/start", "").status()).isEqualTo(404);
        assertThat(bridge.get("/no/such/path").json().path("status").asInt()).isEqualTo(404);
    }

    private static String createExampleOne() throws IOException, InterruptedException {
        Http.Answer created = bridge.post(LINKS, EXAMPLE_1.formatted(demo.west(), demo.east()));
        assertThat(created.status()).as(created.text()).isEqualTo(201);
        assertThat(created.json().path("status").asText()).isEqualTo("stopped");
        return created.json().path("id").asText();
    }

    private static void assertDocumentedFields(String id) throws Exception {
        await().atMost(PATIENCE).untilAsserted(() -> {
            JsonNode metrics = bridge.get(LINKS + "/" + id + "/metrics").json();
            assertThat(metrics.path("total_messages_replicated").asLong()).isEqualTo(50);
            assertThat(bridge.get(LINKS + "/" + id).json().path("status").asText())
                    .isEqualTo("active");
            assertThat(bridge.get(LINKS + "/" + id + "/health")
                            .json()
                            .path("status")
                            .asText())
                    .isEqualTo("healthy");
        });
        JsonNode metrics = bridge.get(LINKS + "/" + id + "/metrics").json();
        assertThat(metrics.fieldNames())
                .toIterable()
                .contains(
                        "total_messages_replicated",
                        "total_bytes_replicated",
                        "messages_per_second",
                        "bytes_per_second",
                        "replication_lag",
                        "average_replication_lag",
                        "max_replication_lag",
                        "total_errors",
                        "errors_per_second",
                        "consecutive_failures",
                        "uptime_seconds",
                        "partition_metrics");
        assertThat(metrics.path("total_bytes_replicated").asLong()).isPositive();
        assertThat(metrics.path("total_errors").asLong()).isZero();
        JsonNode users = metrics.path("partition_metrics").path("users-0");
        assertThat(users.path("topic").asText()).isEqualTo("users");
        assertThat(users.path("partition").asInt(-1)).isZero();
        assertThat(users.path("messages_replicated").asLong()).isEqualTo(20);
        assertThat(users.path("source_offset").asLong()).isEqualTo(20);
        assertThat(users.path("target_offset").asLong()).isEqualTo(20);
        assertThat(users.path("lag").asLong(-1)).isZero();
        assertThat(users.path("bytes_replicated").asLong()).isPositive();

        JsonNode health = bridge.get(LINKS + "/" + id + "/health").json();
        assertThat(health.path("last_health_check").asText()).matches("\\d{4}-\\d\\d-\\d\\dT.*Z");
        for (String flag : List.of(
                "source_cluster_reachable",
                "target_cluster_reachable",
                "replication_lag_healthy",
                "error_rate_healthy",
                "checkpoint_healthy")) {
            assertThat(health.path(flag)).as(flag).isEqualTo(com.fasterxml.jackson.databind.node.BooleanNode.TRUE);
        }
        assertThat(health.path("issues").isArray()).isTrue();
        assertThat(health.path("warnings").isArray()).isTrue();

        JsonNode listed = null;
        for (JsonNode link : bridge.get(LINKS).json()) {
            listed = link.path("id").asText().equals(id) ? link : listed;
        }
        assertThat(listed).isNotNull();
        for (JsonNode link : List.of(listed, bridge.get(LINKS + "/" + id).json())) {
            assertThat(link.path("name").asText()).isEqualTo("DR Replication");
            assertThat(link.path("type").asText()).isEqualTo("active-passive");
            assertThat(link.path("status").asText()).isEqualTo("active");
            assertThat(link.path("created_at").asText()).matches("\\d{4}-\\d\\d-\\d\\dT.*Z");
            assertThat(link.path("started_at").asText()).matches("\\d{4}-\\d\\d-\\d\\dT.*Z");
            assertThat(link.path("metrics").path("total_messages_replicated").asLong())
                    .isEqualTo(50);
            assertThat(link.path("health").path("status").asText()).isEqualTo("healthy");
        }
        assertThat(bridge.get("/metrics").text())
                .contains("streambus_replication_messages_total{link_id=\"" + id + "\"} 50")
                .contains("streambus_replication_lag_ms{link_id=\"" + id + "\",topic=\"users\",partition=\"0\"}");
    }

    private static ComparisonResult comparison() {
        return new ClusterComparison("primary", demo.west(), "dr", demo.east(), Set.of())
                .compare(partitions(), 10, Clock.systemUTC(), done -> {});
    }

    /** 30 orders and 20 users, with what a copy could lose: nulls, repeated headers, bytes that are no text, times of long ago. */
    private static List<ProducerRecord<byte[], byte[]>> records(int count) {
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            boolean order = i % 5 < 3;
            records.add(new ProducerRecord<>(
                    order ? "orders" : "users",
                    order ? i % 3 : 0,
                    1_000_000_000_000L + i,
                    i % 7 == 0 ? null : ("k" + i).getBytes(UTF_8),
                    i % 11 == 0 ? null : ("v" + i).getBytes(UTF_8),
                    List.of(
                            new RecordHeader("region", "us-west-1".getBytes(UTF_8)),
                            new RecordHeader("region", new byte[] {(byte) 0xff, 0, (byte) i}),
                            new RecordHeader("empty", new byte[0]),
                            new RecordHeader("null", (byte[]) null))));
        }
        return records;
    }

    private static List<TopicPartition> partitions() {
        return List.of(
                new TopicPartition("orders", 0),
                new TopicPartition("orders", 1),
                new TopicPartition("orders", 2),
                new TopicPartition("users", 0));
    }

    private static Config settings(String topic) throws Exception {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        try (Admin admin = Clients.admin(demo.east())) {
            return admin.describeConfigs(List.of(resource)).all().get().get(resource);
        }
    }

    private static int partitionCount(String topic) throws Exception {
        try (Admin admin = Clients.admin(demo.east())) {
            return admin.describeTopics(List.of(topic))
                    .allTopicNames()
                    .get()
                    .get(topic)
                    .partitions()
                    .size();
        }
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        assertThat(header).as("header " + name).isNotNull();
        return new String(header.value(), UTF_8);
    }

    private static void kcat(String input, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("kcat"));
        command.addAll(List.of(arguments));
        Process kcat = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (var in = kcat.getOutputStream()) {
            in.write(input.getBytes(UTF_8));
        }
        String output = new String(kcat.getInputStream().readAllBytes(), UTF_8);
        assertThat(kcat.waitFor()).as(output).isZero();
    }

    private static boolean onPath(String command) {
        for (String directory : System.getenv("PATH").split(":", -1)) {
            if (Path.of(directory, command).toFile().canExecute()) {
                return true;
            }
        }
        return false;
    }
}
