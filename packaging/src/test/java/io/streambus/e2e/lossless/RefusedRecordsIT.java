package io.streambus.e2e.lossless;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streambus.connect.checkpoint.PartitionCheckpoint;
import io.streambus.e2e.replication.Cluster;
import io.streambus.e2e.replication.Clusters;
import io.streambus.e2e.replication.Clusters.Broker;
import io.streambus.e2e.replication.Eventually;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** One record that the target refuses, amid others: those others all arrive, once, and what becomes of the one is said. */
@Execution(ExecutionMode.CONCURRENT)
class RefusedRecordsIT {

    private static final int LIMIT = 200_000;
    private static final String LIMIT_SETTING = "max.message.bytes";
    private static final String COMPACTED = "compact";

    private static Clusters clusters;
    private static LosslessFlows flows;

    @BeforeAll
    static void startClusters() {
        clusters = new Clusters(LosslessFlows.WORKER, Broker.plain("west"), Broker.plain("east", Gate.BROKER));
        flows = new LosslessFlows(clusters, clusters::runtime);
    }

    @AfterAll
    static void stopClusters() {
        clusters.close();
    }

    @Test
    void aRecordAtTheTopicsOwnLimitStopsItsPartitionAndAllOthersArriveOnce() {
        createOnBoth("at-limit", 2, LIMIT, LIMIT);
        assertThatThrownBy(() -> clusters.west().write(List.of(Numbered.atLimit("at-limit", 1, LIMIT, 1))))
                .as("one byte more, and the source would not take it either")
                .hasRootCauseInstanceOf(RecordTooLargeException.class);
        List<ProducerRecord<byte[], byte[]>> records = Numbered.range("at-limit", 0, 0, 10_000);
        records.add(Numbered.atLimit("at-limit", 0, LIMIT, 0));
        records.addAll(Numbered.range("at-limit", 0, 10_000, 20_000));
        records.addAll(Numbered.range("at-limit", 1, 0, 10));
        clusters.west().write(records);

        assertStandsStillBefore("at-limit", 0, 10_000);
        Eventually.assertThat(() -> tally("at-limit", 1).assertExactlyOnceInOrder());

        clusters.east().set("at-limit", LIMIT_SETTING, String.valueOf(2 * LIMIT));
        assertAllArrive("at-limit", 0);
    }

    @Test
    void aRecordThatIsTooLargeByItsHeadersStopsItsPartitionAndNoOther() {
        createOnBoth("headers", 2, LIMIT, LIMIT / 2);
        clusters.west().write(around(Numbered.withHeader("headers", 0, LIMIT * 3 / 4), 100));
        clusters.west().write(Numbered.range("headers", 1, 0, 1_000));

        assertStandsStillBefore("headers", 0, 100);
        Eventually.assertThat(() -> tally("headers", 1).assertExactlyOnceInOrder());
        clusters.west().write(Numbered.range("headers", 1, 1_000, 1_100));
        Eventually.assertThat(() -> tally("headers", 1).assertExactlyOnceInOrder());
        assertThat(flows.failure("headers")).as("the task lives").isEmpty();

        clusters.east().set("headers", LIMIT_SETTING, String.valueOf(LIMIT));
        assertAllArrive("headers", 0);
    }

    /** Whatever makes it too large: it is a dead letter with all that it was, and nothing else stops. */
    @Test
    void aRecordThatIsTooLargeGoesToTheDeadLetterTopicWhereThereIsOne() {
        createOnBoth("letters", 2, LIMIT, LIMIT);
        createOnBoth("headed", 1, LIMIT, LIMIT / 2);
        clusters.west().write(around(Numbered.atLimit("letters", 0, LIMIT, 0), 1_000));
        clusters.west().write(Numbered.range("letters", 1, 0, 100));
        clusters.west().write(around(Numbered.withHeader("headed", 0, LIMIT * 3 / 4), 1_000));
        List<ConsumerRecord<byte[], byte[]>> refused = List.of(
                clusters.west().read("letters", 0).get(1_000),
                clusters.west().read("headed", 0).get(1_000));

        flows.run("letters-flow", "letters, headed", Map.of("dead.letter.topic", "refused"));

        try {
            int restarts = flows.restartingUntil("letters-flow", () -> {
                without("letters", refused.get(0)).assertExactlyOnceInOrder();
                without("headed", refused.get(1)).assertExactlyOnceInOrder();
                tally("letters", 1).assertExactlyOnceInOrder();
            });
            assertThat(restarts).as("failures of the task").isZero();
        } finally {
            without("letters", refused.get(0))
                    .and(without("headed", refused.get(1)))
                    .print("Too large, dead letters");
        }
        Eventually.assertThat(
                () -> assertThat(clusters.east().read("refused", 0)).hasSize(2));
        for (ConsumerRecord<byte[], byte[]> letter : clusters.east().read("refused", 0)) {
            ConsumerRecord<byte[], byte[]> from =
                    header(letter, "topic").equals("letters") ? refused.get(0) : refused.get(1);
            assertThat(header(letter, "topic")).isEqualTo(from.topic());
            assertThat(header(letter, "partition")).isEqualTo("0");
            assertThat(header(letter, "offset")).isEqualTo("1000");
            assertThat(Cluster.contents(List.of(letter)).get(0))
                    .as("key, value, timestamp and headers")
                    .startsWith(Cluster.contents(List.of(from)).get(0));
        }
    }

