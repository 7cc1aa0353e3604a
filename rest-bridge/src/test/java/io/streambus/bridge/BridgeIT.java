package io.streambus.bridge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.streambus.bridge.ApiClient.Answer;
import io.streambus.bridge.config.BridgeConfig;
import io.streambus.bridge.runtime.ConnectClusters;
import io.streambus.connect.checkpoint.CheckpointFormat;
import io.streambus.connect.checkpoint.CheckpointKey;
import io.streambus.connect.checkpoint.Claim;
import io.streambus.connect.checkpoint.Claim.Claimant;
import io.streambus.connect.checkpoint.Counters;
import io.streambus.connect.checkpoint.PartitionCheckpoint;
import io.streambus.connect.checkpoint.PartitionCheckpoint.Standing;
import io.streambus.connect.checkpoint.PartitionCheckpoint.TargetPosition;
import io.streambus.connect.checkpoint.TaskCheckpoint;
import io.streambus.runtime.ConfigValidation.Fault;
import io.streambus.runtime.FakeConnectRuntime;
import io.streambus.runtime.FakePlugin;
import io.streambus.runtime.InitialState;
import io.streambus.runtime.PluginInfo;
import io.streambus.runtime.embedded.ClusterSpec;
import io.streambus.runtime.embedded.EmbeddedCluster;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.Appender;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.WriterAppender;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.layout.PatternLayout;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bridge over HTTP with a real store, real clusters and real checkpoints; only Connect is a fake, and the test plays the tasks. */
class BridgeIT {

    private static final String LINKS = "/api/v1/replication/links";
    private static final String CONNECTOR = "io.streambus.connect.StreamBusSourceConnector";
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    static Path temp;

    private static EmbeddedCluster west;
    private static EmbeddedCluster east;
    private static KafkaProducer<byte[], byte[]> toEast;

    private String linksTopic;
    private FakeConnectRuntime connect;
    private Bridge bridge;
    private ApiClient api;

