package io.streambus.packaging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.streambus.runtime.embedded.ClusterSpec;
import io.streambus.runtime.embedded.EmbeddedCluster;
import io.streambus.runtime.embedded.EmbeddedWorker;
import io.streambus.runtime.embedded.WorkerSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Flows that have copied already, and whose connectors the bridge takes away: to another Connect cluster, or for good. */
class TakenAwayIT {

    private static final String LINKS = "/api/v1/replication/links";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int RECORDS = 100;

    @TempDir
    Path temp;

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private EmbeddedCluster west;
    private EmbeddedCluster east;
    private EmbeddedWorker first;
    private EmbeddedWorker second;
    private int port;

    /** Both workers keep their topics on west, so that they live on when east is away. */
    @BeforeEach
    void start() throws Exception {
        west = opened(EmbeddedCluster.start(new ClusterSpec("west", 0, temp.resolve("west"), Map.of())));
        east = opened(EmbeddedCluster.start(new ClusterSpec("east", 0, temp.resolve("east"), Map.of())));
        first = worker("first");
        second = worker("second");
        port = FreePorts.base();
    }

    @AfterEach
    void stop() throws Exception {
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }

    private <T extends AutoCloseable> T opened(T resource) {
        open.push(resource);
        return resource;
    }

    private EmbeddedWorker worker(String name) {
        return opened(EmbeddedWorker.start(new WorkerSpec(
                west.bootstrapServers(),
                0,
                List.of(Dist.bridge().resolve("plugin")),
                Map.of(
                        "group.id", name,
                        "config.storage.topic", name + ".config",
                        "offset.storage.topic", name + ".offset",
                        "status.storage.topic", name + ".status",
                        "offset.flush.interval.ms", "500"))));
    }

    @Test
    void aFlowThatMovesToAnotherConnectClusterGoesOnWhereItWas() throws Exception {
        try (StreamBusProcess bridge = bridge("first")) {
            Http api = ready(bridge);
            create(api, "moved", "moved");
            write("moved", RECORDS);
            api.post(LINKS + "/moved/start", "");
            awaitCopies("moved", RECORDS);
            assertThat(first.runtime().connectors()).hasSize(1);
        }

        try (StreamBusProcess bridge = bridge("second")) {
            Http api = ready(bridge);
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(second.runtime().connectors()).hasSize(1));
            assertThat(first.runtime().connectors()).isEmpty();
            awaitActive(api, "moved");
            write("moved", 1);
            awaitCopies("moved", RECORDS + 1);
        }
        assertThat(values("moved", RECORDS + 1)).doesNotHaveDuplicates();
    }

    @Test
    void aLinkWhoseTargetIsGoneForGoodIsDeletedByForceAndHoldsNoOtherUp() throws Exception {
        try (StreamBusProcess bridge = bridge("first")) {
            Http api = ready(bridge);
            create(api, "stuck", "stuck");
            create(api, "other", "other");
            write("stuck", RECORDS);
            write("other", RECORDS);
            api.post(LINKS + "/stuck/start", "");
            api.post(LINKS + "/other/start", "");
            awaitCopies("stuck", RECORDS);
            awaitCopies("other", RECORDS);
            assertThat(api.post(LINKS + "/stuck/stop", "").status()).isEqualTo(200);
            // Connect's own offsets of the link, which a reset would go through one by one.
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(first.runtime().offsets("streambus.stuck.west.to.east"))
                            .isNotEmpty());
            east.close();

            Http.Answer kept = api.send("DELETE", LINKS + "/stuck", "");
            assertThat(kept.status()).as(kept.text()).isEqualTo(503);
            assertThat(kept.json().path("code").asText()).isEqualTo("CLUSTER_UNREACHABLE");
            assertThat(kept.json().path("detail").asText()).contains("east", "force=true");
            Http.Answer paused = api.post(LINKS + "/other/stop", "");
            assertThat(paused.status()).as(paused.text()).isEqualTo(200);
            assertThat(paused.json().path("status").asText()).isEqualTo("stopped");

            Http.Answer deleted = api.send("DELETE", LINKS + "/stuck?force=true", "");
            assertThat(deleted.status()).as(deleted.text()).isEqualTo(204);
            assertThat(first.runtime().connectors()).containsExactly("streambus.other.west.to.east");
        }
    }

    /** A bridge that has both workers, of which one is near the target. */
    private StreamBusProcess bridge(String near) throws IOException {
        Path config = Files.writeString(temp.resolve("bridge.properties"), """
                listeners=http://127.0.0.1:%d
                control.bootstrap.servers=%s
                connect.clusters=first,second
                connect.first.url=%s
                connect.second.url=%s
                connect.%s.near=east
                observe.interval.ms=500
                """.formatted(
                        port, west.bootstrapServers(), first.url(), second.url(), near));
        return StreamBusProcess.start(temp, "bridge", "--config", config.toString());
    }

    private Http ready(StreamBusProcess bridge) {
        Http api = new Http("http://127.0.0.1:" + port);
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> !bridge.isAlive() || api.get("/health/ready").status() == 200);
        assertThat(bridge.isAlive()).as(bridge.output()).isTrue();
        return api;
    }

    private void create(Http api, String id, String topic) throws Exception {
        try (Admin admin = Clients.admin(west.bootstrapServers())) {
            admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
        }
        ObjectNode link =
                Http.JSON.createObjectNode().put("id", id).put("name", id).put("type", "active-passive");
        link.putObject("source_cluster")
                .put("cluster_id", "west")
                .putArray("brokers")
                .add(west.bootstrapServers());
        link.putObject("target_cluster")
                .put("cluster_id", "east")
                .putArray("brokers")
                .add(east.bootstrapServers());
        link.putArray("topics").add(topic);
        link.putObject("config").put("checkpoint_interval_ms", 500);
        Http.Answer created = api.post(LINKS, link.toString());
        assertThat(created.status()).as(created.text()).isEqualTo(201);
    }

    private static void awaitActive(Http api, String id) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(
                                api.get(LINKS + '/' + id).json().path("status").asText())
                        .isEqualTo("active"));
    }

    private void write(String topic, int count) throws Exception {
        String batch = "batch of " + System.nanoTime() + ", ";
        Clients.write(
                west.bootstrapServers(),
                IntStream.range(0, count)
                        .mapToObj(i -> new ProducerRecord<byte[], byte[]>(topic, 0, null, (batch + i).getBytes(UTF_8)))
                        .toList());
    }

    private void awaitCopies(String topic, int count) {
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(values(topic, count)).hasSize(count));
    }

    /** All that stands there, at least so many. */
    private List<String> values(String topic, int atLeast) {
        return Clients.read(east.bootstrapServers(), List.of(new TopicPartition(topic, 0)), atLeast, PATIENCE).stream()
                .map(record -> new String(record.value(), UTF_8))
                .toList();
    }
}
