package io.streambus.e2e.lossless;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.streambus.connect.checkpoint.PartitionCheckpoint;
import io.streambus.e2e.replication.Clusters;
import io.streambus.e2e.replication.Clusters.Broker;
import io.streambus.e2e.replication.Eventually;
import io.streambus.runtime.ConnectorOffset;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** kill -9 of the worker just when what it has written down of a partition says less, or more, than has become of its records. */
class KilledAfterADecisionIT {

    private static final List<String> GAP_POLICIES = List.of("restart", "skip");
    private static final int LIMIT = 200_000;

    private static Clusters clusters;
    private static CrashingWorker worker;
    private static LosslessFlows flows;

    @TempDir
    private static Path data;

    @BeforeAll
    static void startClusters() {
        Map<String, String> east = new HashMap<>(CrashingWorker.BROKER);
        east.putAll(Gate.BROKER);
        clusters = Clusters.withoutWorker(Broker.plain("west"), Broker.plain("east", east));
        worker = new CrashingWorker(clusters, data);
        flows = new LosslessFlows(clusters, worker::runtime);
    }

    @AfterAll
    static void stopClusters() {
        worker.close();
        clusters.close();
    }

    @AfterEach
    void deleteConnectors() {
        flows.deleteAll();
    }

    /** Connect stores its offsets so seldom here that at the kill they are still those of the topic that was deleted. */
    @Test
    void whatAGapPolicyHasDecidedStaysDecidedWhateverConnectsOffsetSays() {
        Map<String, List<ConsumerRecord<byte[], byte[]>>> old = new HashMap<>();
        for (String policy : GAP_POLICIES) {
            String topic = "decided-" + policy;
            clusters.west().createTopic(topic, 1, Map.of());
            clusters.west().write(Numbered.range(topic, 0, 0, 100));
            flows.run(topic, Map.of("source.gap.policy", policy));
            Eventually.assertThat(() -> tally(topic).assertExactlyOnceInOrder());
            flows.stop(topic);
            assertThat(worker.runtime().offsets(topic))
                    .as("what Connect has stored")
                    .extracting(ConnectorOffset::offset)
                    .singleElement()
                    .asString()
                    .contains("offset=99");
            flows.resume(topic);
            old.put(topic, clusters.west().read(topic, 0));
            clusters.west().deleteTopic(topic);
            clusters.west().createTopic(topic, 1, Map.of());
            clusters.west().write(Numbered.range(topic, 0, 500, 501));
            Eventually.assertThat(
                    () -> assertThat(clusters.east().size(topic, 1)).isEqualTo(101));
            awaitNext(topic, 1);
        }

        worker.kill();
        old.keySet().forEach(topic -> clusters.west().write(Numbered.range(topic, 0, 501, 700)));
        worker.startAgain();

        try {
            for (String topic : old.keySet()) {
                Eventually.assertThat(() -> with(old.get(topic), topic).assertExactlyOnceInOrder());
            }
        } finally {
            old.forEach((topic, records) -> with(records, topic).print("Killed after the decision, " + topic));
        }
    }

    @Test
    void aDeadLetterThatOvertakesRecordsInFlightDoesNotLoseThem() {
        clusters.west().createTopic("overtaken", 1, Map.of("max.message.bytes", String.valueOf(LIMIT)));
        clusters.east().createTopic("overtaken", 1, Map.of("max.message.bytes", String.valueOf(LIMIT / 10)));
        clusters.west().write(Numbered.range("overtaken", 0, 0, 1_000));
        flows.run("overtaken", Map.of("dead.letter.topic", "dead-letters"));
        Eventually.assertThat(() -> tally("overtaken").assertExactlyOnceInOrder());
        awaitNext("overtaken", 1_000);

        Gate.leaderAway("overtaken");
        List<ProducerRecord<byte[], byte[]>> records = Numbered.range("overtaken", 0, 1_000, 1_500);
        records.add(Numbered.atLimit("overtaken", 0, LIMIT, 0));
        clusters.west().write(records);
        Eventually.assertThat(
                () -> assertThat(clusters.east().size("dead-letters", 1)).isEqualTo(1));
        await("checkpoints have been written since")
                .pollDelay(Duration.ofSeconds(1))
                .until(() -> true);
        assertThat(clusters.east().size("overtaken", 1))
                .as("all others are in flight")
                .isEqualTo(1_000);
        worker.kill();
        Gate.open("overtaken");
        worker.startAgain();

        List<ConsumerRecord<byte[], byte[]>> good =
                clusters.west().read("overtaken", 0).subList(0, 1_500);
        try {
            Eventually.assertThat(
                    () -> Tally.of(good, clusters.east().read("overtaken", 0)).assertExactlyOnceInOrder());
        } finally {
            Tally.of(good, clusters.east().read("overtaken", 0)).print("A dead letter overtakes");
        }
    }

    private static void awaitNext(String topic, long next) {
        Eventually.assertThat(() -> assertThat(flows.checkpoint(topic, topic, 0))
                .map(PartitionCheckpoint::nextSourceOffset)
                .hasValue(next));
    }

    private static Tally tally(String topic) {
        return Tally.of(clusters.west(), clusters.east(), topic, 0);
    }

    /** Of what the topic held before it was deleted, and what it holds now. */
    private static Tally with(List<ConsumerRecord<byte[], byte[]>> old, String topic) {
        List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>(old);
        all.addAll(clusters.west().read(topic, 0));
        return Tally.of(all, clusters.east().read(topic, 0));
    }
}
