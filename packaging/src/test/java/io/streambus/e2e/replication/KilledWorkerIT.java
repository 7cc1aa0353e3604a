package io.streambus.e2e.replication;

import static org.assertj.core.api.Assertions.assertThat;

import io.streambus.runtime.ConnectorStatus;
import io.streambus.runtime.InitialState;
import io.streambus.runtime.embedded.WorkerSpec;
import io.streambus.runtime.embedded.process.WorkerProcess;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scenario 14: kill -9 of the worker under load, again and again. The soak profile kills ten times. */
class KilledWorkerIT {

    private static final int KILLS = Integer.getInteger("streambus.kills", 3);
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
        clusters.west().createTopic("killed", PARTITIONS, Map.of());
        WorkerSpec spec = new WorkerSpec(clusters.east().bootstrapServers(), 0, List.of(Clusters.PLUGIN_PATH), WORKER);
        WorkerProcess worker = WorkerProcess.start(spec, data);
        try (Load load = new Load(clusters.west(), "killed", PARTITIONS)) {
            worker.runtime()
                    .create(
                            "killed-flow",
                            clusters.westToEast("killed", Map.of("checkpoint.interval.ms", "2000")),
                            InitialState.RUNNING);
            for (int kill = 0; kill < KILLS; kill++) {
                long before = clusters.east().size("killed", PARTITIONS);
                Eventually.become(
                        () -> clusters.east().size("killed", PARTITIONS) > before + 1_000,
                        "records arrive, time " + kill);
                worker.kill();
                worker.close();
                worker = WorkerProcess.start(spec, data);
            }
            WorkerProcess last = worker;
            Eventually.become(
                    () -> last.runtime().status("killed-flow").tasks().stream()
                            .anyMatch(task -> task.instance().state() == ConnectorStatus.State.RUNNING),
                    "the flow runs again");
        } finally {
            Eventually.become(
                    () -> clusters.east().size("killed", PARTITIONS)
                            >= clusters.west().size("killed", PARTITIONS),
                    "all is across");
            Eventually.assertThat(() -> assertThat(clusters.east().copied("killed-flow"))
                    .as("told as copied")
                    .isEqualTo(clusters.west().size("killed", PARTITIONS)));
            worker.close();
        }

        for (int partition = 0; partition < PARTITIONS; partition++) {
            assertThat(Cluster.contents(clusters.east().read("killed", partition)))
                    .as("partition %s after %s kills: nothing lost, nothing twice, in order", partition, KILLS)
                    .isEqualTo(Cluster.contents(clusters.west().read("killed", partition)));
        }
    }
}
