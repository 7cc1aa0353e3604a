package io.streambus.e2e.lossless;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.streambus.e2e.replication.Clusters;
import io.streambus.e2e.replication.Clusters.Broker;
import io.streambus.e2e.replication.Eventually;
import io.streambus.e2e.replication.Load;
import io.streambus.e2e.replication.TopicRecords;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The target refuses for a moment what it takes before and after, while records flow: the task fails, its operator starts it again, and of what was
 * in flight nothing is missing and nothing there twice. The soak profile refuses twenty times.
 */
class RefusalsUnderLoadIT {

    private static final int PARTITIONS = 2;
    private static final int KEYS = 20;
    private static final int REFUSALS = Integer.getInteger("streambus.refusals", 5);
    private static final long SEED = Long.getLong("streambus.seed", System.nanoTime());

    private static Clusters clusters;
    private static LosslessFlows flows;

    @BeforeAll
    static void startClusters() {
        System.out.println("seed of the refusals: -Dstreambus.seed=" + SEED);
        clusters = new Clusters(LosslessFlows.WORKER, Broker.plain("west"), Broker.plain("east", Gate.BROKER));
        flows = new LosslessFlows(clusters, clusters::runtime);
    }

    @AfterAll
    static void stopClusters() {
        clusters.close();
    }

    @AfterEach
    void deleteConnectors() {
        flows.deleteAll();
    }

    /** As by brokers that learn one after the other of a right that is taken away and given back. */
    @Test
    void aRightThatComesAndGoesForASecondCostsNoRecord() throws Exception {
        createOnBoth("denied");
        try (Load load = new Load(clusters.west(), "denied", number -> numbered("denied", number))) {
            flows.run("denied", Map.of("source.hole.policy", "fill"));
            awaitRecords("denied");

            Gate.denyEveryOther("denied");
            await("the second is over").pollDelay(Duration.ofSeconds(1)).until(() -> true);
            Gate.open("denied");

            int before = load.written();
            Eventually.become(() -> load.written() > before + 1_000, "the load goes on");
        } finally {
            Gate.open("denied");
        }

        assertAllArriveOnce("denied", "A right that came and went");
    }

    @Test
    void refusalsAtRandomMomentsCostNoRecord() throws Exception {
        Random random = new Random(SEED);
        createOnBoth("random");
        try (Load load = new Load(clusters.west(), "random", number -> numbered("random", number))) {
            flows.run("random", Map.of("source.hole.policy", "fill"));
            for (int time = 0; time < REFUSALS; time++) {
                awaitRecords("random");
                refuse(Refusal.values()[random.nextInt(Refusal.values().length)], random.nextInt(300));
            }
        }

        assertAllArriveOnce("random", REFUSALS + " refusals");
    }

    private enum Refusal {
        RIGHT,
        SIZE,
        KEY
    }

    /** So that more than one batch is in flight, the leader is away before for as long as a random number says. */
    private static void refuse(Refusal refusal, int awayMs) {
        Gate.leaderAway("random");
        try {
            await("the leader is away").pollDelay(Duration.ofMillis(awayMs)).until(() -> true);
            switch (refusal) {
                case RIGHT -> Gate.denyOnce("random");
                // A batch of one record has more, so that no splitting helps.
                case SIZE -> clusters.east().set("random", "max.message.bytes", "100");
                case KEY -> clusters.east().set("random", "cleanup.policy", "compact");
            }
            if (refusal != Refusal.RIGHT) {
                Gate.open("random");
            }
            // A task that has learnt of it in time stands still instead.
            await("the refusal")
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> flows.failure("random").isPresent()
                            || IntStream.range(0, PARTITIONS)
                                    .anyMatch(partition -> flows.standsStill("random", "random", partition)
                                            .isPresent()));
        } finally {
            clusters.east().set("random", "max.message.bytes", "1048588");
            clusters.east().set("random", "cleanup.policy", "delete");
            Gate.open("random");
        }
    }

    private static void createOnBoth(String topic) {
        clusters.west().createTopic(topic, PARTITIONS, Map.of());
        clusters.east().createTopic(topic, PARTITIONS, Map.of());
    }

    /** Every tenth is without key. */
    private static ProducerRecord<byte[], byte[]> numbered(String topic, int number) {
        int partition = number % PARTITIONS;
        return number % 10 == 9
                ? Numbered.withoutKey(topic, partition, number)
                : Numbered.record(topic, partition, number, KEYS);
    }

    /** The flow is restarted for as long as it takes. */
    private static void awaitRecords(String topic) {
        long before = clusters.east().size(topic, PARTITIONS);
        flows.restartingUntil(
                topic, () -> assertThat(clusters.east().size(topic, PARTITIONS)).isGreaterThan(before + 500));
    }

    private static void assertAllArriveOnce(String topic, String what) {
        try {
            flows.restartingUntil(topic, () -> {
                assertThat(clusters.east().size(topic, PARTITIONS))
                        .isGreaterThanOrEqualTo(clusters.west().size(topic, PARTITIONS));
                tally(topic).assertExactlyOnce();
            });
            for (int partition = 0; partition < PARTITIONS; partition++) {
                assertThat(lastValues(clusters.east().read(topic, partition)))
                        .as("the last value of every key of partition %s", partition)
                        .isEqualTo(lastValues(clusters.west().read(topic, partition)));
            }
        } finally {
            tally(topic).print(what);
        }
    }

    private static Tally tally(String topic) {
        return Tally.of(clusters.west(), clusters.east(), topic, 0)
                .and(Tally.of(clusters.west(), clusters.east(), topic, 1));
    }

    private static Map<String, String> lastValues(List<ConsumerRecord<byte[], byte[]>> records) {
        Map<String, String> last = new HashMap<>();
        records.stream()
                .filter(record -> record.key() != null)
                .forEach(record -> last.put(TopicRecords.text(record.key()), TopicRecords.text(record.value())));
        return last;
    }
}
