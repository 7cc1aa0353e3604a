package io.streambus.e2e.replication;

import static org.assertj.core.api.Assertions.assertThat;

import io.streambus.connect.checkpoint.TaskCheckpoint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Scenario 24, on more than a thousand partitions: a new topic flows soon, and no task that carries the others is restarted for it. */
class ManyTopicsIT {

    private static final int TOPICS = 20;
    private static final int PARTITIONS = 64;
    private static final int TASKS = 4;

    private static Clusters clusters;

    @BeforeAll
    static void startClusters() {
        clusters = Clusters.westAndEast();
    }

    @AfterAll
    static void stopClusters() {
        clusters.close();
    }

    @Test
    void aNewTopicFlowsWithinSecondsAndNoTaskIsRestarted() {
        List<String> topics =
                IntStream.range(0, TOPICS).mapToObj(topic -> "many-" + topic).toList();
        topics.forEach(topic -> clusters.west().createTopic(topic, PARTITIONS, Map.of()));
        topics.forEach(topic -> writeToEachPartition(topic, 0));
        clusters.run("many-flow", clusters.westToEast("many-.*", Map.of("tasks.max", String.valueOf(TASKS))));
        topics.forEach(ManyTopicsIT::assertArrives);
        awaitPartitions(TOPICS * PARTITIONS);
        Collection<TaskCheckpoint> before = clusters.east().tasks("many-flow").values();
        assertThat(before).hasSize(TASKS);

        topics.forEach(topic -> writeToEachPartition(topic, 1));
        long created = System.nanoTime();
        clusters.west().createTopic("many-new", PARTITIONS, Map.of());
        writeToEachPartition("many-new", 0);
        assertArrives("many-new");
        assertThat(Duration.ofNanos(System.nanoTime() - created))
                .as("from its creation until all its partitions have flowed")
                .isLessThan(Duration.ofSeconds(15));

        topics.forEach(ManyTopicsIT::assertArrives);
        awaitPartitions((TOPICS + 1) * PARTITIONS);
        assertThat(clusters.east().tasks("many-flow").values())
                .as("a task that was restarted would have a later start")
                .extracting(TaskCheckpoint::startedAtMs)
                .isEqualTo(before.stream().map(TaskCheckpoint::startedAtMs).toList());
        assertThat(clusters.isRunning("many-flow")).isTrue();
    }

    /** The tasks say at their next checkpoint how many they carry. */
    private static void awaitPartitions(int partitions) {
        Eventually.assertThat(() -> assertThat(clusters.east().tasks("many-flow").values().stream()
                        .mapToInt(TaskCheckpoint::partitions)
                        .sum())
                .isEqualTo(partitions));
    }

    private static void writeToEachPartition(String topic, int round) {
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            int number = round * PARTITIONS + partition;
            records.add(new ProducerRecord<>(topic, partition, TopicRecords.key(number), TopicRecords.value(number)));
        }
        clusters.west().write(records);
    }

    private static void assertArrives(String topic) {
        List<TopicPartition> partitions = IntStream.range(0, PARTITIONS)
                .mapToObj(partition -> new TopicPartition(topic, partition))
                .toList();
        long written = clusters.west().size(topic, PARTITIONS);
        Eventually.become(() -> clusters.east().size(topic, PARTITIONS) >= written, topic + " is across");
        var source = clusters.west().read(partitions);
        var target = clusters.east().read(partitions);
        for (TopicPartition partition : partitions) {
            assertThat(Cluster.contents(target.get(partition)))
                    .as("%s on the target", partition)
                    .isEqualTo(Cluster.contents(source.get(partition)));
        }
    }
}
