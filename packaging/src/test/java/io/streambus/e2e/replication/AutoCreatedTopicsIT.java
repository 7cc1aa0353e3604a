package io.streambus.e2e.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.streambus.e2e.replication.Clusters.Broker;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Issue 14, what is seen number 2: both clusters make a topic of every name that a client asks for with leave to do so, and topics are deleted while flows
 * run. The soak profile watches for longer.
 */
@Execution(ExecutionMode.CONCURRENT)
class AutoCreatedTopicsIT {

    private static final Map<String, String> MAKES_TOPICS = Map.of("auto.create.topics.enable", "true");
    private static final Duration WATCHED = Duration.ofSeconds(Integer.getInteger("streambus.watched", 8));
    private static final int PARTITIONS = 4;

    private static Clusters clusters;

    @BeforeAll
    static void startClusters() {
        clusters = new Clusters(Map.of(), Broker.plain("west", MAKES_TOPICS), Broker.plain("east", MAKES_TOPICS));
    }

    @AfterAll
    static void stopClusters() {
        clusters.close();
    }

    @Test
    void aTopicThatIsDeletedOnTheSourceIsNotMadeAgainByAFlowThatNamesIt() {
        staysDeleted("named", "named, named-kept", 4);
    }

    @Test
    void aTopicThatIsDeletedOnTheSourceIsNotMadeAgainByAFlowOfTenTasksWithAPattern() {
        staysDeleted("matched", "matched.*", 10);
    }

    /** The flow's other topic keeps its tasks reading. */
    private static void staysDeleted(String topic, String topics, int tasks) {
        String kept = topic + "-kept";
        try (Cluster application = new Cluster(clusters.west().bootstrapServers())) {
            for (String each : List.of(topic, kept)) {
                application.createTopic(each, tasks, Map.of());
                for (int partition = 0; partition < tasks; partition++) {
                    application.write(each, partition, 0, 10);
                }
            }
        }
        // The tests' own producer must not know the topic any more: producers may make topics.
        clusters.run(
                topic + "-flow",
                clusters.westToEast(
                        topics,
                        Map.of(
                                "tasks.max", String.valueOf(tasks),
                                "refresh.topics.interval.seconds", "2",
                                "source.cluster.metadata.max.age.ms", "500")));
        Eventually.assertThat(() -> {
            clusters.assertSameContents(topic, tasks);
            clusters.assertSameContents(kept, tasks);
        });

        clusters.west().deleteTopic(topic);

        await("nobody brings it back")
                .during(WATCHED)
                .atMost(WATCHED.plusSeconds(10))
                .failFast(topic + " is there again", () -> clusters.west().partitions(topic) > 0)
                .until(() -> true);
        assertThat(clusters.isRunning(topic + "-flow")).isTrue();
    }

    /** The worker's producer may make topics, with the brokers' own number of partitions: one. */
    @Test
    void aTopicThatTheWorkersProducerMakesAgainOnTheTargetIsToldAndHasAllPartitions() throws Exception {
        String topic = "remade";
        clusters.west().createTopic(topic, PARTITIONS, Map.of());
        try (Load load = new Load(clusters.west(), topic, PARTITIONS)) {
            clusters.run(
                    topic + "-flow",
                    clusters.westToEast(topic, Map.of("tasks.max", "2", "checkpoint.interval.ms", "500")));
            Eventually.become(() -> clusters.east().size(topic, PARTITIONS) > 1_000, "records are copied");

            clusters.east().deleteTopic(topic);

            Eventually.assertThat(() -> {
                assertThat(clusters.east().partitions(topic)).isEqualTo(PARTITIONS);
                for (int partition = 0; partition < PARTITIONS; partition++) {
                    assertThat(clusters.east()
                                    .checkpoints(topic + "-flow")
                                    .get(new TopicPartition(topic, partition))
                                    .error())
                            .hasValueSatisfying(error -> assertThat(error)
                                    .contains("Topic " + topic + " of the target was deleted and created again"));
                }
            });
            assertThat(load.written()).isPositive();
        }
    }
}
