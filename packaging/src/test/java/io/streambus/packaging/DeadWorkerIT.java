package io.streambus.packaging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.streambus.e2e.replication.Clusters;
import io.streambus.runtime.ConnectorStatus;
import io.streambus.runtime.embedded.WorkerSpec;
import io.streambus.runtime.embedded.process.WorkerProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Issue 14, what is seen number 5: Connect calls the tasks of a worker that was killed running for as long as it waits for it to come back. Part of the soak
 * profile; {@link LinkFiguresIT} has the worker that is alone, and its return, in every build.
 */
@EnabledIfSystemProperty(named = "streambus.soak", matches = "true")
class DeadWorkerIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** As the page on health says: 8 to 10 s after the last life sign, of which one comes every 5 s. */
    private static final Duration TOLD_WITHIN = Duration.ofSeconds(12);

    private static final String LINKS = "/api/v1/replication/links";
    private static final int PARTITIONS = 4;
    private static final Map<String, String> GROUP = Map.of("scheduled.rebalance.max.delay.ms", "300000");

    @TempDir
    private static Path temp;

    private static Clusters clusters;
    private static final List<WorkerProcess> workers = new ArrayList<>();
    private static StreamBusProcess bridge;
    private static Http api;

    @BeforeAll
    static void startLink() throws Exception {
        clusters = Clusters.withoutWorker("west", "east");
        for (int i = 0; i < 2; i++) {
            workers.add(WorkerProcess.start(
                    new WorkerSpec(clusters.east().bootstrapServers(), 0, List.of(Clusters.PLUGIN_PATH), GROUP),
                    temp.resolve("worker-" + i)));
        }
        String url = "http://127.0.0.1:" + FreePorts.base();
        Path config = Files.writeString(
                temp.resolve("bridge.properties"),
                "listeners=" + url + "\ncontrol.bootstrap.servers="
                        + clusters.east().bootstrapServers() + "\nconnect.url="
                        + workers.get(0).url() + "\n");
        api = new Http(url);
        bridge = StreamBusProcess.start(temp, "bridge", "--config", config.toString());
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> api.get("/health/ready").status() == 200);
        clusters.west().createTopic("orders", PARTITIONS, Map.of());
        clusters.west()
                .write(IntStream.range(0, PARTITIONS)
                        .mapToObj(partition ->
                                new ProducerRecord<byte[], byte[]>("orders", partition, null, "v".getBytes(UTF_8)))
                        .toList());
        Http.Answer created = api.post(LINKS, """
            {"id": "orders", "name": "orders", "type": "active-passive",
             "source_cluster": {"cluster_id": "w", "brokers": ["%s"]},
             "target_cluster": {"cluster_id": "e", "brokers": ["%s"]},
             "topics": ["orders"], "config": {"concurrent_partitions": %d}}\
            """.formatted(
                        clusters.west().bootstrapServers(), clusters.east().bootstrapServers(), PARTITIONS));
        assertThat(created.status()).as(created.text()).isEqualTo(201);
        assertThat(api.post(LINKS + "/orders/start", "").status()).isEqualTo(200);
        awaitShared();
    }

    @AfterAll
    static void stopAll() {
        Utils.closeQuietly(bridge, "bridge");
        workers.forEach(worker -> Utils.closeQuietly(worker, "worker"));
        Utils.closeQuietly(clusters, "clusters");
    }

    @Test
    void aWorkerThatIsKilledBesideAnotherIsNamedWhileConnectWaitsForIt() throws Exception {
        String killed = workers.get(1).url().getAuthority();
        workers.get(1).kill();
        workers.get(1).close();

        awaitTold(killed);
    }

    /** Health says nothing of a link that has not begun: each worker has tasks, and all have copied. */
    private static void awaitShared() {
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(workers.get(0)
                            .runtime()
                            .status("streambus.orders.w.to.e")
                            .tasks())
                    .hasSize(PARTITIONS)
                    .allMatch(task -> task.instance().state() == ConnectorStatus.State.RUNNING)
                    .extracting(task -> task.instance().worker())
                    .contains(
                            workers.get(0).url().getAuthority(),
                            workers.get(1).url().getAuthority());
            assertThat(api.get(LINKS + "/orders/metrics")
                            .json()
                            .path("total_messages_replicated")
                            .asLong())
                    .isEqualTo(PARTITIONS);
        });
    }

    private static void awaitTold(String worker) {
        long begin = System.nanoTime();
        await().atMost(TOLD_WITHIN).untilAsserted(() -> {
            JsonNode health = health();
            assertThat(health.path("status").asText()).as(health.toString()).isEqualTo("degraded");
            assertThat(health.path("issues"))
                    .as(health.toString())
                    .anySatisfy(issue -> assertThat(issue.asText())
                            .contains(" on worker " + worker + " ", " given no life sign for "));
        });
        System.out.printf(
                "[figures] told %.1f s after the kill: %s%n",
                (System.nanoTime() - begin) / 1e9, health().path("issues"));
    }

    private static JsonNode health() {
        try {
            return api.get(LINKS + "/orders/health").json();
        } catch (java.io.IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
