package io.streambus.e2e.crash;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.streambus.connect.checkpoint.PartitionCheckpoint;
import io.streambus.e2e.replication.Cluster;
import io.streambus.e2e.replication.Clusters;
import io.streambus.e2e.replication.Eventually;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Issue 12, what is seen number 7: records that the worker's producer would just take, were it not for the header that is added to them. Topics take
 * much larger ones on both sides.
 */
@Execution(ExecutionMode.CONCURRENT)
class RequestSizeIT {

    private static final String REQUEST_SIZE = "producer.override.max.request.size";
    private static final int DEFAULT_REQUEST_SIZE = 1_048_576;
    private static final String LARGE = String.valueOf(10 << 20);

    /** How far each partition's large record stays below the producer's limit, by its value alone; the last ones are over it as they are. */
    private static final List<Integer> BELOW = List.of(1_000, 200, 150, 130, 120, 110, 100, 90, 70, 1);

    private static Clusters clusters;
    private static Logs west;
    private static Logs east;

    @BeforeAll
    static void startClusters() {
        Map<String, String> large = Map.of("message.max.bytes", LARGE);
        clusters = new Clusters(Map.of(), Clusters.Broker.plain("west", large), Clusters.Broker.plain("east", large));
        west = new Logs(clusters.west());
        east = new Logs(clusters.east());
    }

    @AfterAll
    static void stopClusters() {
        for (AutoCloseable each : new AutoCloseable[] {west, east, clusters}) {
            Utils.closeQuietly(each, "test environment");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {DEFAULT_REQUEST_SIZE, 2 * DEFAULT_REQUEST_SIZE})
    void aRecordAtTheLimitOfTheWorkersProducerStopsNoMoreThanItsPartition(int limit) {
        String topic = "request-size-" + limit;
        String flow = topic + "-flow";
        int partitions = BELOW.size();
        clusters.west().createTopic(topic, partitions, Map.of("max.message.bytes", LARGE));
        for (int partition = 0; partition < partitions; partition++) {
            clusters.west().write(topic, partition, 0, 10);
            byte[] value = new byte[limit - BELOW.get(partition)];
            clusters.west()
                    .write(List.of(
                            new ProducerRecord<>(topic, partition, ("large " + partition).getBytes(UTF_8), value)));
            clusters.west().write(topic, partition, 10, 20);
        }
        Map<String, String> settings = new HashMap<>(CrashFlows.westToEast(clusters, topic, Map.of("tasks.max", "1")));
        if (limit == DEFAULT_REQUEST_SIZE) {
            settings.remove(REQUEST_SIZE);
        } else {
            settings.put(REQUEST_SIZE, String.valueOf(limit));
        }

        clusters.run(flow, settings);
        assertEachPartitionIsAcrossOrStoodStill(flow, topic);
        // As often as an operator cares to try.
        clusters.stop(flow);
        clusters.west().write(topic, 0, 20, 30);
        clusters.resume(flow);
        assertEachPartitionIsAcrossOrStoodStill(flow, topic);

        // What is on the target now is all that it will get: the way out that the message names.
        clusters.stop(flow);
        settings.put(REQUEST_SIZE, LARGE);
        clusters.runtime().putConfig(flow, settings);
        clusters.resume(flow);
        east.awaitCaughtUp(flow, west, topic, partitions);
        Copies.figures(clusters.west(), clusters.east(), topic, partitions).assertPerfect();
    }

    private static void assertEachPartitionIsAcrossOrStoodStill(String flow, String topic) {
        Eventually.assertThat(() -> {
            assertThat(clusters.failure(flow)).as("why the task has failed").isEmpty();
            Map<TopicPartition, PartitionCheckpoint> checkpoints = east.checkpoints(flow);
            List<Boolean> across = new ArrayList<>();
            for (int partition = 0; partition < BELOW.size(); partition++) {
                List<String> expected = Cluster.contents(clusters.west().read(topic, partition));
                Optional<String> error =
                        checkpoints.get(new TopicPartition(topic, partition)).error();
                error.ifPresent(reason -> assertThat(reason).contains("max.request.size", topic));
                across.add(error.isEmpty());
                assertThat(Cluster.contents(clusters.east().read(topic, partition)))
                        .as("partition %s, whose error is %s", partition, error)
                        .isEqualTo(error.isPresent() ? expected.subList(0, 10) : expected);
            }
            assertThat(across.get(0)).as("the smallest is across").isTrue();
            assertThat(across.get(across.size() - 1))
                    .as("the largest is across")
                    .isFalse();
        });
    }
}
