package io.streambus.e2e.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.streambus.runtime.ConnectorStatus;
import io.streambus.runtime.InitialState;
import io.streambus.runtime.embedded.WorkerSpec;
import io.streambus.runtime.embedded.process.WorkerProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scenario 14: kill -9 of the worker under load, again and again. The soak profile kills ten times. */
class KilledWorkerIT {

    private static final int KILLS = Integer.getInteger("streambus.kills", 3);
    /** Fencing the predecessor takes its time. */
    private static final int SLOW_KILLS = Math.max(2, KILLS / 3);

    private static final int PARTITIONS = 4;
    /** A killed worker is missed after its session, not after the five minutes that Connect would wait for it to come back. */
    private static final Map<String, String> WORKER = Map.of(
            "session.timeout.ms", "6000",
            "heartbeat.interval.ms", "1000",
            "scheduled.rebalance.max.delay.ms", "0",
            // Connect's own offsets are then far behind at every kill.
            "offset.flush.interval.ms", "3600000");

    private static Clusters clusters;

    @TempDir
    private static Path data;

    @BeforeAll
    static void startClusters() {
        clusters = Clusters.withoutWorker("west", "east");
    }

    @AfterAll
    static void stopClusters() {
        clusters.close();
    }

    @Test
    void nothingIsLostAndNothingComesTwiceHoweverOftenTheWorkerIsKilled() throws Exception {
        killAgainAndAgain("killed", KILLS, Map.of());
    }

    /** Such a worker writes every connector's records in transactions: what it leaves behind unfinished is no copy. */
    @Test
    void norIfTheWorkerWritesInTransactionsWithoutBeingAsked() throws Exception {
        killAgainAndAgain("unasked", SLOW_KILLS, Map.of("exactly.once.source.support", "enabled"));
    }

    private static void killAgainAndAgain(String topic, int kills, Map<String, String> more) throws Exception {
        clusters.west().createTopic(topic, PARTITIONS, Map.of());
        Map<String, String> settings = new HashMap<>(WORKER);
        settings.putAll(more);
        settings.put("group.id", topic + "-group");
        for (String storage : List.of("config", "offset", "status")) {
            settings.put(storage + ".storage.topic", topic + "-" + storage);
        }
        WorkerSpec spec =
                new WorkerSpec(clusters.east().bootstrapServers(), 0, List.of(Clusters.PLUGIN_PATH), settings);
        WorkerProcess worker = WorkerProcess.start(spec, data);
        try (Load load = more.isEmpty()
                ? new Load(clusters.west(), topic, PARTITIONS)
                // Every poll is a transaction, and the worker that follows has to wait for the end of its
                // predecessor's.
                : Load.gentle(clusters.west(), topic, PARTITIONS)) {
            worker.runtime()
                    .create(
                            topic + "-flow",
                            clusters.westToEast(topic, Map.of("checkpoint.interval.ms", "2000")),
                            InitialState.RUNNING);
            for (int kill = 0; kill < kills; kill++) {
                long before = clusters.east().size(topic, PARTITIONS);
                Eventually.become(
                        () -> clusters.east().size(topic, PARTITIONS) > before + 1_000, "records arrive, time " + kill);
                worker.kill();
                worker.close();
                worker = WorkerProcess.start(spec, data);
            }
            WorkerProcess last = worker;
            Eventually.become(
                    () -> last.runtime().status(topic + "-flow").tasks().stream()
                            .anyMatch(task -> task.instance().state() == ConnectorStatus.State.RUNNING),
                    "the flow runs again");
        } finally {
            try {
                await().atMost(Duration.ofMinutes(4))
                        .pollInterval(Duration.ofSeconds(1))
                        .until(() -> committed(clusters.east(), topic) >= committed(clusters.west(), topic));
            } finally {
                worker.close();
            }
        }

        for (int partition = 0; partition < PARTITIONS; partition++) {
            assertThat(Cluster.contents(clusters.east().read(topic, partition)))
                    .as("partition %s after %s kills: nothing lost, nothing twice, in order", partition, kills)
                    .isEqualTo(Cluster.contents(clusters.west().read(topic, partition)));
        }
    }

    /** What a transaction left behind, and its markers, count in the log's size. */
    private static int committed(Cluster cluster, String topic) {
        return IntStream.range(0, PARTITIONS)
                .map(partition -> cluster.read(topic, partition).size())
                .sum();
    }
}
