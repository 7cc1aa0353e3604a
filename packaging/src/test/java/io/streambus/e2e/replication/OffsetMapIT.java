package io.streambus.e2e.replication;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.streambus.connect.checkpoint.PartitionCheckpoint;
import io.streambus.connect.offset.OffsetMap;
import io.streambus.connect.offset.OffsetRun;
import io.streambus.connect.offset.Translation.Exact;
import io.streambus.connect.provenance.Provenance;
import io.streambus.connect.refinement.Copy;
import io.streambus.runtime.ConnectorOffset;
import io.streambus.runtime.ConnectorStatus;
import io.streambus.runtime.InitialState;
import io.streambus.runtime.embedded.EmbeddedWorker;
import io.streambus.runtime.embedded.WorkerSpec;
import io.streambus.runtime.embedded.process.WorkerProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * The offset map that a flow keeps while it copies: every source offset is translated as reading both logs has it. Scenarios 2, 4, 5, 8, 9 and 27, as
 * far as they are about offsets.
 */
@Execution(ExecutionMode.CONCURRENT)
class OffsetMapIT {

    private static final int KILLS = Integer.getInteger("streambus.kills", 1);

    private static Clusters clusters;

    @TempDir
    private static Path data;

    @BeforeAll
    static void startClusters() {
        clusters = Clusters.westAndEast();
    }

    @AfterAll
    static void stopClusters() {
        clusters.close();
    }