    @BeforeAll
    static void startClusters() throws Exception {
        west = EmbeddedCluster.start(new ClusterSpec("us-west-1", 0, temp.resolve("west"), Map.of()));
        east = EmbeddedCluster.start(new ClusterSpec("us-east-1", 0, temp.resolve("east"), Map.of()));
        toEast = producer(east);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", east.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(CheckpointFormat.TOPIC, 1, (short) 1)
                            .configs(Map.of("cleanup.policy", "compact"))))
                    .all()
                    .get();
        }
    }

    @AfterAll
    static void stopClusters() {
        toEast.close();
        west.close();
        east.close();
    }

    @BeforeEach
    void startBridge() throws IOException {
        linksTopic = "links-" + System.nanoTime();
        connect = new FakeConnectRuntime("connect-1", List.of(FakePlugin.of(CONNECTOR, PluginInfo.Type.SOURCE)));
        open();
    }

    @AfterEach
    void stopBridge() {
        bridge.close();
    }

    private void open() throws IOException {
        open(Map.of());
    }

    private void open(Map<String, String> more) throws IOException {
        Properties properties = new Properties();
        properties.putAll(more);
        properties.setProperty("listeners", "http://127.0.0.1:0");
        properties.setProperty("control.bootstrap.servers", east.bootstrapServers());
        properties.setProperty("connect.url", "http://127.0.0.1:1");
        properties.setProperty("observe.interval.ms", "300");
        properties.setProperty("links.topic", linksTopic);
        bridge = Bridge.start(
                BridgeConfig.of(properties), ConnectClusters.only(connect, Clock.systemUTC()), Clock.systemUTC());
        api = new ApiClient(bridge.url());
        await().atMost(PATIENCE).until(() -> api.get("/health/ready").status() == 200);
    }

    @Test
    void a_link_goes_through_its_life_as_documented() {
        Answer created = create("life");
        assertThat(created.header("Location")).isEqualTo(bridge.url() + LINKS + "/life");
        assertThat(created.header("ETag")).matches("\"1-[0-9a-z]+\"");
        assertThat(created.json().path("status").asText()).isEqualTo("stopped");
        assertThat(words(created.json().path("allowed_actions")))
                .containsExactlyInAnyOrder("start", "update", "delete");
        assertThat(connect.calls()).containsExactly("create streambus.life.us-west-1.to.us-east-1 STOPPED");

        CompletableFuture<Answer> starting = CompletableFuture.supplyAsync(() -> api.post(LINKS + "/life/start"));
        await().atMost(PATIENCE).until(() -> status("life").equals("initializing"));
        taskLives("life", Optional.empty());
        Answer started = starting.join();
        assertThat(started.status()).isEqualTo(200);
        assertThat(started.json().path("status").asText()).isEqualTo("active");
        assertThat(started.json().path("started_at").asText()).endsWith("Z");
        assertThat(api.post(LINKS + "/life/start").status()).isEqualTo(200);

        assertThat(api.post(LINKS + "/life/pause").json().path("status").asText())
                .isEqualTo("paused");
        assertThat(api.post(LINKS + "/life/pause").status()).isEqualTo(200);
        Answer refused = api.post(LINKS + "/life/start");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.json().path("code").asText()).isEqualTo("INVALID_STATE");
        assertThat(words(refused.json().path("allowed_actions"))).containsExactlyInAnyOrder("resume", "stop", "update");

        Answer resumed = api.post(LINKS + "/life/resume?wait=0");
        assertThat(resumed.status()).isEqualTo(202);
        taskLives("life", Optional.empty());
        await().atMost(PATIENCE).until(() -> status("life").equals("active"));

        assertThat(api.send("DELETE", LINKS + "/life", "").status()).isEqualTo(409);
        assertThat(api.post(LINKS + "/life/stop").json().path("status").asText())
                .isEqualTo("stopped");
        assertThat(api.send("DELETE", LINKS + "/life", "").status()).isEqualTo(204);
        assertThat(api.send("DELETE", LINKS + "/life", "").status()).isEqualTo(404);
        assertThat(api.get(LINKS + "/life").json().path("code").asText()).isEqualTo("LINK_NOT_FOUND");
        assertThat(connect.connectors()).isEmpty();
        assertThat(connect.calls()).contains("deleteOffsets streambus.life.us-west-1.to.us-east-1");
        assertThat(checkpoints("life"))
                .as("a task that is thought dead may still write")
                .containsOnlyKeys(new CheckpointKey.Claiming(flow("life"), Claimant.ERASURE, 0));
        assertThat(api.get("/metrics").text()).doesNotContain("link_id=\"life\"");
    }

    @Test
    void metrics_and_health_come_from_checkpoints_and_clusters() throws Exception {
        String topic = "orders-" + System.nanoTime();
        produceToWest(topic, 100);
        String seen = document("seen").replace("\"topics\": [\"orders\"]", "\"topics\": [\"" + topic + "\"]");
        assertThat(api.send("POST", LINKS, seen).status()).isEqualTo(201);
        start("seen");
        long now = System.currentTimeMillis();
        progress("seen", topic, 0, 90, 90, 900, now - 5_000);

        await().atMost(PATIENCE).untilAsserted(() -> {
            JsonNode metrics = api.get(LINKS + "/seen/metrics").json();
            assertThat(metrics.path("total_messages_replicated").asLong()).isEqualTo(90);
            assertThat(metrics.path("total_bytes_replicated").asLong()).isEqualTo(900);
            assertThat(metrics.path("replication_lag").asLong()).isBetween(5_000L, 25_000L);
            JsonNode partition = metrics.path("partition_metrics").path(topic + "-0");
            assertThat(partition.path("topic").asText()).isEqualTo(topic);
            assertThat(partition.path("source_offset").asLong()).isEqualTo(100);
            assertThat(partition.path("target_offset").asLong()).isEqualTo(90);
            assertThat(partition.path("lag").asLong()).isEqualTo(10);
        });
        assertThat(api.get(LINKS + "/seen/metrics").json().fieldNames())
                .toIterable()
                .containsExactly(
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
                        "partition_metrics",
                        "as_of");
        JsonNode health = api.get(LINKS + "/seen/health").json();
        assertThat(health.path("status").asText()).as(health.toString()).isEqualTo("healthy");
        assertThat(health.path("source_cluster_reachable").asBoolean()).isTrue();
        assertThat(health.path("checkpoint_healthy").asBoolean()).isTrue();

        progress("seen", topic, 0, 100, 100, 1_000, System.currentTimeMillis());
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(api.get("/metrics").text())
                        .contains(
                                "# HELP streambus_replication_lag_ms Replication lag in milliseconds\n",
                                "# TYPE streambus_replication_lag_ms gauge\n",
                                "streambus_replication_lag_ms{link_id=\"seen\",topic=\"" + topic
                                        + "\",partition=\"0\"} 0\n",
                                "streambus_replication_messages_total{link_id=\"seen\"} 100\n",
                                "streambus_replication_bytes_total{link_id=\"seen\"} 1000\n",
                                "jvm_memory_used_bytes"));
        assertThat(api.get(LINKS + "/seen")
                        .json()
                        .path("metrics")
                        .path("replication_lag")
                        .asLong())
                .isZero();
        JsonNode listed = api.get(LINKS).json().get(0);
        assertThat(listed.fieldNames())
                .toIterable()
                .containsExactly("id", "name", "type", "status", "created_at", "started_at", "metrics", "health");
    }

    @Test
    void a_bridge_that_takes_over_knows_links_and_statuses_and_finishes_what_was_begun() throws IOException {
        create("runs");
        start("runs");
        create("stops");
        start("stops");
        connect.unavailable("cut");
        Answer stop = api.post(LINKS + "/stops/stop");
        assertThat(stop.status()).isEqualTo(503);
        assertThat(stop.json().path("code").asText()).isEqualTo("RUNTIME_UNAVAILABLE");
        assertThat(stop.header("Retry-After")).isNotEmpty();

        bridge.close();
        connect.available();
        open();

        assertThat(status("runs")).isEqualTo("active");
        await().atMost(PATIENCE).until(() -> status("stops").equals("stopped"));
        assertThat(connect.status("streambus.stops.us-west-1.to.us-east-1").tasks())
                .isEmpty();
        assertThat(connect.status("streambus.runs.us-west-1.to.us-east-1").tasks())
                .isNotEmpty();
        assertThat(status("runs")).isEqualTo("active");
        assertThat(connect.calls())
                .as("configurations that are as they should be are compared and not written")
                .contains("configs")
                .noneMatch(call -> call.startsWith("putConfig"));
    }

    @Test
    void a_creation_that_connect_refuses_leaves_nothing_behind() throws IOException {
        bridge.close();
        connect = new FakeConnectRuntime(
                "connect-1",
                List.of(new FakePlugin(
                        new PluginInfo(CONNECTOR, PluginInfo.Type.SOURCE, Optional.of("1")),
                        config -> List.of(new Fault("topics", "not those")),
                        config -> Optional.empty(),
                        offsets -> Optional.empty())));
        open();

        Answer refused = create("refused", 422);

        assertThat(refused.json().path("code").asText()).isEqualTo("PRECHECK_FAILED");
        assertThat(refused.json().path("errors").get(0).path("detail").asText()).contains("topics", "not those");
        assertThat(api.get(LINKS + "/refused").status()).isEqualTo(404);
        assertThat(connect.connectors()).isEmpty();
    }

    @Test
    void connect_being_away_answers_503_and_the_same_creation_works_later() {
        connect.unavailable("cut");
        assertThat(create("later", 503).json().path("code").asText()).isEqualTo("RUNTIME_UNAVAILABLE");
        connect.available();

        assertThat(create("later").json().path("status").asText()).isEqualTo("stopped");
    }

    @Test
    void a_connector_of_somebody_else_is_not_taken_over() {
        connect.create(
                "streambus.mine.us-west-1.to.us-east-1", Map.of("connector.class", CONNECTOR), InitialState.RUNNING);

        Answer refused = create("mine", 409);

        assertThat(refused.json().path("code").asText()).isEqualTo("LINK_EXISTS");
        assertThat(connect.connectors()).hasSize(1);
    }

    @Test
    void a_dry_run_of_an_update_says_what_would_change_and_changes_nothing() {
        create("dry");
        String tag = api.get(LINKS + "/dry").header("ETag");
        String change = "{\"config\": {\"throttle_rate_bytes_per_sec\": 52428800, \"batch_size\": 1000}}";
        String dryRun = LINKS + "/dry?dry_run=true";

        Answer preview = api.send("PUT", dryRun, change, "Content-Type", "application/json", "If-Match", tag);

        assertThat(preview.status()).as(preview.text()).isEqualTo(200);
        assertThat(preview.json()).hasToString("""
                {"valid":true,"errors":[],\
                "changes":[{"pointer":"/config/throttle_rate_bytes_per_sec","old":0,"new":52428800}],\
                "connectors":[{"name":"streambus.dry.us-west-1.to.us-east-1","change":"reconfigure",\
                "settings":[{"key":"throttle.bytes.per.second","old":"0","new":"52428800"}]}],\
                "needs":null,"revision":1}""");
        assertThat(api.get(LINKS + "/dry").header("ETag")).isEqualTo(tag);
        assertThat(connect.config("streambus.dry.us-west-1.to.us-east-1"))
                .containsEntry("throttle.bytes.per.second", "0");

        Answer faulty = api.send("PUT", dryRun, "{\"config\": {\"batch_size\": -1}, \"nmae\": \"x\"}");
        assertThat(faulty.status()).isEqualTo(200);
        assertThat(faulty.json().path("valid").asBoolean()).isFalse();
        assertThat(pointers(faulty)).containsExactly("/config/batch_size", "/nmae");
        assertThat(api.send("PUT", LINKS + "/none?dry_run=true", change).status())
                .isEqualTo(404);

        start("dry");
        assertThat(api.send("PUT", dryRun, change).json().path("needs").asText())
                .isEqualTo("pause_or_stop");
        assertThat(api.post(LINKS + "/dry/stop").status()).isEqualTo(200);
        assertThat(api.send("PUT", LINKS + "/dry", change).status()).isEqualTo(200);
        Answer stale = api.send("PUT", dryRun, change, "Content-Type", "application/json", "If-Match", tag);
        assertThat(stale.status()).isEqualTo(412);
    }

    @Test
    void an_update_merges_and_reaches_connect_when_the_link_rests() {
        create("up");
        String tag = api.get(LINKS + "/up").header("ETag");
        assertThat(create("up", 409).json().path("code").asText()).isEqualTo("LINK_EXISTS");
        String change = "{\"config\": {\"throttle_rate_bytes_per_sec\": 52428800}}";

        Answer updated = api.send("PUT", LINKS + "/up", change, "Content-Type", "application/json", "If-Match", tag);
        assertThat(updated.status()).as(updated.text()).isEqualTo(200);
        assertThat(updated.header("ETag")).matches("\"2-[0-9a-z]+\"");
        assertThat(updated.json().at("/config/throttle_rate_bytes_per_sec").asLong())
                .isEqualTo(52_428_800);
        assertThat(connect.config("streambus.up.us-west-1.to.us-east-1"))
                .containsEntry("throttle.bytes.per.second", "52428800");

        Answer stale = api.send("PUT", LINKS + "/up", change, "Content-Type", "application/json", "If-Match", tag);
        assertThat(stale.status()).isEqualTo(412);
        assertThat(stale.json().path("code").asText()).isEqualTo("STALE_VERSION");
        assertThat(api.send("DELETE", LINKS + "/up", "", "If-Match", tag).status())
                .isEqualTo(412);

        Answer wrong = api.send("PUT", LINKS + "/up", "{\"config\": {\"batch_size\": -1}, \"nmae\": \"x\"}");
        assertThat(pointers(wrong)).containsExactly("/config/batch_size", "/nmae");

        start("up");
        Answer running = api.send("PUT", LINKS + "/up", change);
        assertThat(running.status()).isEqualTo(409);
        assertThat(running.json().path("detail").asText()).contains("paused or stopped", "POST …/pause");
    }

    @Test
    void a_target_that_is_away_is_said_and_keeps_nobody_waiting() {
        String away = document("away").replace(east.bootstrapServers(), "127.0.0.1:1");
        assertThat(api.send("POST", LINKS, away).status()).isEqualTo(201);
        create("near");

        JsonNode resting = api.get(LINKS + "/away/health").json();
        assertThat(resting.path("status").asText()).isEqualTo("degraded");
        assertThat(resting.path("source_cluster_reachable").asBoolean()).isTrue();
        assertThat(resting.path("target_cluster_reachable").asBoolean()).isFalse();
        assertThat(resting.path("warnings").get(0).asText()).startsWith("The link is stopped since");
        assertThat(resting.path("issues").get(0).asText()).startsWith("Target cluster us-east-1 cannot be reached");
        assertThat(api.get(LINKS + "/away/metrics").status()).isEqualTo(503);

        assertThat(api.post(LINKS + "/away/start?wait=0").status()).isEqualTo(202);
        JsonNode health = api.get(LINKS + "/away/health").json();
        assertThat(health.path("status").asText()).isEqualTo("unhealthy");
        assertThat(health.path("source_cluster_reachable").asBoolean()).isTrue();
        assertThat(health.path("target_cluster_reachable").asBoolean()).isFalse();
        assertThat(health.path("issues").get(0).asText()).startsWith("Target cluster us-east-1 cannot be reached");
        assertThat(api.get(LINKS + "/away/health?strict=true").status()).isEqualTo(503);
        assertThat(api.post(LINKS + "/away/stop").status()).isEqualTo(200);
        assertThat(api.get(LINKS + "/near/health").json().path("status").asText())
                .isEqualTo("healthy");

        Answer kept = api.send("DELETE", LINKS + "/away", "");
        assertThat(kept.status()).isEqualTo(503);
        assertThat(kept.json().path("detail").asText()).contains("force=true");
        assertThat(words(api.get(LINKS + "/away").json().path("allowed_actions")))
                .containsExactly("delete");
        assertThat(api.send("DELETE", LINKS + "/away?force=true", "").status()).isEqualTo(204);
    }

    @Test
    void a_task_that_keeps_failing_makes_the_link_failed_with_the_reason_and_a_cure_is_noticed() {
        create("ill");
        start("ill");
        String connector = "streambus.ill.us-west-1.to.us-east-1";
        String trace =
                "org.apache.kafka.connect.errors.ConnectException: no rights on orders, password=hunter2\n\tat x";

        await().atMost(PATIENCE).until(() -> {
            connect.failTask(connector, 0, trace);
            return status("ill").equals("failed");
        });
        JsonNode link = api.get(LINKS + "/ill").json();
        assertThat(link.path("status_reason").asText())
                .contains("task 0", "no rights on orders")
                .doesNotContain("hunter2");
        assertThat(words(link.path("allowed_actions"))).containsExactlyInAnyOrder("start", "stop");
        assertThat(api.get(LINKS + "/ill/health").json().path("status").asText())
                .isEqualTo("unhealthy");
        assertThat(api.get(LINKS + "/ill/metrics")
                        .json()
                        .path("consecutive_failures")
                        .asInt())
                .isGreaterThanOrEqualTo(2);
        assertThat(connect.calls()).contains("restartFailed " + connector);

        connect.restartFailed(connector);
        CompletableFuture<Answer> again = CompletableFuture.supplyAsync(() -> api.post(LINKS + "/ill/start"));
        await().atMost(PATIENCE).until(() -> {
            taskLives("ill", Optional.empty());
            return again.isDone();
        });
        assertThat(again.join().json().path("status").asText()).isEqualTo("active");
        assertThat(api.get(LINKS + "/ill/metrics")
                        .json()
                        .path("consecutive_failures")
                        .asInt())
                .isZero();
    }

    @Test
    void lists_are_filtered_and_paged() {
        for (String id : List.of("p1", "p2", "p3")) {
            create(id);
        }
        Answer first = api.get(LINKS + "?limit=2&status=stopped");
        assertThat(ids(first)).containsExactly("p1", "p2");
        String next = first.header("Link").replaceAll("<(.*)>; rel=\"next\"", "$1");

        Answer second = api.get(next);
        assertThat(ids(second)).containsExactly("p3");
        assertThat(second.header("Link")).isEmpty();
        assertThat(ids(api.get(LINKS + "?status=active"))).isEmpty();
        assertThat(ids(api.get(LINKS + "?health=healthy"))).containsExactly("p1", "p2", "p3");
        Answer wrong = api.get(LINKS + "?status=running&limit=0&lmit=3");
        assertThat(wrong.status()).isEqualTo(400);
        assertThat(wrong.json().path("errors")).hasSize(3);
    }

    @Test
    void wrong_bodies_are_refused_with_every_fault() {
        Answer faulty = api.send(
                "POST",
                LINKS,
                "{\"name\": 5, \"type\": \"ring\", \"topcis\": [], \"filter\": {\"include_patterns\": [\"(\"]}}");
        assertThat(faulty.status()).isEqualTo(400);
        assertThat(pointers(faulty))
                .containsExactly(
                        "/name",
                        "/type",
                        "/source_cluster",
                        "/target_cluster",
                        "/filter/include_patterns/0",
                        "/topcis");

        assertThat(api.send("POST", LINKS, "{\"a\": 1} trailing").status()).isEqualTo(400);
        assertThat(api.send("POST", LINKS, "a=b", "Content-Type", "application/x-www-form-urlencoded")
                        .status())
                .isEqualTo(415);
        Answer large = api.send("POST", LINKS, "{\"name\": \"" + "x".repeat(1_100_000) + "\"}");
        assertThat(large.status()).isEqualTo(413);
        assertThat(large.json().path("code").asText()).isEqualTo("BODY_TOO_LARGE");
    }

    /** The body is within its limit; what the store keeps of it, with the defaults written out, is not. */
    @Test
    void what_get_answers_can_be_changed_and_put_back() throws Exception {
        create("back");
        ObjectNode answer = (ObjectNode) api.get(LINKS + "/back").json();
        answer.put("name", "Changed");

        Answer changed = api.send("PUT", LINKS + "/back", answer.toString());

        assertThat(changed.status()).as(changed.text()).isEqualTo(200);
        assertThat(changed.json().path("name").asText()).isEqualTo("Changed");
    }

    /** As large as bodies may be: the defaults written out must not make more of it than the store takes. */
    @Test
    void the_largest_document_that_is_taken_is_kept_and_a_larger_one_refused() {
        assertThat(api.send("POST", LINKS, document("large").replaceFirst("\\{", "{" + topicRules(30_000) + ","))
                        .status())
                .isEqualTo(201);

        Answer refused = api.send("POST", LINKS, document("huge").replaceFirst("\\{", "{" + topicRules(95_000) + ","));

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text()).contains("100000 names and values");
        assertThat(api.get("/metrics").text()).contains("streambus_bridge_leader 1");
        assertThat(connect.connectors()).hasSize(1);
    }

    private static String topicRules(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "\"a" + Integer.toString(i, 36) + "\":{}")
                .collect(Collectors.joining(",", "\"topic_config\":{", "}"));
    }

    @Test
    void validate_only_checks_everything_names_the_topics_and_creates_nothing() throws Exception {
        String topic = "dry-" + System.nanoTime();
        produceToWest(topic, 1);
        Answer valid = api.send(
                "POST",
                LINKS + "?validate_only=true",
                document("dry").replace("\"topics\": [\"orders\"]", "\"topics_regex\": \"" + topic + ".*\""));
        assertThat(valid.status()).isEqualTo(200);
        assertThat(valid.json().path("valid").asBoolean()).isTrue();
        assertThat(words(valid.json().path("topics"))).containsExactly(topic);

        Answer invalid =
                api.send("POST", LINKS + "?validate_only=true", "{\"name\": \"x\", \"type\": \"active-passive\"}");
        assertThat(invalid.status()).isEqualTo(200);
        assertThat(invalid.json().path("valid").asBoolean()).isFalse();
        assertThat(pointers(invalid)).containsExactly("/source_cluster", "/target_cluster");
        assertThat(api.get(LINKS).json()).isEmpty();
        assertThat(connect.calls()).isEmpty();
    }

    /** Also where the operator has set up a provider that reads files: references are taken for secrets, and Kafka quotes what it cannot use. */
    @Test
    void no_answer_and_no_log_tells_what_a_file_of_the_bridges_machine_holds() throws IOException {
        String content = "x leak4711;";
        Files.writeString(temp.resolve("keys"), content);
        String reference = "${directory:" + temp + ":keys}";
        bridge.close();
        open(Map.of(
                "config.providers",
                "directory",
                "config.providers.directory.class",
                "org.apache.kafka.common.config.provider.DirectoryConfigProvider"));
        StringWriter log = new StringWriter();
        Logger root = (Logger) LogManager.getRootLogger();
        Appender appender = WriterAppender.newBuilder()
                .setName("captured")
                .setTarget(log)
                .setLayout(PatternLayout.newBuilder().setPattern("%m %ex%n").build())
                .build();
        appender.start();
        root.addAppender(appender);
        Level level = root.getLevel();
        Configurator.setRootLevel(Level.INFO);
        List<String> texts = new ArrayList<>();
        try {
            for (String name : List.of(
                    "client.dns.lookup", "security.protocol", "retries", "sasl.client.callback.handler.class")) {
                String document = withProperties("leak", "{\"" + name + "\": \"" + reference + "\"}");
                Answer validated = api.send("POST", LINKS + "?validate_only=true", document);
                assertThat(validated.json().path("valid").asBoolean(true)).isFalse();
                assertThat(pointers(validated)).containsExactly("/source_cluster/security/properties/" + name);
                Answer refused = api.send("POST", LINKS, document);
                assertThat(refused.status()).isEqualTo(400);
                texts.add(validated.text());
                texts.add(refused.text());
            }
            String login = withProperties(
                    "leak",
                    "{\"security.protocol\": \"SASL_PLAINTEXT\", \"sasl.mechanism\": \"PLAIN\", \"sasl.jaas.config\": \""
                            + reference + "\"}");
            texts.add(api.send("POST", LINKS + "?validate_only=true", login).text());
            texts.add(api.send("POST", LINKS, login).text());
            await().atMost(PATIENCE)
                    .until(() -> api.get(LINKS + "/leak/health").text().contains("sasl.jaas.config"));
            texts.add(api.get(LINKS + "/leak/health").text());
            texts.add(api.get(LINKS + "/leak").text());
        } finally {
            Configurator.setRootLevel(level);
            root.removeAppender(appender);
            appender.stop();
        }

        assertThat(String.join("\n", texts)).contains("sasl.jaas.config").doesNotContain("leak4711");
        assertThat(log.toString()).contains("sasl.jaas.config").doesNotContain("leak4711");
    }

    private static String withProperties(String id, String properties) {
        return document(id)
                .replace(
                        "\"brokers\": [\"" + west.bootstrapServers() + "\"]",
                        "\"brokers\": [\"" + west.bootstrapServers() + "\"], \"security\": {\"properties\": "
                                + properties + '}');
    }

    private Answer create(String id) {
        return create(id, 201);
    }

    private Answer create(String id, int status) {
        Answer answer = api.send("POST", LINKS, document(id));
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        return answer;
    }

    private static String document(String id) {
        return """
                {"id": "%s", "name": "Link %s", "type": "active-passive",
                 "source_cluster": {"cluster_id": "us-west-1", "brokers": ["%s"]},
                 "target_cluster": {"cluster_id": "us-east-1", "brokers": ["%s"]},
                 "topics": ["orders"], "allow_overlap": ["runs", "away", "p1", "p2"],
                 "config": {"checkpoint_interval_ms": 1000, "concurrent_partitions": 2}}""".formatted(id, id, west.bootstrapServers(), east.bootstrapServers());
    }

    private void start(String id) {
        assertThat(api.post(LINKS + "/" + id + "/start?wait=0").status()).isEqualTo(202);
        taskLives(id, Optional.empty());
        await().atMost(PATIENCE).until(() -> status(id).equals("active"));
    }

    private String status(String id) {
        return api.get(LINKS + "/" + id).json().path("status").asText();
    }

    private static void taskLives(String id, Optional<String> error) {
        long now = System.currentTimeMillis();
        checkpoint(
                CheckpointFormat.encode(new CheckpointKey.Task(flow(id), 0, claim(id))),
                CheckpointFormat.encode(
                        new TaskCheckpoint(now, now, 1, List.of(), OptionalLong.empty(), Optional.empty(), error)));
    }

    private static void progress(
            String id, String topic, int partition, long next, long records, long bytes, long caughtUpAt) {
        checkpoint(
                CheckpointFormat.encode(new CheckpointKey.Partition(flow(id), topic, partition, claim(id))),
                CheckpointFormat.encode(new PartitionCheckpoint(
                        next,
                        next,
                        Optional.empty(),
                        OptionalInt.empty(),
                        Optional.of(new TargetPosition(
                                topic, Optional.empty(), 0, OptionalLong.empty(), OptionalLong.of(next - 1))),
                        new Counters(records, bytes, 0, 0, 0, 0, 0, 0, 0),
                        OptionalLong.empty(),
                        OptionalLong.of(caughtUpAt),
                        System.currentTimeMillis(),
                        Standing.RUNNING,
                        false,
                        OptionalLong.empty(),
                        Optional.empty())));
    }

    /** @return the generation of what its owner writes */
    private static long claim(String id) {
        try {
            return toEast.send(new ProducerRecord<>(
                            CheckpointFormat.TOPIC,
                            CheckpointFormat.encode(new CheckpointKey.Claiming(flow(id), Claimant.TASK, 0)),
                            CheckpointFormat.encode(Claim.ofTask(0, 1, System.currentTimeMillis()))))
                    .get()
                    .offset();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void checkpoint(byte[] key, byte[] value) {
        var unused = toEast.send(new ProducerRecord<>(CheckpointFormat.TOPIC, key, value), BridgeIT::require);
        toEast.flush();
    }

    private static void require(RecordMetadata metadata, Exception e) {
        if (e != null) {
            throw new IllegalStateException(e);
        }
    }

    private static String flow(String id) {
        return "streambus." + id + ".us-west-1.to.us-east-1";
    }

    /** What a task that starts anew would find. */
    private static Map<CheckpointKey, byte[]> checkpoints(String id) {
        Map<CheckpointKey, byte[]> found = new HashMap<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", east.bootstrapServers()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            TopicPartition partition = new TopicPartition(CheckpointFormat.TOPIC, 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofMillis(200))
                        .forEach(entry -> CheckpointFormat.decodeKey(entry.key())
                                .filter(key -> key.flow().equals(flow(id)))
                                .ifPresent(key -> {
                                    if (entry.value() == null) {
                                        found.remove(key);
                                    } else {
                                        found.put(key, entry.value());
                                    }
                                }));
            }
        }
        return found;
    }

    private static void produceToWest(String topic, int count) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", west.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
        }
        try (KafkaProducer<byte[], byte[]> producer = producer(west)) {
            for (int i = 0; i < count; i++) {
                var unused =
                        producer.send(new ProducerRecord<>(topic, ("record " + i).getBytes(UTF_8)), BridgeIT::require);
            }
        }
    }

    private static KafkaProducer<byte[], byte[]> producer(EmbeddedCluster cluster) {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", cluster.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    private static List<String> words(JsonNode array) {
        return array.valueStream().map(JsonNode::asText).toList();
    }

    private static List<String> pointers(Answer answer) {
        return answer.json()
                .path("errors")
                .valueStream()
                .map(error -> error.path("pointer").asText())
                .toList();
    }

    private static List<String> ids(Answer answer) {
        return answer.json().valueStream().map(link -> link.path("id").asText()).toList();
    }
}