    /** The setting that refuses the records comes from the flow itself: the source was compacted later than they were written. */
    @Test
    void recordsWithoutKeyAreNotLostWhenOurOwnSyncMakesTheirTopicCompacted() {
        createOnBoth("tidied", 1, LIMIT, LIMIT);
        clusters.west().write(Numbered.range("tidied", 0, 0, 1_000));
        Map<String, String> inStep =
                Map.of("sync.topic.configs.enabled", "true", "sync.topic.configs.interval.seconds", "1");
        flows.run("tidied", inStep);
        Eventually.assertThat(() -> tally("tidied", 0).assertExactlyOnceInOrder());

        Gate.whileTheLeaderIsAway("tidied", () -> {
            clusters.west().write(oneWithoutKey("tidied", 1_000, 1_100, 1_600));
            Gate.awaitRequest("tidied");
            clusters.west().set("tidied", "cleanup.policy", COMPACTED);
            Eventually.become(
                    () -> clusters.east().setting("tidied", "cleanup.policy").equals(COMPACTED),
                    "the copy is compacted");
        });

        assertOneWithoutKeyIsNotPassedOver("tidied", 1_100, () -> {
            clusters.west().set("tidied", "cleanup.policy", "delete");
            Eventually.become(
                    () -> clusters.east().setting("tidied", "cleanup.policy").equals("delete"),
                    "the copy is not any more");
        });
    }

    @Test
    void oneRecordWithoutKeyCostsNoOtherWhenTheirTopicIsMadeCompactedByHand() {
        createOnBoth("by-hand", 1, LIMIT, LIMIT);
        clusters.west().write(Numbered.range("by-hand", 0, 0, 2_400));
        flows.run("by-hand", Map.of());
        Eventually.assertThat(() -> tally("by-hand", 0).assertExactlyOnceInOrder());

        Gate.whileTheLeaderIsAway("by-hand", () -> {
            clusters.west().write(oneWithoutKey("by-hand", 2_400, 2_500, 5_000));
            Gate.awaitRequest("by-hand");
            clusters.east().set("by-hand", "cleanup.policy", COMPACTED);
        });

        assertOneWithoutKeyIsNotPassedOver(
                "by-hand", 2_500, () -> clusters.east().set("by-hand", "cleanup.policy", "delete"));
    }

    private static void createOnBoth(String topic, int partitions, int westLimit, int eastLimit) {
        clusters.west().createTopic(topic, partitions, Map.of(LIMIT_SETTING, String.valueOf(westLimit)));
        clusters.east().createTopic(topic, partitions, Map.of(LIMIT_SETTING, String.valueOf(eastLimit)));
    }

    private static List<ProducerRecord<byte[], byte[]>> around(ProducerRecord<byte[], byte[]> record, int others) {
        List<ProducerRecord<byte[], byte[]>> records = Numbered.range(record.topic(), record.partition(), 0, others);
        records.add(record);
        records.addAll(Numbered.range(record.topic(), record.partition(), others, 2 * others));
        return records;
    }

    private static List<ProducerRecord<byte[], byte[]>> oneWithoutKey(String topic, int from, int at, int to) {
        return Numbered.range(
                from,
                to,
                number -> number == at ? Numbered.withoutKey(topic, 0, number) : Numbered.record(topic, 0, number));
    }

    /** Runs the flow of that name. Its operator would start a failed task again, which would be wrong already. */
    private static void assertStandsStillBefore(String topic, int partition, int offset) {
        flows.run(topic, Map.of());
        try {
            int restarts = flows.restartingUntil(topic, () -> {
                assertReason(topic, partition, offset, LIMIT_SETTING);
                Tally.of(
                                clusters.west().read(topic, partition).subList(0, offset),
                                clusters.east().read(topic, partition))
                        .assertExactlyOnceInOrder();
            });
            assertThat(restarts).as("failures of the task").isZero();
        } finally {
            tally(topic, partition).print("Too large, " + topic);
        }
    }

    private static void assertReason(String topic, int partition, int offset, String rule) {
        assertThat(flows.standsStill(topic, topic, partition))
                .as("the reason")
                .hasValueSatisfying(
                        reason -> assertThat(reason).contains(topic + "-" + partition, "offset " + offset, rule));
        assertThat(flows.checkpoint(topic, topic, partition))
                .map(PartitionCheckpoint::nextSourceOffset)
                .hasValue((long) offset);
    }

    private static void assertAllArrive(String topic, int partition) {
        try {
            Eventually.assertThat(() -> tally(topic, partition).assertExactlyOnceInOrder());
        } finally {
            tally(topic, partition).print("Too large, " + topic + ", larger ones allowed");
        }
    }

    /** The failed task may be started again as often as anybody likes: the record stands in the way until the topic takes it. */
    private static void assertOneWithoutKeyIsNotPassedOver(String topic, int offset, Runnable repair) {
        try {
            int restarts = flows.restartingUntil(topic, () -> assertReason(topic, 0, offset, "no key"));
            tally(topic, 0).print("Without key, " + topic + ", after " + restarts + " restarts");
            repair.run();
            flows.restartingUntil(topic, () -> tally(topic, 0).assertExactlyOnce());
        } finally {
            tally(topic, 0).print("Without key, " + topic + ", in the end");
        }
    }

    private static Tally tally(String topic, int partition) {
        return Tally.of(clusters.west(), clusters.east(), topic, partition);
    }

    /** Of all records of partition 0 but the one. */
    private static Tally without(String topic, ConsumerRecord<byte[], byte[]> refused) {
        List<ConsumerRecord<byte[], byte[]>> source =
                new ArrayList<>(clusters.west().read(topic, 0));
        source.removeIf(record -> record.offset() == refused.offset());
        return Tally.of(source, clusters.east().read(topic, 0));
    }

    private static String header(ConsumerRecord<byte[], byte[]> letter, String name) {
        return new String(
                letter.headers().lastHeader("streambus.dead.letter." + name).value(), UTF_8);
    }
}
