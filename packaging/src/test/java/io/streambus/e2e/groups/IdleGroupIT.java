package io.streambus.e2e.groups;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.streambus.e2e.replication.Eventually;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;

/** Issue 15: a group that has a member at the source and nothing to read keeps its offset at the target, where it has none. By the soak profile. */
class IdleGroupIT {

    private static final TopicPartition PARTITION = new TopicPartition("quiet", 0);
    private static final Duration RETENTION = Duration.ofMinutes(1);

    @Test
    void anIdleGroupOutlivesThreeTimesTheRetentionOfOffsets() {
        assumeTrue(Boolean.getBoolean("streambus.groups.matrix"), "takes minutes; the soak profile sets it");
        Map<String, String> brokers = Map.of(
                "offsets.retention.minutes",
                String.valueOf(RETENTION.toMinutes()),
                "offsets.retention.check.interval.ms",
                "1000");
        try (GroupClusters scene = new GroupClusters(brokers);
                KafkaConsumer<byte[], byte[]> member = new KafkaConsumer<>(
                        Map.of(
                                "bootstrap.servers", scene.clusters.west().bootstrapServers(),
                                "group.id", "idle",
                                "group.protocol", "consumer",
                                "enable.auto.commit", "false",
                                "auto.offset.reset", "earliest"),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer())) {
            scene.clusters.west().createTopic("quiet", 1, Map.of());
            scene.clusters.west().write("quiet", 0, 0, 10);
            scene.flow("quiet-flow", "quiet", Map.of());
            member.subscribe(List.of("quiet"));
            await().pollInSameThread().atMost(Duration.ofMinutes(1)).until(() -> {
                member.poll(Duration.ofMillis(100));
                return !member.assignment().isEmpty();
            });
            member.commitSync(Map.of(PARTITION, new OffsetAndMetadata(7)));
            // What nobody commits again is gone by then: the retention works.
            GroupClusters.stand(scene.east, "forgotten", PARTITION, 3);
            Eventually.become(() -> scene.onEast("idle", PARTITION).equals(Optional.of(7L)), "it is there");

            await().pollInSameThread()
                    .pollInterval(Duration.ofSeconds(1))
                    .during(RETENTION.multipliedBy(3))
                    .atMost(RETENTION.multipliedBy(4))
                    .until(() -> {
                        member.poll(Duration.ofMillis(100));
                        return scene.onEast("idle", PARTITION).equals(Optional.of(7L));
                    });
            assertThat(scene.onEast("forgotten", PARTITION)).isEmpty();
        }
    }
}
