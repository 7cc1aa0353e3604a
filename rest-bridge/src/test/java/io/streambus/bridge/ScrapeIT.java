package io.streambus.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.streambus.bridge.config.BridgeConfig;
import io.streambus.bridge.runtime.ConnectClusters;
import io.streambus.connect.checkpoint.CheckpointFormat;
import io.streambus.connect.checkpoint.CheckpointKey;
import io.streambus.connect.checkpoint.Counters;
import io.streambus.connect.checkpoint.PartitionCheckpoint;
import io.streambus.connect.checkpoint.PartitionCheckpoint.Standing;
import io.streambus.connect.checkpoint.PartitionCheckpoint.TargetPosition;
import io.streambus.connect.checkpoint.TaskCheckpoint;
import io.streambus.runtime.FakeConnectRuntime;
import io.streambus.runtime.FakePlugin;
import io.streambus.runtime.PluginInfo;
import io.streambus.runtime.embedded.ClusterSpec;
import io.streambus.runtime.embedded.EmbeddedCluster;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Prometheus gets of a bridge with a link that runs; one broker plays both clusters, and the test plays the task. */
class ScrapeIT {

    private static final String LINKS = "/api/v1/replication/links";
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Path MONITORING = Path.of("../packaging/src/main/monitoring");
    private static final String MESSAGES = "streambus_replication_messages_total{link_id=\"l\"} ";

    @TempDir
    static Path temp;

    private static EmbeddedCluster west;
    private static EmbeddedCluster cluster;
    private static FakeConnectRuntime connect;
    private static Bridge bridge;
    private static ApiClient api;

    /** Gives life signs in the place of a worker's. */
    private static final ScheduledExecutorService task = Executors.newSingleThreadScheduledExecutor();

