package io.streambus.packaging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.streambus.e2e.replication.Clusters;
import io.streambus.e2e.replication.Clusters.Broker;
import io.streambus.e2e.replication.Load;
import io.streambus.runtime.embedded.WorkerSpec;
import io.streambus.runtime.embedded.process.WorkerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a bridge says of a plain and of an exactly-once link must be what is: totals after kill -9 of the worker and of the bridge, and lag behind an open
 * transaction. The soak profile waits until health tells of the transaction.
 */
@TestMethodOrder(OrderAnnotation.class)
class LinkFiguresIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    /** As the page on health says: 8 to 10 s after the last life sign, of which one comes every 5 s. */
    private static final Duration TOLD_WITHIN = Duration.ofSeconds(12);

    private static final String LINKS = "/api/v1/replication/links";
    private static final boolean MINUTE = Boolean.getBoolean("streambus.minute");
    private static final int PARTITIONS = 2;
    private static final int KILL_AFTER = 3_000;
    /** Records in the transaction, and behind it. */
    private static final int HELD = 7;

    private static final int BEHIND = 3;
    private static final List<String> IDS = List.of("plain", "exact");

    @TempDir
    private static Path temp;

    private static Clusters clusters;
    private static WorkerProcess worker;
    private static StreamBusProcess bridge;
    private static Path config;
    private static Http api;

    @BeforeAll
    static void startLinks() throws Exception {
        // A transaction that a killed worker leaves open must not hold up the next one for longer than a test may last.
        clusters = Clusters.withoutWorker(
                Broker.plain("west"),
                Broker.plain("east", Map.of("transaction.abort.timed.out.transaction.cleanup.interval.ms", "500")));
        worker = WorkerProcess.start(
                new WorkerSpec(
                        clusters.east().bootstrapServers(),
                        0,
                        List.of(Clusters.PLUGIN_PATH),
                        Map.of(
                                "exactly.once.source.support", "enabled",
                                "producer.transaction.timeout.ms", "10000",
                                "session.timeout.ms", "6000",
                                "heartbeat.interval.ms", "1000",
                                "scheduled.rebalance.max.delay.ms", "0")),
                temp.resolve("worker"));
        String url = "http://127.0.0.1:" + FreePorts.base();
        config = Files.writeString(
                temp.resolve("bridge.properties"),
                "listeners=" + url + "\ncontrol.bootstrap.servers="
                        + clusters.east().bootstrapServers() + "\nconnect.url=" + worker.url()
                        + "\nobserve.interval.ms=500\n");
        api = new Http(url);
        startBridge();
        for (String id : IDS) {
            clusters.west().createTopic(id, PARTITIONS, Map.of());
            Http.Answer created = api.post(LINKS, document(id));
            assertThat(created.status()).as(created.text()).isEqualTo(201);
            assertThat(api.post(LINKS + "/" + id + "/start", "").status()).isEqualTo(200);
        }
    }

    @AfterAll
    static void stopAll() {
        for (AutoCloseable each : new AutoCloseable[] {bridge, worker, clusters}) {
            Utils.closeQuietly(each, "test environment");
        }
    }

    private static void startBridge() throws IOException {
        bridge = StreamBusProcess.start(temp, "bridge", "--config", config.toString());
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> api.get("/health/ready").status() == 200);
    }

    private static String document(String id) {
        return """
                {"id": "%s", "name": "%s", "type": "active-passive",
                 "source_cluster": {"cluster_id": "w", "brokers": ["%s"]},
                 "target_cluster": {"cluster_id": "e", "brokers": ["%s"]},
                 "topics": ["%s"], "config": {"concurrent_partitions": 1, "enable_exactly_once": %s}}""".formatted(
                id, id, clusters.west().bootstrapServers(), clusters.east().bootstrapServers(), id, id.equals("exact"));
    }

    @Test
    @Order(1)
    void totalsAreWhatWasCopiedAfterAKillOfTheWorkerAndOfTheBridge() throws Exception {
        List<Load> loads = IDS.stream()
                .map(id -> new Load(clusters.west(), id, PARTITIONS))
                .toList();
        await().atMost(PATIENCE)
                .until(() -> IDS.stream().allMatch(id -> clusters.east().size(id, PARTITIONS) > KILL_AFTER));

        WorkerSpec again = worker.spec();
        String killed = worker.url().getAuthority();
        worker.kill();
        worker.close();
        for (Load load : loads) {
            load.close();
        }
        for (String id : IDS) {
            awaitMissed(id, killed);
        }
        bridge.kill();
        worker = WorkerProcess.start(again, temp.resolve("worker-again"));
        startBridge();

        for (String id : IDS) {
            long written = clusters.west().size(id, PARTITIONS);
            await().atMost(PATIENCE).untilAsserted(() -> {
                JsonNode metrics = metrics(id);
                assertThat(lag(metrics)).as(metrics.toString()).isZero();
                assertThat(sourceOffsets(metrics)).as(metrics.toString()).isEqualTo(written);
            });
            long total = metrics(id).path("total_messages_replicated").asLong();
            System.out.printf("[figures] totals of %s: %d written, %d told%n", id, written, total);
            assertThat(total).as("total of %s", id).isEqualTo(written);
            assertThat(api.get("/metrics").text())
                    .contains("streambus_replication_messages_total{link_id=\"" + id + "\"} " + written);
        }
    }

    /** Nobody is left who could give the tasks to others, and Connect says nothing any more. */
    private static void awaitMissed(String id, String killed) {
        long begin = System.nanoTime();
        await().atMost(TOLD_WITHIN).untilAsserted(() -> {
            JsonNode health = health(id);
            assertThat(health.path("status").asText()).as(health.toString()).isEqualTo("unhealthy");
            assertThat(health.path("issues"))
                    .as(health.toString())
                    .anySatisfy(issue -> assertThat(issue.asText())
                            .contains(" on worker " + killed + " has given no life sign for "));
        });
        System.out.printf(
                "[figures] %s: the dead worker is named after %.1f s%n", id, (System.nanoTime() - begin) / 1e9);
    }

    @Test
    @Order(2)
    void lagReachesToTheLogEndBehindAnOpenTransactionAndSaysWhoHoldsIt() throws Exception {
        try (KafkaProducer<byte[], byte[]> holder = holder()) {
            holder.beginTransaction();
            for (String id : IDS) {
                for (int i = 0; i < HELD; i++) {
                    holder.send(new ProducerRecord<>(id, 0, null, "held".getBytes(UTF_8)))
                            .get();
                }
                clusters.west().write(id, 0, 0, BEHIND);
            }
            long opened = System.nanoTime();

            for (String id : IDS) {
                await().atMost(PATIENCE).untilAsserted(() -> assertHeld(id));
                tell(id, opened);
            }
            if (MINUTE) {
                for (String id : IDS) {
                    await().atMost(PATIENCE).untilAsserted(() -> assertDegraded(id));
                    tell(id, opened);
                }
            }
            holder.abortTransaction();
        }
        for (String id : IDS) {
            await().atMost(PATIENCE).untilAsserted(() -> {
                assertThat(metrics(id).path("replication_lag").asLong(-1)).isZero();
                assertThat(partition(id).has("open_transaction")).isFalse();
                assertThat(health(id).path("status").asText()).isEqualTo("healthy");
            });
        }
    }

    private static void assertHeld(String id) throws Exception {
        JsonNode metrics = metrics(id);
        JsonNode open = partition(id).path("open_transaction");
        assertThat(partition(id).path("lag").asLong()).as(metrics.toString()).isEqualTo(HELD + BEHIND);
        assertThat(metrics.path("replication_lag").asLong())
                .as(metrics.toString())
                .isGreaterThanOrEqualTo(10_000);
        assertThat(open.path("lag").asLong()).as(metrics.toString()).isEqualTo(HELD + BEHIND);
        assertThat(open.path("producers").path(0).path("transactional_id").asText())
                .as(metrics.toString())
                .isEqualTo("payments-7");
        assertThat(api.get("/metrics").text())
                .contains("streambus_partition_uncommitted_records{link_id=\"" + id + "\",topic=\"" + id
                        + "\",partition=\"0\"} " + (HELD + BEHIND));
    }

    private static void assertDegraded(String id) throws Exception {
        JsonNode health = health(id);
        assertThat(health.path("status").asText()).as(health.toString()).isEqualTo("degraded");
        assertThat(health.path("issues").path(0).asText())
                .startsWith("A transaction that has been open on cluster w since 20")
                .contains(
                        " holds back " + (HELD + BEHIND) + " offsets of " + id + "-0 from offset ",
                        "(transactional id payments-7)",
                        " abort --topic " + id + " --partition 0 --start-offset ");
    }

    private static void tell(String id, long opened) throws Exception {
        System.out.printf(
                "[figures] %s, %.0f s after the transaction was opened: %s, replication_lag %s, %s%n",
                id,
                (System.nanoTime() - opened) / 1e9,
                partition(id),
                metrics(id).path("replication_lag"),
                health(id));
    }

    private static JsonNode partition(String id) throws Exception {
        return metrics(id).path("partition_metrics").path(id + "-0");
    }

    private static JsonNode health(String id) throws Exception {
        return api.get(LINKS + "/" + id + "/health").json();
    }

    private static KafkaProducer<byte[], byte[]> holder() {
        KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        clusters.west().bootstrapServers(),
                        "transactional.id",
                        "payments-7",
                        "transaction.timeout.ms",
                        600_000),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        producer.initTransactions();
        return producer;
    }

    private static JsonNode metrics(String id) throws Exception {
        return api.get(LINKS + "/" + id + "/metrics").json();
    }

    private static long lag(JsonNode metrics) {
        return sum(metrics, "lag");
    }

    private static long sourceOffsets(JsonNode metrics) {
        return sum(metrics, "source_offset");
    }

    private static long sum(JsonNode metrics, String field) {
        return StreamSupport.stream(metrics.path("partition_metrics").spliterator(), false)
                .mapToLong(partition -> partition.path(field).asLong())
                .sum();
    }
}
