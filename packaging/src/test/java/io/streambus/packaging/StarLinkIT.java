package io.streambus.packaging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.streambus.runtime.embedded.ClusterSpec;
import io.streambus.runtime.embedded.EmbeddedCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three clusters in a star, of which both spokes read and write. */
class StarLinkIT {

    private static final String LINKS = "/api/v1/replication/links";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String TOPIC = "star";
    private static final int PARTITIONS = 2;
    private static final int RECORDS = 300;

    @TempDir
    static Path temp;

    @Test
    void whatIsWrittenOnAnyClusterIsOnEachOfThemExactlyOnce() throws Exception {
        try (RunningDemo demo = RunningDemo.start(temp);
                EmbeddedCluster hub = EmbeddedCluster.start(new ClusterSpec("hub", 0, temp.resolve("hub"), Map.of()))) {
            Http bridge = new Http(demo.bridge());
            Map<String, String> clusters = new TreeMap<>(
                    Map.of("hub", hub.bootstrapServers(), "us-west-1", demo.west(), "us-east-1", demo.east()));
            for (String brokers : clusters.values()) {
                try (Admin admin = Clients.admin(brokers)) {
                    admin.createTopics(List.of(new NewTopic(TOPIC, PARTITIONS, (short) 1)))
                            .all()
                            .get();
                }
            }

            Http.Answer created = bridge.post(LINKS, document(clusters));
            assertThat(created.status()).as(created.text()).isEqualTo(201);
            List<String> written = new ArrayList<>();
            write(clusters, written);
            bridge.post(LINKS + "/star/start", "");
            await().atMost(PATIENCE)
                    .until(() -> bridge.get(LINKS + "/star")
                            .json()
                            .path("status")
                            .asText()
                            .equals("active"));
            write(clusters, written);

            Collections.sort(written);
            for (Map.Entry<String, String> cluster : clusters.entrySet()) {
                assertThat(values(cluster.getValue(), written.size()))
                        .as("on %s", cluster.getKey())
                        .isEqualTo(written);
            }
            awaitMetricsAndHealth(bridge);

            // No record comes later than the last: a circle would go on for ever.
            bridge.post(LINKS + "/star/stop", "");
            for (String brokers : clusters.values()) {
                assertThat(values(brokers, written.size())).hasSize(written.size());
            }
            assertThat(bridge.send("DELETE", LINKS + "/star", "").status()).isEqualTo(204);
        }
    }

    /** Both spokes give to the hub what was written on them, and get all but that. */
    private static void awaitMetricsAndHealth(Http bridge) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            JsonNode metrics = bridge.get(LINKS + "/star/metrics").json();
            assertThat(metrics.path("total_messages_replicated").asLong())
                    .as(metrics.toString())
                    .isEqualTo(6L * 2 * RECORDS);
            List<String> partitions = new ArrayList<>();
            metrics.path("partition_metrics").fieldNames().forEachRemaining(partitions::add);
            assertThat(partitions)
                    .containsExactlyInAnyOrder(
                            "us-west-1/star-0",
                            "us-west-1/star-1",
                            "us-east-1/star-0",
                            "us-east-1/star-1",
                            "hub>us-west-1/star-0",
                            "hub>us-west-1/star-1",
                            "hub>us-east-1/star-0",
                            "hub>us-east-1/star-1");
            JsonNode health = bridge.get(LINKS + "/star/health").json();
            assertThat(health.path("status").asText()).as(health.toString()).isEqualTo("healthy");
        });
    }

    private static String document(Map<String, String> clusters) {
        return """
                {"id": "star", "name": "Both coasts through a hub", "type": "hub-spoke",
                 "target_cluster": {"cluster_id": "hub", "brokers": ["%s"]},
                 "spokes": [
                   {"cluster_id": "us-west-1", "brokers": ["%s"], "direction": "both"},
                   {"cluster_id": "us-east-1", "brokers": ["%s"], "direction": "both"}],
                 "topics": ["star"], "config": {"concurrent_partitions": 1, "checkpoint_interval_ms": 500}}""".formatted(clusters.get("hub"), clusters.get("us-west-1"), clusters.get("us-east-1"));
    }

    private static void write(Map<String, String> clusters, List<String> written) throws Exception {
        for (Map.Entry<String, String> cluster : clusters.entrySet()) {
            List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
            for (int i = 0; i < RECORDS; i++) {
                String value = cluster.getKey() + ' ' + written.size();
                written.add(value);
                records.add(new ProducerRecord<>(TOPIC, i % PARTITIONS, null, value.getBytes(UTF_8)));
            }
            Clients.write(cluster.getValue(), records);
        }
    }

    private static List<String> values(String brokers, int count) {
        List<TopicPartition> partitions = IntStream.range(0, PARTITIONS)
                .mapToObj(partition -> new TopicPartition(TOPIC, partition))
                .toList();
        return Clients.read(brokers, partitions, count, PATIENCE).stream()
                .map(record -> new String(record.value(), UTF_8))
                .sorted()
                .toList();
    }
}
