package io.streambus.e2e.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.streambus.connect.checkpoint.PartitionCheckpoint;
import io.streambus.e2e.replication.Clusters.Broker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Scenario 21: what log compaction leaves, with gaps and tombstones. The kinds of records are {@link SourceConnectorIT}'s. */
class CompactedTopicsIT {

    private static final int RECORDS = 300;
    private static final Map<String, String> COMPACTED_SOON = Map.of(
            "cleanup.policy", "compact",
            "segment.ms", "100",
            "min.cleanable.dirty.ratio", "0.01");

    private static Clusters clusters;

    @BeforeAll
    static void startClusters() {
        Map<String, String> cleaner = Map.of("log.cleaner.backoff.ms", "200");
        clusters = new Clusters(Map.of(), Broker.plain("west", cleaner), Broker.plain("east", cleaner));
    }

    @AfterAll
    static void stopClusters() {
        clusters.close();
    }

    @Test
    void whatCompactionHasLeftArrivesWithItsTombstonesAndInItsOrder() {
        clusters.west().createTopic("compacted", 1, COMPACTED_SOON);
        // The target keeps all, so that it shows what was copied.
        clusters.east().createTopic("compacted", 1, Map.of());
        List<ConsumerRecord<byte[], byte[]>> first = writeAndCompact();
        assertThat(first).as("there are tombstones").anyMatch(record -> record.value() == null);
        assertThat(first.get(0).offset()).as("the first records are gone").isPositive();

        clusters.run("compacted-flow", clusters.westToEast("compacted", Map.of("sync.topic.configs.enabled", "false")));
        assertArrives(first);

        // While the flow is away, so that what it finds is compacted too; nothing of the first is copied again.
        clusters.stop("compacted-flow");
        long copied = first.get(first.size() - 1).offset() + 1;
        List<ConsumerRecord<byte[], byte[]>> second = writeAndCompact().stream()
                .filter(record -> record.offset() >= copied)
                .toList();
        assertThat(second.get(0).offset())
                .as("there is a gap where the flow goes on")
                .isGreaterThan(copied);
        clusters.resume("compacted-flow");
        assertArrives(Stream.concat(first.stream(), second.stream()).toList());
    }

    private static void assertArrives(List<ConsumerRecord<byte[], byte[]>> expected) {
        Eventually.assertThat(() -> assertThat(Cluster.contents(clusters.east().read("compacted", 0)))
                .isEqualTo(Cluster.contents(expected)));
        long next = expected.get(expected.size() - 1).offset() + 1;
        Eventually.assertThat(() -> {
            PartitionCheckpoint checkpoint =
                    clusters.east().checkpoints("compacted-flow").get(new TopicPartition("compacted", 0));
            assertThat(checkpoint.nextSourceOffset()).isEqualTo(next);
            assertThat(checkpoint.records()).isEqualTo(expected.size());
            assertThat(checkpoint.error()).isEmpty();
        });
    }

    /** @return what is left when the cleaner has done what it can */
    private static List<ConsumerRecord<byte[], byte[]>> writeAndCompact() {
        int tombstones = 3;
        clusters.west().write("compacted", 0, 0, RECORDS);
        List<ProducerRecord<byte[], byte[]>> deleted = new ArrayList<>();
        for (int i = 0; i < tombstones; i++) {
            deleted.add(new ProducerRecord<>("compacted", 0, TopicRecords.key(i), null));
        }
        clusters.west().write(deleted);
        // Only closed segments are cleaned, and an append closes one that is old enough.
        Eventually.become(
                () -> {
                    clusters.west().write("compacted", 0, 9, 10);
                    return clusters.west().read("compacted", 0).size() < RECORDS;
                },
                "the cleaner has run");
        AtomicInteger left = new AtomicInteger();
        await("the cleaner is done").during(Duration.ofSeconds(2)).until(() -> {
            int now = clusters.west().read("compacted", 0).size();
            return left.getAndSet(now) == now;
        });
        return clusters.west().read("compacted", 0);
    }
}