    @BeforeAll
    static void start() throws Exception {
        west = EmbeddedCluster.start(new ClusterSpec("west", 0, temp.resolve("west"), Map.of()));
        cluster = EmbeddedCluster.start(new ClusterSpec("east", 0, temp.resolve("east"), Map.of()));
        connect = new FakeConnectRuntime(
                "connect-1",
                List.of(FakePlugin.of("io.streambus.connect.StreamBusSourceConnector", PluginInfo.Type.SOURCE)));
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", cluster.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(CheckpointFormat.TOPIC, 1, (short) 1)
                            .configs(Map.of("cleanup.policy", "compact"))))
                    .all()
                    .get();
        }
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", west.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic("orders", 1, (short) 1)))
                    .all()
                    .get();
        }
        open();
        create("l", west.bootstrapServers());
        assertThat(api.post(LINKS + "/l/start?wait=0").status()).isEqualTo(202);
        var unused = task.scheduleWithFixedDelay(ScrapeIT::writeCheckpoints, 0, 2, TimeUnit.SECONDS);
        await().atMost(PATIENCE).until(() -> scrape().contains(MESSAGES + 42));
        await().atMost(PATIENCE)
                .until(() -> scrape().contains("streambus_link_status{link_id=\"l\",status=\"active\"} 1"));
    }

    @AfterAll
    static void stop() throws InterruptedException {
        bridge.close();
        task.shutdown();
        assertThat(task.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
        cluster.close();
        west.close();
    }

    private static void open() throws IOException {
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

    @Test
    void the_specs_metrics_have_the_values_of_the_json_call() {
        JsonNode json = api.get(LINKS + "/l/metrics").json();

        assertThat(json.path("total_messages_replicated").asLong()).isEqualTo(42);
        assertThat(scrape().lines())
                .contains(
                        MESSAGES + json.path("total_messages_replicated"),
                        "streambus_replication_bytes_total{link_id=\"l\"} " + json.path("total_bytes_replicated"),
                        "streambus_replication_lag_ms{link_id=\"l\",topic=\"orders\",partition=\"0\"} "
                                + json.path("replication_lag"));
    }

    @Test
    void checkpoints_tell_the_progress_by_partition() {
        JsonNode body = api.get(LINKS + "/l/checkpoints").json();

        assertThat(body.path("link_id").asText()).isEqualTo("l");
        JsonNode checkpoint = body.path("checkpoints").path(0);
        assertThat(checkpoint.path("topic").asText()).isEqualTo("orders");
        assertThat(checkpoint.path("next_source_offset").asLong()).isEqualTo(43);
        assertThat(checkpoint.has("acknowledged_to")).isFalse();
        assertThat(checkpoint.path("target_topic").asText()).isEqualTo("orders");
        assertThat(checkpoint.path("repeated_records").isNumber()).isTrue();
        assertThat(checkpoint.path("source_cluster_id").asText()).isEqualTo("us-west-1");
        assertThat(Instant.parse(checkpoint.path("written_at").asText())).isNotNull();
        assertThat(api.get(LINKS + "/l/checkpoints?topic=users").json().path("checkpoints"))
                .isEmpty();
        assertThat(api.get(LINKS + "/none/checkpoints").status()).isEqualTo(404);
    }

    @Test
    void requests_are_counted_by_route_and_never_by_address() {
        api.get(LINKS + "/l");
        api.get(LINKS + "/made-up-by-a-caller");
        api.get("/made-up-by-a-caller");

        String scrape = scrape();
        assertThat(scrape)
                .contains(
                        "http_server_requests_seconds_count{method=\"GET\",status=\"200\",uri=\"/api/v1/replication/links/{linkId}\"}",
                        "http_server_requests_seconds_count{method=\"GET\",status=\"404\",uri=\"/api/v1/replication/links/{linkId}\"}",
                        "http_server_requests_seconds_count{method=\"GET\",status=\"404\",uri=\"none\"}")
                .doesNotContain("made-up-by-a-caller");
    }

    @Test
    void the_bridges_own_clients_are_metered() {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(scrape())
                        .contains(
                                "kafka_admin_client_connection_creation_total{",
                                "kafka_consumer_connection_creation_total{")
                        .contains("cluster_id=\"us-east-1\""));
    }

    /** The one name that the lint objects to, for its unit, is the specification's own. */
    @Test
    void promtool_has_no_objection_but_to_the_specs_own_unit() throws Exception {
        Run run = promtool(scrape(), "check", "metrics");

        assertThat(run.output().lines().filter(line -> !line.isBlank()))
                .allMatch(line -> line.startsWith("streambus_replication_lag_ms "), run.output());
    }

    @Test
    void promtool_accepts_the_alert_rules_and_their_tests_pass() throws Exception {
        Files.copy(MONITORING.resolve("alert-rules.yml"), temp.resolve("alert-rules.yml"));
        Files.copy(
                Path.of("../packaging/src/test/resources/alert-rules-test.yml"), temp.resolve("alert-rules-test.yml"));

        Run check =
                promtool("", "check", "rules", temp.resolve("alert-rules.yml").toString());
        assertThat(check.status()).as(check.output()).isZero();
        Run test = promtool(
                "", "test", "rules", temp.resolve("alert-rules-test.yml").toString());
        assertThat(test.status()).as(test.output()).isZero();
    }

    @Test
    void dashboard_and_rules_name_only_metrics_that_are_there() throws IOException {
        Set<String> there = scrape().lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.replaceFirst("[{ ].*", ""))
                .collect(Collectors.toSet());
        for (String file : List.of("alert-rules.yml", "grafana-dashboard.json")) {
            Set<String> named = new TreeSet<>();
            Matcher name = Pattern.compile("\\b(streambus|http_server|jvm|kafka|process)_[a-z_]+")
                    .matcher(Files.readString(MONITORING.resolve(file)));
            while (name.find()) {
                named.add(name.group());
            }
            assertThat(named).as(file).hasSizeGreaterThan(5).isSubsetOf(there);
        }
    }

    @Test
    void totals_do_not_go_back_when_the_bridge_is_restarted() throws IOException {
        bridge.close();
        open();

        await().atMost(PATIENCE).pollDelay(Duration.ZERO).until(() -> {
            JsonNode link = api.get(LINKS + "/l").json();
            assertThat(link.path("health").path("status").asText("none"))
                    .as(api.get(LINKS + "/l/health").text())
                    .isNotEqualTo("unhealthy");
            assertThat(link.path("metrics").path("total_messages_replicated").asLong(42))
                    .isEqualTo(42);
            ApiClient.Answer metrics = api.get(LINKS + "/l/metrics");
            if (metrics.status() == 200) {
                assertThat(metrics.json().path("total_messages_replicated").asLong())
                        .isEqualTo(42);
                assertThat(metrics.json().path("messages_per_second").asDouble())
                        .isZero();
            } else {
                assertThat(metrics.status()).as(metrics.text()).isEqualTo(503);
            }
            OptionalDouble total = scrape().lines()
                    .filter(line -> line.startsWith(MESSAGES))
                    .mapToDouble(line -> Double.parseDouble(line.substring(MESSAGES.length())))
                    .findFirst();
            // Not there at all, or right: a smaller number would look like a counter that began anew.
            total.ifPresent(value -> assertThat(value).isEqualTo(42));
            return total.isPresent();
        });
    }

    /** A socket that takes connections and never says a word costs a client its whole time-out. */
    @Test
    void a_cluster_that_hangs_does_not_delay_the_reports_of_other_links() throws IOException {
        try (ServerSocket hole = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            create("hole", "127.0.0.1:" + hole.getLocalPort());
            try {
                Duration oldest = Duration.ZERO;
                Instant end = Instant.now().plusSeconds(8);
                boolean unreachable = false;
                while (Instant.now().isBefore(end) && !unreachable) {
                    Instant asOf = Instant.parse(
                            api.get(LINKS + "/l/health").json().path("as_of").asText());
                    Duration age = Duration.between(asOf, Instant.now());
                    oldest = age.compareTo(oldest) > 0 ? age : oldest;
                    unreachable = scrape().contains(
                                    "streambus_link_cluster_reachable{link_id=\"hole\",cluster_id=\"us-west-1\"} 0");
                }
                assertThat(unreachable).isTrue();
                assertThat(oldest).isLessThan(Duration.ofSeconds(3));
            } finally {
                assertThat(api.send("DELETE", LINKS + "/hole?force=true", "").status())
                        .isEqualTo(204);
            }
        }
    }

    private record Run(int status, String output) {}

    private static Run promtool(String input, String... arguments) throws Exception {
        Process process;
        try {
            Path in = Files.writeString(Files.createTempFile(temp, "in", ".txt"), input);
            List<String> command = new ArrayList<>(List.of("promtool"));
            command.addAll(List.of(arguments));
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectInput(in.toFile())
                    .start();
        } catch (IOException e) {
            assumeTrue(false, "promtool is not installed (Debian package prometheus): " + e.getMessage());
            throw e;
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return new Run(process.exitValue(), output);
    }

    private static String scrape() {
        return api.get("/metrics").text();
    }

    private static void create(String id, String sourceBroker) {
        ApiClient.Answer answer =
                api.send("POST", LINKS, """
                {"id": "%s", "name": "Link %s", "type": "active-passive",
                 "source_cluster": {"cluster_id": "us-west-1", "brokers": ["%s"]},
                 "target_cluster": {"cluster_id": "us-east-1", "brokers": ["%s"]},
                 "topics": ["orders"], "allow_overlap": ["l"]}""".formatted(id, id, sourceBroker, cluster.bootstrapServers()));
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    }

    private static void writeCheckpoints() {
        String flow = "streambus.l.us-west-1.to.us-east-1";
        long now = System.currentTimeMillis();
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", cluster.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            var task = producer.send(new ProducerRecord<>(
                    CheckpointFormat.TOPIC,
                    CheckpointFormat.encode(new CheckpointKey.Task(flow, 0, 0)),
                    CheckpointFormat.encode(new TaskCheckpoint(
                            now, now, 1, List.of(), OptionalLong.empty(), Optional.empty(), Optional.empty()))));
            var partition = producer.send(new ProducerRecord<>(
                    CheckpointFormat.TOPIC,
                    CheckpointFormat.encode(new CheckpointKey.Partition(flow, "orders", 0, 0)),
                    CheckpointFormat.encode(new PartitionCheckpoint(
                            43,
                            43,
                            Optional.empty(),
                            OptionalInt.empty(),
                            Optional.of(new TargetPosition(
                                    "orders", Optional.empty(), 0, OptionalLong.empty(), OptionalLong.of(42))),
                            new Counters(42, 4_200, 0, 0, 0, 0, 0, 0, 0),
                            OptionalLong.empty(),
                            OptionalLong.of(now),
                            now,
                            Standing.RUNNING,
                            false,
                            OptionalLong.empty(),
                            Optional.empty()))));
            producer.flush();
            assertThat(task).isDone();
            assertThat(partition).isDone();
        }
    }
}