    /** A worker of a Connect cluster of its own. */
    private static WorkerSpec worker(String name, Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings);
        all.put("group.id", name);
        for (String topic : List.of("config", "offset", "status")) {
            all.put(topic + ".storage.topic", name + "-" + topic);
        }
        return new WorkerSpec(clusters.east().bootstrapServers(), 0, List.of(Clusters.PLUGIN_PATH), all);
    }

    @Test
    void aPlainCopyIsMappedOnEveryPartitionTheEmptyOnesToo() {
        clusters.west().createTopic("plain", 4, Map.of());
        // Somebody else's records stand on the target already, and come in between later.
        clusters.east().createTopic("plain", 4, Map.of());
        clusters.east().write("plain", 1, 0, 7);
        clusters.west().write("plain", 0, 0, 500);
        clusters.west().write("plain", 1, 0, 300);
        TranslatedFlow flow = new TranslatedFlow(clusters, "plain-flow", "plain");
        clusters.run("plain-flow", clusters.westToEast("plain", Map.of()));
        Eventually.become(() -> flow.copies(1).size() == 300, "the first are across");
        clusters.east().write("plain", 1, 0, 5);
        clusters.west().write("plain", 1, 300, 400);
        clusters.west().write("plain", 2, 0, 1);
        awaitCopies(flow, 1, 400);
        awaitCopies(flow, 0, 500);
        awaitCopies(flow, 2, 1);

        flow.assertMapIsExact(0, 500);
        flow.assertMapIsExact(1, 400);
        flow.assertMapIsExact(2, 1);
        flow.assertMapIsExact(3, 0);
        assertThat(flow.map(1).translate(0)).isEqualTo(new Exact(7));
        assertThat(flow.map(1).translate(300)).isEqualTo(new Exact(312));
    }

    @Test
    void filteredRecordsAndDroppedLoopsAreGaps() {
        clusters.west().createTopic("sieved", 1, Map.of());
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        List<Long> wanted = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            boolean keep = i % 7 == 3 || (i > 900 && i < 1_000);
            boolean loop = i % 5 == 0;
            ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                    "sieved", 0, TopicRecords.key(i), ((keep ? "keep " : "drop ") + i).getBytes(UTF_8));
            if (loop) {
                record.headers().add(Provenance.HEADER, ("east/sieved/0@" + i).getBytes(UTF_8));
            }
            if (keep && !loop) {
                wanted.add((long) i);
            }
            records.add(record);
        }
        clusters.west().write(records);
        TranslatedFlow flow = new TranslatedFlow(clusters, "sieved-flow", "sieved");

        clusters.run(
                "sieved-flow",
                clusters.westToEast(
                        "sieved",
                        Map.of(
                                "transforms", "sieve",
                                "transforms.sieve.type", "io.streambus.connect.smt.FilterRecords",
                                "transforms.sieve.include.pattern.keep", "^keep")));
        awaitCopies(flow, 0, wanted.size());

        assertThat(flow.copies(0).stream().map(Copy::source)).isEqualTo(wanted);
        flow.assertMapIsExact(0, 2_000);
    }

    /** Scenario 9. */
    @Test
    void transactionMarkersAndAbortedRecordsOfTheSourceDoNotDisturb() {
        clusters.west().createTopic("markers", 1, Map.of());
        for (int i = 0; i < 6; i++) {
            clusters.west().writeInTransaction("markers", 0, i * 20, i * 20 + 20, i % 3 != 1);
        }
        TranslatedFlow flow = new TranslatedFlow(clusters, "markers-flow", "markers");

        clusters.run("markers-flow", clusters.westToEast("markers", Map.of()));
        awaitCopies(flow, 0, 80);

        // Six times 20 records and a marker.
        flow.assertMapIsExact(0, 126);
        assertThat(flow.map(0).translate(21)).isEqualTo(new Exact(20));
        assertThat(flow.map(0).translate(42)).isEqualTo(new Exact(20));
    }

    /** Scenarios 8 and 27: what is copied twice counts from its first copy. */
    @Test
    void aFlowThatIsSetBackKeepsTheFirstCopies() {
        clusters.west().createTopic("set-back", 1, Map.of());
        clusters.west().write("set-back", 0, 0, 300);
        TranslatedFlow flow = new TranslatedFlow(clusters, "set-back-flow", "set-back");
        clusters.run("set-back-flow", clusters.westToEast("set-back", Map.of()));
        awaitCopies(flow, 0, 300);

        clusters.stop("set-back-flow");
        clusters.runtime()
                .alterOffsets(
                        "set-back-flow",
                        List.of(new ConnectorOffset(
                                Map.of("cluster", "west", "topic", "set-back", "partition", 0),
                                Optional.of(Map.of("offset", 119)))));
        clusters.resume("set-back-flow");
        awaitCopies(flow, 0, 480);
        clusters.west().write("set-back", 0, 300, 350);
        awaitCopies(flow, 0, 530);

        flow.assertMapIsExact(0, 350);
        assertThat(flow.map(0).translate(200)).isEqualTo(new Exact(200));
        assertThat(flow.map(0).translate(300)).isEqualTo(new Exact(480));

        clusters.stop("set-back-flow");
        clusters.runtime().deleteOffsets("set-back-flow");
        clusters.resume("set-back-flow");
        awaitCopies(flow, 0, 880);
        flow.assertMapIsExact(0, 350);
    }

    /** Copies of a deleted topic of that name are no copies of this one, though their headers look alike. */
    @Test
    void aTopicCreatedAnewHasAMapOfItsOwn() {
        clusters.west().createTopic("anew", 1, Map.of());
        clusters.west().write("anew", 0, 0, 50);
        TranslatedFlow flow = new TranslatedFlow(clusters, "anew-flow", "anew");
        clusters.run("anew-flow", clusters.westToEast("anew", Map.of("source.gap.policy", "restart")));
        awaitCopies(flow, 0, 50);
        flow.assertMapIsExact(0, 50);

        clusters.stop("anew-flow");
        clusters.west().deleteTopic("anew");
        clusters.west().createTopic("anew", 1, Map.of());
        clusters.west().write("anew", 0, 0, 30);
        clusters.resume("anew-flow");
        awaitCopies(flow, 0, 80);

        OffsetMap map = flow.settledMap(0);
        for (int source = 0; source < 30; source++) {
            assertThat(map.translate(source)).isEqualTo(new Exact(50 + source));
        }
    }

    /** Scenarios 4 and 5: and a restart midway leaves neither a gap in the map nor in the counters. */
    @Test
    void aPositionFarBehindIsTranslatedAsWellAsOneNearTheEnd() {
        clusters.west().createTopic("long", 1, Map.of());
        clusters.west().write("long", 0, 0, 6_000);
        TranslatedFlow flow = new TranslatedFlow(clusters, "long-flow", "long");
        clusters.run("long-flow", clusters.westToEast("long", Map.of()));
        Eventually.become(() -> !flow.copies(0).isEmpty(), "the first are across");
        clusters.stop("long-flow");
        clusters.west().write("long", 0, 6_000, 10_000);
        clusters.resume("long-flow");
        awaitCopies(flow, 0, 10_000);

        OffsetMap map = flow.settledMap(0);

        assertThat(map.translate(9_000)).isEqualTo(new Exact(9_000));
        assertThat(map.translate(1_000)).isEqualTo(new Exact(1_000));
        assertThat(map.runs()).containsExactly(new OffsetRun(0, 0, 10_000, true));
        flow.assertMapIsExact(0, 10_000);
        Eventually.assertThat(() -> assertThat(clusters.east()
                        .checkpoints("long-flow")
                        .get(new TopicPartition("long", 0))
                        .records())
                .isEqualTo(10_000));
    }

    /** Scenario 8: on the target, too, transactions leave markers between the copies. */
    @Test
    void underExactlyOnceTheMarkersOnTheTargetAreSteppedOver() {
        clusters.west().createTopic("exact", 1, Map.of());
        clusters.west().write("exact", 0, 0, 1_000);
        TranslatedFlow flow = new TranslatedFlow(clusters, "exact-flow", "exact");
        try (EmbeddedWorker worker =
                EmbeddedWorker.start(worker("exact", Map.of("exactly.once.source.support", "enabled")))) {
            worker.runtime()
                    .create(
                            "exact-flow",
                            clusters.westToEast(
                                    "exact",
                                    Map.of(
                                            "exactly.once.support", "required",
                                            "transaction.boundary", "connector",
                                            "transaction.max.records", "150",
                                            "consumer.max.poll.records", "100")),
                            InitialState.RUNNING);
            awaitCopies(flow, 0, 1_000);

            flow.assertMapIsExact(0, 1_000);
        }
        assertThat(flow.map(0).runs()).hasSizeGreaterThan(2);
    }

    /** Scenario 5, the hard way: what a killed task had no time to note is found on the target. */
    @Test
    void throughKillsOfTheWorkerTranslationStaysExact() throws Exception {
        int partitions = 2;
        clusters.west().createTopic("killed", partitions, Map.of());
        TranslatedFlow flow = new TranslatedFlow(clusters, "killed-flow", "killed");
        WorkerSpec spec = worker(
                "killed",
                Map.of(
                        "session.timeout.ms", "6000",
                        "heartbeat.interval.ms", "1000",
                        "scheduled.rebalance.max.delay.ms", "0",
                        "offset.flush.interval.ms", "3600000"));
        WorkerProcess worker = WorkerProcess.start(spec, data);
        Map<TopicPartition, PartitionCheckpoint> before = Map.of();
        try (Load load = new Load(clusters.west(), "killed", partitions)) {
            worker.runtime()
                    .create(
                            "killed-flow",
                            clusters.westToEast("killed", Map.of("checkpoint.interval.ms", "500")),
                            InitialState.RUNNING);
            for (int kill = 0; kill < KILLS; kill++) {
                long size = clusters.east().size("killed", partitions);
                Eventually.become(() -> clusters.east().size("killed", partitions) > size + 2_000, "records arrive");
                worker.kill();
                worker.close();
                before = assertNoneWentBack(before);
                worker = WorkerProcess.start(spec, data);
            }
            WorkerProcess last = worker;
            Eventually.become(
                    () -> last.runtime().status("killed-flow").tasks().stream()
                            .anyMatch(task -> task.instance().state() == ConnectorStatus.State.RUNNING),
                    "the flow runs again");
        }
        try (WorkerProcess last = worker) {
            for (int partition = 0; partition < partitions; partition++) {
                int records = clusters.west().read("killed", partition).size();
                awaitCopies(flow, partition, records);
                flow.assertRefinedIsExact(partition, records);
                List<OffsetRun> runs = flow.map(partition).runs();
                assertThat(runs.stream().filter(run -> !run.seamless()))
                        .as("at most a gap a kill: all else was noted")
                        .hasSizeLessThanOrEqualTo(KILLS);
                assertThat(runs.stream().mapToLong(OffsetRun::length).sum())
                        .as("what the map knows by itself")
                        .isGreaterThan(records / 3);
                PartitionCheckpoint checkpoint =
                        clusters.east().checkpoints("killed-flow").get(new TopicPartition("killed", partition));
                assertThat(checkpoint.nextSourceOffset()).isEqualTo(records);
            }
            before = assertNoneWentBack(before);
        }
    }

    private static Map<TopicPartition, PartitionCheckpoint> assertNoneWentBack(
            Map<TopicPartition, PartitionCheckpoint> before) {
        Map<TopicPartition, PartitionCheckpoint> now = clusters.east().checkpoints("killed-flow");
        before.forEach((partition, earlier) -> {
            PartitionCheckpoint later = now.get(partition);
            assertThat(later.nextSourceOffset()).isGreaterThanOrEqualTo(earlier.nextSourceOffset());
            assertThat(later.records()).isGreaterThanOrEqualTo(earlier.records());
        });
        return now;
    }

    private static void awaitCopies(TranslatedFlow flow, int partition, int count) {
        Eventually.assertThat(() -> assertThat(flow.copies(partition)).hasSize(count));
    }
}
