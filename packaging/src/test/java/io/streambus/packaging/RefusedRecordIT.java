package io.streambus.packaging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A record that the target would refuse, through the bridge: it used to kill its task at every restart, and the link never said where. */
class RefusedRecordIT {

    private static final String LINK = "/api/v1/replication/links/refused";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String TOPIC = "orders";
    private static final int PARTITIONS = 3;
    private static final int BEFORE = 5;

    /** Of a batch with one record, headers and all: what stock brokers take. The copy's own header is what is too much. */
    private static final int MAX_MESSAGE_BYTES = 1_048_588;

    @TempDir
    static Path temp;

    @Test
    void aRecordThatIsTooLargeByItsHeadersStopsItsPartitionOnlyAndHealthSaysWhereAndWhy() throws Exception {
        try (RunningDemo demo = RunningDemo.start(temp)) {
            Http bridge = new Http(demo.bridge());
            try (Admin admin = Clients.admin(demo.west())) {
                admin.createTopics(List.of(new NewTopic(TOPIC, PARTITIONS, (short) 1)))
                        .all()
                        .get();
            }
            Http.Answer created = bridge.post("/api/v1/replication/links", document(demo));
            assertThat(created.status()).as(created.text()).isEqualTo(201);
            Clients.write(demo.west(), small(BEFORE));
            writeTooLarge(demo.west());
            bridge.post(LINK + "/start", "");

            awaitStandstill(bridge);
            // The other two partitions go on, of the same task.
            Clients.write(demo.west(), small(BEFORE));
            assertThat(Clients.read(demo.east(), partitions(1, 2), 2 * 2 * BEFORE, PATIENCE))
                    .hasSize(2 * 2 * BEFORE);
            assertThat(Clients.read(demo.east(), partitions(0), BEFORE, PATIENCE))
                    .hasSize(BEFORE);
            assertStandsStillQuietly(bridge, demo);

            raiseLimit(demo.east());
            assertThat(Clients.read(demo.east(), partitions(0), 2 * BEFORE + 1, PATIENCE))
                    .hasSize(2 * BEFORE + 1);
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(bridge.get(LINK + "/health").json().path("issues"))
                                    .isEmpty());
            assertNoTaskFailed(bridge, demo);
        }
    }

    private static void awaitStandstill(Http bridge) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            JsonNode health = bridge.get(LINK + "/health").json();
            assertThat(health.path("status").asText()).as(health.toString()).isEqualTo("unhealthy");
            assertThat(health.path("issues"))
                    .as(health.toString())
                    .singleElement()
                    .satisfies(issue -> assertThat(issue.asText())
                            .startsWith("Partition " + TOPIC + "-0 of cluster us-west-1 stands still since ")
                            .contains("Record at offset " + BEFORE + " of " + TOPIC + "-0 would be refused by " + TOPIC)
                            .contains("max.message.bytes = " + MAX_MESSAGE_BYTES, "dead.letter.topic"));
        });
    }

    /** For longer than a task that fails takes to be started again. */
    private static void assertStandsStillQuietly(Http bridge, RunningDemo demo) {
        await().during(Duration.ofSeconds(5)).atMost(PATIENCE).untilAsserted(() -> {
            assertThat(bridge.get(LINK).json().path("status").asText()).isEqualTo("active");
            assertNoTaskFailed(bridge, demo);
        });
        await().atMost(PATIENCE).untilAsserted(() -> {
            JsonNode checkpoints = bridge.get(LINK + "/checkpoints").json().path("checkpoints");
            assertThat(checkpoints).as(checkpoints.toString()).hasSize(PARTITIONS);
            for (JsonNode checkpoint : checkpoints) {
                boolean still = checkpoint.path("partition").asInt() == 0;
                assertThat(checkpoint.path("next_source_offset").asInt())
                        .as(checkpoint.toString())
                        .isEqualTo(still ? BEFORE : 2 * BEFORE);
                assertThat(checkpoint.has("error")).as(checkpoint.toString()).isEqualTo(still);
                assertThat(checkpoint.path("errors").asInt()).isEqualTo(still ? 1 : 0);
            }
        });
    }

    private static void assertNoTaskFailed(Http bridge, RunningDemo demo) throws Exception {
        String connector = bridge.get(LINK + "/checkpoints")
                .json()
                .path("checkpoints")
                .path(0)
                .path("flow")
                .asText();
        JsonNode status = new Http(demo.worker())
                .get("/connectors/" + connector + "/status")
                .json();
        assertThat(status.path("tasks"))
                .as(status.toString())
                .singleElement()
                .satisfies(task -> assertThat(task.path("state").asText()).isEqualTo("RUNNING"));
        assertThat(bridge.get("/metrics").text())
                .containsPattern("streambus_link_task_failures_total\\{link_id=\"refused\"} 0(\\.0)?\n");
    }

    private static String document(RunningDemo demo) {
        return """
                {"id": "refused", "name": "Refused", "type": "active-passive",
                 "source_cluster": {"cluster_id": "us-west-1", "brokers": ["%s"]},
                 "target_cluster": {"cluster_id": "us-east-1", "brokers": ["%s"]},
                 "topics": ["%s"], "config": {"concurrent_partitions": 1, "checkpoint_interval_ms": 500}}""".formatted(demo.west(), demo.east(), TOPIC);
    }

    private static List<ProducerRecord<byte[], byte[]>> small(int each) {
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (int i = 0; i < each * PARTITIONS; i++) {
            records.add(new ProducerRecord<>(TOPIC, i % PARTITIONS, null, ("v" + i).getBytes(UTF_8)));
        }
        return records;
    }

    /** Next to nothing but headers, which no codec makes smaller, and as many as the source takes. */
    private static void writeTooLarge(String brokers) throws Exception {
        byte[] noise = new byte[MAX_MESSAGE_BYTES - 100];
        new Random(1).nextBytes(noise);
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(TOPIC, 0, null, "v".getBytes(UTF_8));
        record.headers().add(new RecordHeader("noise", noise));
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", brokers, "max.request.size", 2 * MAX_MESSAGE_BYTES),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.send(record).get();
        }
    }

    private static void raiseLimit(String brokers) throws Exception {
        AlterConfigOp more = new AlterConfigOp(
                new ConfigEntry("max.message.bytes", String.valueOf(2 * MAX_MESSAGE_BYTES)), AlterConfigOp.OpType.SET);
        try (Admin admin = Clients.admin(brokers)) {
            admin.incrementalAlterConfigs(Map.of(new ConfigResource(ConfigResource.Type.TOPIC, TOPIC), List.of(more)))
                    .all()
                    .get();
        }
    }

    private static List<TopicPartition> partitions(int... numbers) {
        return IntStream.of(numbers)
                .mapToObj(number -> new TopicPartition(TOPIC, number))
                .toList();
    }
}
