package io.streambus.packaging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two bridges from the archive on one control cluster, with the demo's brokers and worker; one after the other loses its lead. */
class LeaderLostIT {

    private static final String LINKS = "/api/v1/replication/links";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** For how long a leader that is gone without a word is taken for alive. */
    private static final Duration SESSION = Duration.ofSeconds(6);

    @TempDir
    static Path temp;

    private static RunningDemo demo;
    private static Http connect;
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final List<BridgeUnderTest> BRIDGES = new ArrayList<>();

    private BridgeUnderTest leader;
    private BridgeUnderTest follower;

    private record BridgeUnderTest(StreamBusProcess process, String url, Http api) {

        String role() throws IOException, InterruptedException {
            return api.get("/health/ready").json().path("role").asText();
        }
    }

    @BeforeAll
    static void startDemo() throws Exception {
        demo = RunningDemo.start(temp);
        connect = new Http(demo.worker());
        try (Admin admin = Clients.admin(demo.west())) {
            admin.createTopics(List.of(
                            new NewTopic("shared", 1, (short) 1),
                            new NewTopic("killed", 1, (short) 1),
                            new NewTopic("frozen", 1, (short) 1),
                            new NewTopic("frozen-deleted", 1, (short) 1)))
                    .all()
                    .get();
        }
    }

    @AfterAll
    static void stopAll() throws Exception {
        BRIDGES.forEach(bridge -> bridge.process().kill());
        demo.close();
    }

    @BeforeEach
    void twoBridges() throws Exception {
        BRIDGES.removeIf(bridge -> !bridge.process().isAlive());
        while (BRIDGES.size() < 2) {
            BRIDGES.add(startBridge());
        }
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(() ->
                        Set.of(BRIDGES.get(0).role(), BRIDGES.get(1).role()).equals(Set.of("leader", "follower")));
        boolean firstLeads = BRIDGES.get(0).role().equals("leader");
        leader = BRIDGES.get(firstLeads ? 0 : 1);
        follower = BRIDGES.get(firstLeads ? 1 : 0);
        await().atMost(PATIENCE)
                .until(() -> follower.api()
                        .get("/health/ready")
                        .json()
                        .path("leader")
                        .asText()
                        .equals(leader.url()));
    }

    @AfterEach
    void leaveNoneFrozen() throws Exception {
        for (BridgeUnderTest bridge : BRIDGES) {
            if (bridge.process().isAlive()) {
                signal("CONT", bridge);
            }
        }
    }

