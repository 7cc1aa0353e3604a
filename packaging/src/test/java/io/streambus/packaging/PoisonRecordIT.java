package io.streambus.packaging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A record that breaks a transform of somebody else ends its task again and again: the link is failed, names the record, and goes on once it is skipped. And
 * a link whose topics match nothing says so.
 */
class PoisonRecordIT {

    private static final String TOPIC = "poisoned";
    private static final String LINKS = "/api/v1/replication/links";
    private static final String LINK = LINKS + "/poisoned";
    private static final String NOTHING = LINKS + "/nothing";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int POISON = 10;

    @TempDir
    static Path temp;

    @Test
    void aRecordThatEndsItsTaskIsNamedAndSkipped() throws Exception {
        try (RunningDemo demo = RunningDemo.start(temp)) {
            Http bridge = new Http(demo.bridge());
            try (Admin admin = Clients.admin(demo.west())) {
                admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1)))
                        .all()
                        .get();
            }
            startLink(bridge, demo, "nothing", "poisonde");
            startLink(bridge, demo, "poisoned", TOPIC);
            // The bridge still gives the connector its configuration until then.
            await().atMost(PATIENCE)
                    .until(() -> bridge.get(LINK).json().path("status").asText().equals("active"));
            breakOnPoison(new Http(demo.worker()), "streambus.poisoned.us-west-1.to.us-east-1");
            int poison = awaitNewConfiguration(demo) + POISON;

            Clients.write(demo.west(), records());
            long written = System.nanoTime();
            await().atMost(PATIENCE).untilAsserted(() -> {
                JsonNode link = bridge.get(LINK).json();
                assertThat(link.path("status").asText()).as(link.toString()).isEqualTo("failed");
                assertThat(link.path("status_reason").asText())
                        .contains("task 0", "Record at offset " + poison + " of " + TOPIC + "-0 ends the task");
            });
            System.out.println("failed after " + Duration.ofNanos(System.nanoTime() - written) + ": "
                    + bridge.get(LINK).json().path("status_reason"));
            JsonNode health = bridge.get(LINK + "/health").json();
            System.out.println(health);
            assertThat(health.path("status").asText()).isEqualTo("unhealthy");
            assertThat(health.path("issues"))
                    .as(health.toString())
                    .anySatisfy(issue -> assertThat(issue.asText())
                            .startsWith("Partition " + TOPIC + "-0 of cluster us-west-1 stands still since ")
                            .contains("…/partitions/" + TOPIC + "-0/skip"));

            assertThat(bridge.post(LINK + "/partitions/" + TOPIC + "-0/skip", "")
                            .status())
                    .isEqualTo(409);
            assertThat(typed(demo, "skip"))
                    .contains(TOPIC + "-0 goes on at source offset " + (poison + 1) + "; it stood at " + poison);

            assertThat(Clients.read(demo.east(), List.of(new TopicPartition(TOPIC, 0)), poison + POISON, PATIENCE))
                    .extracting(record -> new String(record.value(), UTF_8))
                    .doesNotContain("v" + POISON)
                    .contains("v" + 2 * POISON);
            await().atMost(PATIENCE).untilAsserted(() -> {
                JsonNode well = bridge.get(LINK + "/health").json();
                assertThat(well.path("status").asText()).as(well.toString()).isEqualTo("healthy");
            });
            assertSaysThatNothingMatches(bridge);
            assertBeginsAgain(bridge, demo, poison);
        }
    }

    /** From its beginning the partition comes to the first such record again. */
    private static void assertBeginsAgain(Http bridge, RunningDemo demo, int poison) throws Exception {
        int next = poison + POISON + 1;
        Clients.write(demo.west(), List.of(records().get(POISON)));
        awaitStandstill(bridge, next);

        assertThat(typed(demo, "restart")).contains(TOPIC + "-0 goes on at source offset 0; it stood at " + next);

        awaitStandstill(bridge, poison);
    }

    private static void awaitStandstill(Http bridge, int offset) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(bridge.get(LINK + "/health").text())
                        .contains("Record at offset " + offset + " of " + TOPIC + "-0 ends the task"));
    }

    private static String typed(RunningDemo demo, String command) throws Exception {
        try (StreamBusProcess process = StreamBusProcess.start(
                temp, "link", command, "poisoned", "--stop", "--partition", TOPIC + "-0", "--url", demo.bridge())) {
            assertThat(process.exitCode(PATIENCE)).as(process.output()).isZero();
            return process.output();
        }
    }

    private static void assertSaysThatNothingMatches(Http bridge) throws Exception {
        JsonNode health = bridge.get(NOTHING + "/health").json();
        System.out.println(health);
        List<String> told = new ArrayList<>();
        health.path("warnings").forEach(warning -> told.add(warning.asText()));
        health.path("issues").forEach(issue -> told.add(issue.asText()));
        assertThat(told)
                .as(health.toString())
                .anySatisfy(sentence -> assertThat(sentence)
                        .startsWith("No topic of cluster us-west-1 matches topics [poisonde]")
                        .contains("nearest: " + TOPIC));
    }

    private static void startLink(Http bridge, RunningDemo demo, String id, String topic) throws Exception {
        Http.Answer created = bridge.post(LINKS, """
                {"id": "%s", "name": "%s", "type": "active-passive",
                 "source_cluster": {"cluster_id": "us-west-1", "brokers": ["%s"]},
                 "target_cluster": {"cluster_id": "us-east-1", "brokers": ["%s"]},
                 "topics": ["%s"], "config": {"concurrent_partitions": 1, "checkpoint_interval_ms": 500}}""".formatted(id, id, demo.west(), demo.east(), topic));
        assertThat(created.status()).as(created.text()).isEqualTo(201);
        bridge.post(LINKS + "/" + id + "/start", "");
    }

    /**
     * Connect answers before it has given the task its new configuration: writes records until one comes through without its header.
     *
     * @return how many
     */
    private static int awaitNewConfiguration(RunningDemo demo) {
        AtomicInteger written = new AtomicInteger();
        await().atMost(PATIENCE).until(() -> {
            ProducerRecord<byte[], byte[]> canary = new ProducerRecord<>(TOPIC, 0, null, "canary".getBytes(UTF_8));
            canary.headers().add("canary", new byte[0]);
            Clients.write(demo.west(), List.of(canary));
            List<ConsumerRecord<byte[], byte[]>> copies = Clients.read(
                    demo.east(), List.of(new TopicPartition(TOPIC, 0)), written.incrementAndGet(), PATIENCE);
            return copies.get(written.get() - 1).headers().lastHeader("canary") == null;
        });
        return written.get();
    }

    /** A transform that takes structs only, for the records with one header: no field of a link's document leads to such a thing. */
    private static void breakOnPoison(Http connect, String connector) throws Exception {
        ObjectNode config =
                (ObjectNode) connect.get("/connectors/" + connector + "/config").json();
        String before = config.path("transforms").asText();
        config.put("transforms", before.isEmpty() ? "tidy,poison" : before + ",tidy,poison")
                .put("transforms.tidy.type", "org.apache.kafka.connect.transforms.DropHeaders")
                .put("transforms.tidy.headers", "canary")
                .put("transforms.poison.type", "org.apache.kafka.connect.transforms.InsertField$Value")
                .put("transforms.poison.static.field", "f")
                .put("transforms.poison.static.value", "v")
                .put("transforms.poison.predicate", "poisoned")
                .put("predicates", "poisoned")
                .put("predicates.poisoned.type", "org.apache.kafka.connect.transforms.predicates.HasHeaderKey")
                .put("predicates.poisoned.name", "poison");
        Http.Answer answer = connect.send("PUT", "/connectors/" + connector + "/config", config.toString());
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    }

    private static List<ProducerRecord<byte[], byte[]>> records() {
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (int i = 0; i <= 2 * POISON; i++) {
            ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(TOPIC, 0, null, ("v" + i).getBytes(UTF_8));
            if (i == POISON) {
                record.headers().add("poison", new byte[0]);
            }
            records.add(record);
        }
        return records;
    }
}
