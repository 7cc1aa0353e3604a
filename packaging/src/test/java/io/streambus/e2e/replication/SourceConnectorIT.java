package io.streambus.e2e.replication;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.streambus.connect.checkpoint.PartitionCheckpoint;
import io.streambus.runtime.ConnectRuntime;
import io.streambus.runtime.ConnectorOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class SourceConnectorIT {

    private static Clusters clusters;

    @BeforeAll
    static void startClusters() {
        clusters = Clusters.westAndEast();
    }

    @AfterAll
    static void stopClusters() {
        clusters.close();
    }

    /** Connect prefers a plugin of the same version on the class path: without care all of these tests would try that one. */
    @Test
    void theWorkerRunsThePluginThatIsShipped() {
        clusters.west().createTopic("shipped", 1, Map.of());
        clusters.run("shipped-flow", clusters.westToEast("shipped", Map.of()));

        assertThat(Thread.getAllStackTraces().keySet())
                .filteredOn(thread -> thread.getName().equals("task-thread-shipped-flow-0"))
                .singleElement()
                .satisfies(thread -> assertThat(thread.getContextClassLoader().toString())
                        .startsWith("PluginClassLoader")
                        .contains(Clusters.PLUGIN_PATH
                                .resolve("streambus-connect")
                                .toString()));
    }

    @Test
    void everyKindOfRecordArrivesAsItWas() {
        // The timestamps below are of 1970, which retention by time would not leave alone.
        clusters.west().createTopic("kinds", 4, Map.of("retention.ms", "-1"));
        RecordHeaders headers = new RecordHeaders();
        headers.add("b", new byte[] {(byte) 0xff, 0})
                .add("a", null)
                .add("b", new byte[0])
                .add("json", "{\"n\":1}".getBytes(UTF_8));
        clusters.west()
                .write(List.of(
                        new ProducerRecord<byte[], byte[]>("kinds", 0, 1L, null, "no key".getBytes(UTF_8)),
                        new ProducerRecord<byte[], byte[]>(
                                "kinds", 0, 1_600_000_000_000L, "tombstone".getBytes(UTF_8), null),
                        new ProducerRecord<byte[], byte[]>("kinds", 0, 3L, new byte[0], new byte[0]),
                        new ProducerRecord<byte[], byte[]>("kinds", 0, 4L, (byte[]) null, (byte[]) null, headers),
                        new ProducerRecord<byte[], byte[]>(
                                "kinds", 2, 5L, new byte[] {(byte) 0xc3}, new byte[100_000], headers)));

        clusters.run("kinds-flow", clusters.westToEast("kinds", Map.of()));

        Eventually.assertThat(() -> clusters.assertSameContents("kinds", 4));
        assertThat(clusters.east().read("kinds", 0)).hasSize(4);
        assertThat(provenance(clusters.east().read("kinds", 2))).containsExactly("west/kinds/2@0");
    }

    /** Scenario 1. */
    @Test
    void bothDirectionsAtOnceCarryAllPartitionsTheEmptyOnesIncluded() {
        int partitions = 10;
        for (String name : List.of("west", "east")) {
            String topic = "both-" + name;
            clusters.of(name).createTopic(topic, partitions, Map.of());
            for (int partition = 0; partition < partitions; partition += 2) {
                clusters.of(name).write(topic, partition, 100 * partition, 100 * partition + 100);
            }
        }

        clusters.run("both-there", clusters.flow("west", "east", "both-.*", Map.of()));
        clusters.run("both-back", clusters.flow("east", "west", "both-.*", Map.of()));

        Eventually.assertThat(() -> {
            clusters.assertSameContents("both-west", partitions);
            clusters.assertSameContents("both-east", partitions);
            assertThat(clusters.east().checkpoints("both-there")).hasSize(2 * partitions);
            assertThat(clusters.west().checkpoints("both-back")).hasSize(2 * partitions);
        });
        assertThat(clusters.east().size("both-west", partitions)).isEqualTo(500);
        assertThat(clusters.west().size("both-east", partitions)).isEqualTo(500);
        anApplicationWritesBack("both-there", "both-east", "both-west");
    }

    /** With the headers of what it has read: the flow takes that for a copy, counts it, and goes on with what comes after it. */
    private static void anApplicationWritesBack(String flow, String copies, String originals) {
        ConsumerRecord<byte[], byte[]> copy = clusters.west().read(copies, 0).get(7);
        clusters.west().write(List.of(new ProducerRecord<>(copies, 0, copy.key(), copy.value(), copy.headers())));
        clusters.west().write(originals, 0, 100, 101);

        Eventually.assertThat(() -> {
            var counters = clusters.east()
                    .checkpoints(flow)
                    .get(new TopicPartition(copies, 0))
                    .counters();
            assertThat(counters.loopsDropped()).isEqualTo(101);
            assertThat(counters.echoed()).isEqualTo(1);
            assertThat(clusters.east().size(originals, 1)).isEqualTo(101);
        });
    }

    @Test
    void aTopicCreatedLaterIsTakenUpWithoutARestartOfTasks() {
        clusters.west().createTopic("later-1", 2, Map.of());
        clusters.west().write("later-1", 0, 0, 10);
        clusters.run("later-flow", clusters.westToEast("later-.*", Map.of("tasks.max", "1")));
        Eventually.assertThat(() -> clusters.assertSameContents("later-1", 2));
        long startedAtMs = clusters.east().tasks("later-flow").get(0).startedAtMs();

        clusters.west().createTopic("later-2", 3, Map.of("cleanup.policy", "compact", "min.insync.replicas", "1"));
        clusters.west().write("later-2", 2, 0, 10);

        Eventually.assertThat(() -> clusters.assertSameContents("later-2", 3));
        assertThat(clusters.east().partitions("later-2")).isEqualTo(3);
        assertThat(clusters.east().setting("later-2", "cleanup.policy")).isEqualTo("compact");
        assertThat(clusters.east().tasks("later-flow").values())
                .as("a task that was restarted would have a later start")
                .singleElement()
                .satisfies(task -> assertThat(task.startedAtMs()).isEqualTo(startedAtMs));
    }

    @Test
    void partitionsAddedWithDataFlowingArriveToo() {
        clusters.west().createTopic("growing", 2, Map.of());
        clusters.west().write("growing", 1, 0, 100);
        clusters.run("growing-flow", clusters.westToEast("growing", Map.of()));

        clusters.west().growTopic("growing", 5);
        Eventually.become(() -> clusters.west().partitions("growing") == 5, "the topic has grown");
        clusters.west().write("growing", 4, 0, 50);
        clusters.west().write("growing", 1, 100, 200);

        Eventually.assertThat(() -> {
            assertThat(clusters.east().partitions("growing")).isEqualTo(5);
            clusters.assertSameContents("growing", 5);
        });
    }

    /** Scenario 6. */
    @Test
    void settingsStayInStepButExcludedOnesKeepTheTargetsValue() {
        clusters.west().createTopic("settings", 2, Map.of("retention.ms", "700000000"));
        clusters.east().createTopic("settings", 1, Map.of("min.insync.replicas", "1", "segment.ms", "800000000"));
        clusters.run(
                "settings-flow",
                clusters.westToEast(
                        "settings",
                        Map.of("sync.topic.configs.interval.seconds", "1", "topics.compression", "settings:zstd")));

        Eventually.assertThat(() -> {
            assertThat(clusters.east().partitions("settings")).isEqualTo(2);
            assertThat(clusters.east().setting("settings", "retention.ms")).isEqualTo("700000000");
            assertThat(clusters.east().setting("settings", "compression.type")).isEqualTo("zstd");
            assertThat(clusters.east().setting("settings", "segment.ms"))
                    .as("what the source leaves to its brokers, the target leaves to its own")
                    .isEqualTo("604800000");
        });
        clusters.west().set("settings", "retention.ms", "900000000");
        clusters.west().set("settings", "min.insync.replicas", "3");

        Eventually.assertThat(() ->
                assertThat(clusters.east().setting("settings", "retention.ms")).isEqualTo("900000000"));
        assertThat(clusters.east().setting("settings", "min.insync.replicas")).isEqualTo("1");
    }

    @Test
    void topicsAreRenamedAndPrefixed() {
        clusters.west().createTopic("named-a", 1, Map.of());
        clusters.west().createTopic("named-b", 1, Map.of());
        clusters.west().write("named-a", 0, 0, 5);
        clusters.west().write("named-b", 0, 5, 9);

        clusters.run(
                "named-flow",
                clusters.westToEast("named-.*", Map.of("topic.prefix", "copy.", "topics.rename", "named-b:other")));

        Eventually.assertThat(() -> {
            assertThat(Cluster.contents(clusters.east().read("copy.named-a", 0)))
                    .isEqualTo(Cluster.contents(clusters.west().read("named-a", 0)));
            assertThat(Cluster.contents(clusters.east().read("other", 0)))
                    .isEqualTo(Cluster.contents(clusters.west().read("named-b", 0)));
        });
    }

    @Test
    void stoppedAndResumedItGoesOnWhereItWas() {
        clusters.west().createTopic("resumed", 1, Map.of());
        clusters.west().write("resumed", 0, 0, 1000);
        clusters.run("resumed-flow", clusters.westToEast("resumed", Map.of()));
        Eventually.assertThat(() -> clusters.assertSameContents("resumed", 1));

        clusters.stop("resumed-flow");
        clusters.west().write("resumed", 0, 1000, 1500);
        clusters.resume("resumed-flow");

        Eventually.assertThat(() -> clusters.assertSameContents("resumed", 1));
        Eventually.assertThat(() -> {
            PartitionCheckpoint checkpoint =
                    clusters.east().checkpoints("resumed-flow").get(new TopicPartition("resumed", 0));
            assertThat(checkpoint.records()).isEqualTo(1500);
            assertThat(checkpoint.nextSourceOffset()).isEqualTo(1500);
            assertThat(checkpoint.lastTargetOffset()).hasValue(1499);
            assertThat(checkpoint.caughtUpAtMs()).isPresent();
            assertThat(checkpoint.error()).isEmpty();
        });
    }

    @Test
    void offsetsThatAnOperatorAltersWin() {
        clusters.west().createTopic("altered", 1, Map.of());
        clusters.west().write("altered", 0, 0, 100);
        clusters.run("altered-flow", clusters.westToEast("altered", Map.of()));
        Eventually.assertThat(() -> clusters.assertSameContents("altered", 1));
        ConnectRuntime runtime = clusters.runtime();

        clusters.stop("altered-flow");
        runtime.alterOffsets(
                "altered-flow",
                List.of(new ConnectorOffset(
                        Map.of("cluster", "west", "topic", "altered", "partition", 0),
                        Optional.of(Map.of("offset", 89)))));
        clusters.resume("altered-flow");

        Eventually.assertThat(
                () -> assertThat(clusters.east().read("altered", 0)).hasSize(110));
        clusters.stop("altered-flow");
        runtime.deleteOffsets("altered-flow");
        clusters.resume("altered-flow");

        Eventually.assertThat(
                () -> assertThat(clusters.east().read("altered", 0)).hasSize(210));
    }

    @Test
    void retentionThatOvertakesTheFlowStopsThatPartitionAndSaysWhatIsLost() {
        clusters.west().createTopic("overtaken", 2, Map.of());
        clusters.west().write("overtaken", 0, 0, 100);
        clusters.west().write("overtaken", 1, 0, 100);
        clusters.run("overtaken-flow", clusters.westToEast("overtaken", Map.of()));
        Eventually.assertThat(() -> clusters.assertSameContents("overtaken", 2));

        clusters.stop("overtaken-flow");
        clusters.west().write("overtaken", 0, 100, 200);
        clusters.west().write("overtaken", 1, 100, 200);
        clusters.west().deleteRecordsBefore(new TopicPartition("overtaken", 0), 130);
        clusters.resume("overtaken-flow");

        Eventually.assertThat(() -> {
            var checkpoints = clusters.east().checkpoints("overtaken-flow");
            assertThat(checkpoints.get(new TopicPartition("overtaken", 0)).error())
                    .hasValueSatisfying(error -> assertThat(error)
                            .contains("overtaken-0", "offset 100", "first record is 130", "30 records"));
            assertThat(checkpoints.get(new TopicPartition("overtaken", 1)).error())
                    .isEmpty();
            assertThat(clusters.east().read("overtaken", 1)).hasSize(200);
        });
        assertThat(clusters.east().read("overtaken", 0)).hasSize(100);
    }

    /** Scenario 12. The task lives on, so that it is the consumer that finds its position gone, not the task's start. */
    @Test
    void retentionThatOvertakesAPausedFlowIsReportedAndSkippedIfThePolicySaysSo() {
        clusters.west().createTopic("skipped", 1, Map.of());
        clusters.west().write("skipped", 0, 0, 100);
        clusters.run(
                "skipped-flow",
                // Also a paused task reads ahead until its buffer is full.
                clusters.westToEast("skipped", Map.of("source.gap.policy", "skip", "source.buffer.bytes", "1048576")));
        Eventually.assertThat(() -> clusters.assertSameContents("skipped", 1));
        long startedAtMs = clusters.east().tasks("skipped-flow").get(0).startedAtMs();

        clusters.pause("skipped-flow");
        clusters.west().write("skipped", 0, 100, 100_000);
        clusters.west().deleteRecordsBefore(new TopicPartition("skipped", 0), 99_970);
        clusters.resume("skipped-flow");

        Eventually.assertThat(() -> {
            List<String> copied = valuesOf(clusters.east().read("skipped", 0));
            int beforeTheGap = copied.size() - 30;
            assertThat(beforeTheGap).isBetween(100, 99_969);
            assertThat(copied).startsWith(values(0, beforeTheGap)).endsWith(values(99_970, 100_000));
            assertThat(clusters.east()
                            .checkpoints("skipped-flow")
                            .get(new TopicPartition("skipped", 0))
                            .counters()
                            .errors())
                    .isEqualTo(1);
        });
        assertThat(clusters.east().tasks("skipped-flow").get(0).startedAtMs()).isEqualTo(startedAtMs);
    }

    private static List<String> valuesOf(List<ConsumerRecord<byte[], byte[]>> records) {
        return records.stream().map(record -> TopicRecords.text(record.value())).toList();
    }

    private static String[] values(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> TopicRecords.text(TopicRecords.value(i)))
                .toArray(String[]::new);
    }

    @Test
    void aTopicThatWasDeletedAndCreatedAgainIsReported() {
        clusters.west().createTopic("recreated", 1, Map.of());
        clusters.west().write("recreated", 0, 0, 100);
        clusters.run("recreated-flow", clusters.westToEast("recreated", Map.of()));
        Eventually.assertThat(() -> clusters.assertSameContents("recreated", 1));

        clusters.west().deleteTopic("recreated");
        clusters.west().createTopic("recreated", 1, Map.of());
        clusters.west().write("recreated", 0, 0, 150);

        Eventually.assertThat(() -> assertThat(clusters.east()
                        .checkpoints("recreated-flow")
                        .get(new TopicPartition("recreated", 0))
                        .error())
                .hasValueSatisfying(
                        error -> assertThat(error).contains("recreated-0", "deleted and created again", "offset 100")));
    }

    @Test
    void aRecordThatTheTargetRefusesStopsOnlyItsPartitionUntilTheTargetTakesIt() {
        Map<String, String> large = Map.of("max.message.bytes", "3000000");
        clusters.west().createTopic("large", 2, large);
        clusters.east().createTopic("large", 2, Map.of());
        clusters.west().write("large", 0, 0, 10);
        clusters.west().write(List.of(new ProducerRecord<byte[], byte[]>("large", 0, null, incompressible(1_500_000))));
        clusters.west().write("large", 0, 10, 20);
        clusters.west().write("large", 1, 0, 100);

        clusters.run(
                "large-flow",
                clusters.westToEast("large", Map.of("tasks.max", "1", "sync.topic.configs.enabled", "false")));

        Eventually.assertThat(() -> {
            var checkpoints = clusters.east().checkpoints("large-flow");
            assertThat(checkpoints.get(new TopicPartition("large", 0)).error())
                    .hasValueSatisfying(error -> assertThat(error)
                            .contains("large-0", "offset 10", "it has 1500", " bytes", "max.message.bytes = 1048588"));
            assertThat(checkpoints.get(new TopicPartition("large", 0)).nextSourceOffset())
                    .isEqualTo(10);
            assertThat(clusters.east().read("large", 1)).hasSize(100);
        });

        clusters.east().set("large", "max.message.bytes", "3000000");

        Eventually.assertThat(() -> clusters.assertSameContents("large", 2));
    }

    @Test
    void recordsThatTheTargetRefusesGoToTheDeadLetterTopicIfThereIsOne() {
        clusters.west().createTopic("letters", 1, Map.of("max.message.bytes", "3000000"));
        clusters.east().createTopic("letters", 1, Map.of("cleanup.policy", "compact"));
        clusters.west().write("letters", 0, 0, 10);
        clusters.west().write(List.of(new ProducerRecord<byte[], byte[]>("letters", 0, null, new byte[] {7})));
        clusters.west().write("letters", 0, 10, 20);

        clusters.run(
                "letters-flow",
                clusters.westToEast(
                        "letters", Map.of("dead.letter.topic", "refused", "sync.topic.configs.enabled", "false")));

        Eventually.assertThat(() -> {
            assertThat(clusters.east().read("letters", 0)).hasSize(20);
            assertThat(Cluster.contents(clusters.east().read("refused", 0)))
                    .singleElement()
                    .asString()
                    .startsWith("null = 07")
                    .contains("streambus.dead.letter.offset:" + TopicRecords.text("10".getBytes(UTF_8)))
                    .contains("streambus.dead.letter.reason:"
                            + TopicRecords.text("it has no key, and the topic is compacted".getBytes(UTF_8)));
            PartitionCheckpoint checkpoint =
                    clusters.east().checkpoints("letters-flow").get(new TopicPartition("letters", 0));
            assertThat(checkpoint.nextSourceOffset()).isEqualTo(21);
            assertThat(checkpoint.records()).isEqualTo(20);
            assertThat(checkpoint.counters().errors()).isEqualTo(1);
            assertThat(checkpoint.lastTargetOffset()).hasValue(19);
        });
    }

    @Test
    void aThrottledFlowKeepsToItsRateOnTheAverage() {
        clusters.west().createTopic("throttled", 1, Map.of());
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            records.add(new ProducerRecord<>("throttled", 0, null, new byte[1000]));
        }
        clusters.west().write(records);
        long started = System.nanoTime();

        clusters.run("throttled-flow", clusters.westToEast("throttled", Map.of("throttle.bytes.per.second", "50000")));

        Eventually.assertThat(
                () -> assertThat(clusters.east().read("throttled", 0)).hasSize(300));
        assertThat(System.nanoTime() - started)
                .as("300 KB at 50 KB/s take at least 5 s, whatever the machine")
                .isGreaterThan(5_000_000_000L);
    }

    private static byte[] incompressible(int size) {
        byte[] bytes = new byte[size];
        new Random(1).nextBytes(bytes);
        return bytes;
    }

    private static List<String> provenance(List<ConsumerRecord<byte[], byte[]>> records) {
        return records.stream()
                .map(record -> new String(
                        record.headers().lastHeader("streambus.provenance").value(), UTF_8))
                .toList();
    }
}