    @Test
    void aChangeAtAFollowerIsSentToTheLeaderAndBothReadTheSame() throws Exception {
        HttpResponse<String> sent = call(follower, "POST", LINKS, document("shared"));

        assertThat(sent.statusCode()).as(sent.body()).isEqualTo(307);
        String location = sent.headers().firstValue("Location").orElseThrow();
        assertThat(location).isEqualTo(leader.url() + LINKS);
        assertThat(Http.JSON.readTree(sent.body()).path("code").asText()).isEqualTo("NOT_LEADER");
        assertThat(new Http(location).post("", document("shared")).status()).isEqualTo(201);
        String start = call(follower, "POST", LINKS + "/shared/start", "")
                .headers()
                .firstValue("Location")
                .orElseThrow();
        assertThat(new Http(start).post("", "").status()).isEqualTo(200);
        write("shared", 40);

        List<Http> both = List.of(leader.api(), follower.api());
        for (Http api : both) {
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(api.get(LINKS + "/shared/metrics")
                                    .json()
                                    .path("total_messages_replicated")
                                    .asLong())
                            .isEqualTo(40));
        }
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(statuses(leader)).containsEntry("shared", "active");
            assertThat(statuses(follower)).isEqualTo(statuses(leader));
        });
        assertThat(leader.api().get("/metrics").text()).contains("streambus_bridge_leader 1");
        assertThat(follower.api().get("/metrics").text()).contains("streambus_bridge_leader 0");
        System.out.printf("A change at the follower: 307 to %s; both bridges show %s.%n", location, statuses(follower));
    }

    @Test
    void afterTheLeaderIsKilledAnotherLeadsWithinTenSeconds() throws Exception {
        runs(leader, "killed");
        created(leader, "killed-stopped");
        write("killed", 20);
        Map<String, String> before = statuses(leader);
        Set<String> connectors = connectors();
        String tasks = connect.get("/connectors/streambus.killed.w.to.e").text();

        long killed = System.nanoTime();
        leader.process().kill();
        Duration away = untilAChangeSucceeds(killed, Duration.ofSeconds(20), "killed-stopped");

        System.out.printf("Killed: a change through the other bridge succeeded after %d ms.%n", away.toMillis());
        assertThat(away).isLessThan(Duration.ofSeconds(10));
        write("killed", 20);
        await().during(Duration.ofSeconds(1)).atMost(PATIENCE).untilAsserted(() -> {
            assertThat(statuses(follower)).isEqualTo(before);
            assertThat(connectors()).isEqualTo(connectors);
        });
        assertThat(connect.get("/connectors/streambus.killed.w.to.e").text()).isEqualTo(tasks);
        assertThat(Clients.read(demo.east(), List.of(new TopicPartition("killed", 0)), 40, PATIENCE))
                .as("copies, none doubled")
                .hasSize(40);
    }

    @Test
    void aLeaderThatWasFrozenDoesNotActBesideItsSuccessor() throws Exception {
        runs(leader, "frozen", "frozen-deleted");
        created(leader, "frozen-changed");
        signal("STOP", leader);
        long frozen = System.nanoTime();
        // They wait in its socket, and it reads them when it wakes up and may still take itself for the leader.
        List<CompletableFuture<HttpResponse<String>>> late = List.of(
                later(leader, "POST", LINKS, document("frozen-late")),
                later(leader, "POST", LINKS + "/frozen/pause", ""),
                later(leader, "PUT", LINKS + "/frozen-changed", throttle(111)));

        await().atMost(PATIENCE).until(() -> follower.role().equals("leader"));
        System.out.printf("Frozen: the other bridge led after %d ms.%n", millisSince(frozen));
        stopped(follower, "frozen");
        succeeds(() -> follower.api().send("PUT", LINKS + "/frozen-changed", throttle(777_777)));
        stopped(follower, "frozen-deleted");
        succeeds(() -> follower.api().send("DELETE", LINKS + "/frozen-deleted", ""));
        Map<String, String> statuses = statuses(follower);
        Set<String> connectors = connectors();
        assertThat(connectors).doesNotContain("streambus.frozen-deleted.w.to.e");
        TimeUnit.NANOSECONDS.sleep(frozen + Duration.ofSeconds(8).toNanos() - System.nanoTime());

        signal("CONT", leader);
        long woken = System.nanoTime();

        boolean down = false;
        do {
            // What holds at the end only was undone and done again.
            assertThat(connectors()).isEqualTo(connectors);
            assertThat(connect.get("/connectors/streambus.frozen.w.to.e/status")
                            .json()
                            .at("/connector/state")
                            .asText())
                    .isEqualTo("STOPPED");
            if (!down && leader.role().equals("follower")) {
                down = true;
                System.out.printf("Woken: it was a follower after %d ms.%n", millisSince(woken));
            }
        } while (millisSince(woken) < 2_500);
        assertThat(down).as(leader.process().output()).isTrue();
        for (CompletableFuture<HttpResponse<String>> each : late) {
            HttpResponse<String> answer = each.get(30, TimeUnit.SECONDS);
            System.out.printf("A change that had waited for it: %d.%n", answer.statusCode());
            assertThat(answer.statusCode()).as(answer.body()).isIn(307, 503);
        }
        assertThat(call(leader, "POST", LINKS + "/frozen/start", "").headers().firstValue("Location"))
                .contains(follower.url() + LINKS + "/frozen/start");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(statuses(leader)).isEqualTo(statuses));
        assertThat(statuses(follower)).isEqualTo(statuses);
        for (BridgeUnderTest bridge : BRIDGES) {
            assertThat(bridge.api()
                            .get(LINKS + "/frozen-changed")
                            .json()
                            .at("/config/throttle_rate_bytes_per_sec")
                            .asLong())
                    .isEqualTo(777_777);
        }
        assertThat(connect.get("/connectors/streambus.frozen-changed.w.to.e/config")
                        .json()
                        .path("throttle.bytes.per.second")
                        .asText())
                .isEqualTo("777777");
    }

    @Test
    void aLeaderThatIsToldToEndHandsOverWithoutWaitingForItsSession() throws Exception {
        created(leader, "ended");
        Map<String, String> before = statuses(leader);

        long told = System.nanoTime();
        leader.process().terminate();
        Duration away = untilAChangeSucceeds(told, Duration.ofSeconds(20), "ended");

        System.out.printf("Ended: a change through the other bridge succeeded after %d ms.%n", away.toMillis());
        assertThat(away).isLessThan(SESSION.minusSeconds(1));
        assertThat(leader.process().exitCode(Duration.ofSeconds(15))).isEqualTo(143);
        assertThat(statuses(follower)).isEqualTo(before);
    }

    private static BridgeUnderTest startBridge() throws IOException {
        String url = "http://127.0.0.1:" + FreePorts.base();
        Path config = Files.createTempFile(temp, "bridge-", ".properties");
        Files.writeString(
                config,
                "listeners=" + url + "\ncontrol.bootstrap.servers=" + demo.east() + "\nconnect.url=" + demo.worker()
                        + "\nlinks.topic=several.links\nobserve.interval.ms=500\n");
        return new BridgeUnderTest(
                StreamBusProcess.start(temp, "bridge", "--config", config.toString()), url, new Http(url));
    }

    private static void created(BridgeUnderTest at, String id) throws Exception {
        Http.Answer answer = at.api().post(LINKS, document(id));
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    }

    private static void runs(BridgeUnderTest at, String... ids) throws Exception {
        for (String id : ids) {
            created(at, id);
            assertThat(at.api().post(LINKS + "/" + id + "/start", "").status()).isEqualTo(200);
        }
        for (String id : ids) {
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(statuses(at)).containsEntry(id, "active"));
        }
    }

    private static void stopped(BridgeUnderTest at, String id) {
        succeeds(() -> at.api().post(LINKS + "/" + id + "/stop", ""));
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(statuses(at)).containsEntry(id, "stopped");
            assertThat(connect.get("/connectors/streambus." + id + ".w.to.e/status")
                            .json()
                            .at("/connector/state")
                            .asText())
                    .isEqualTo("STOPPED");
        });
    }

    private static void succeeds(Callable<Http.Answer> call) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            Http.Answer answer = call.call();
            assertThat(answer.status()).as(answer.text()).isBetween(200, 299);
        });
    }

    /** A change at the follower, again and again until it is not sent elsewhere any more. */
    private Duration untilAChangeSucceeds(long since, Duration patience, String id) {
        long number = System.nanoTime() % 1_000_000 + 1;
        await().atMost(patience)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> follower.api()
                                .send("PUT", LINKS + "/" + id, throttle(number))
                                .status()
                        == 200);
        return Duration.ofNanos(System.nanoTime() - since);
    }

    private static String throttle(long bytes) {
        return "{\"config\":{\"throttle_rate_bytes_per_sec\":" + bytes + "}}";
    }

    private static String document(String id) {
        return """
                {"id": "%s", "name": "%s", "type": "active-passive", "topics": ["%s"], "config": {"concurrent_partitions": 1},
                 "source_cluster": {"cluster_id": "w", "brokers": ["%s"]},
                 "target_cluster": {"cluster_id": "e", "brokers": ["%s"]}}
                """.formatted(id, id, id, demo.west(), demo.east());
    }

    private static Map<String, String> statuses(BridgeUnderTest at) throws IOException, InterruptedException {
        Map<String, String> statuses = new TreeMap<>();
        for (JsonNode link : at.api().get(LINKS).json()) {
            assertThat(statuses.put(
                            link.path("id").asText(), link.path("status").asText()))
                    .as("another link of the same id")
                    .isNull();
        }
        return statuses;
    }

    private static Set<String> connectors() throws IOException, InterruptedException {
        Set<String> names = new TreeSet<>();
        connect.get("/connectors").json().forEach(name -> names.add(name.asText()));
        return names;
    }

    private static void write(String topic, int count) throws Exception {
        Clients.write(
                demo.west(),
                IntStream.range(0, count)
                        .mapToObj(i ->
                                new ProducerRecord<>(topic, 0, ("k" + i).getBytes(UTF_8), ("v" + i).getBytes(UTF_8)))
                        .toList());
    }

    private static HttpResponse<String> call(BridgeUnderTest at, String method, String path, String body)
            throws Exception {
        return later(at, method, path, body).get(30, TimeUnit.SECONDS);
    }

    private static CompletableFuture<HttpResponse<String>> later(
            BridgeUnderTest at, String method, String path, String body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(at.url() + path))
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body))
                .build();
        return CLIENT.sendAsync(request, BodyHandlers.ofString());
    }

    private static long millisSince(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanos);
    }

    private static void signal(String name, BridgeUnderTest bridge) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder(
                        "kill", "-" + name, String.valueOf(bridge.process().pid()))
                .inheritIO()
                .start();
        assertThat(kill.waitFor()).isZero();
    }
}
