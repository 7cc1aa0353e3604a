package io.streambus.e2e.replication;

import io.streambus.runtime.InitialState;
import io.streambus.runtime.embedded.ClusterSpec;
import io.streambus.runtime.embedded.EmbeddedWorker;
import io.streambus.runtime.embedded.WorkerSpec;
import io.streambus.runtime.embedded.process.ClusterProcess;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scenario 15: the broker of the source, and that of the target, which holds the worker's own topics too, is restarted under load. */
class RestartedBrokerIT {

    private static final int PARTITIONS = 4;

    @TempDir
    private static Path data;

    private static Side west;
    private static Side east;
    private static EmbeddedWorker worker;

    @BeforeAll
    static void startClusters() {
        west = new Side("west");
        east = new Side("east");
        worker = EmbeddedWorker.start(
                new WorkerSpec(east.clients.bootstrapServers(), 0, List.of(Clusters.PLUGIN_PATH), Map.of()));
    }

    @AfterAll
    static void stopClusters() {
        worker.close();
        west.close();
        east.close();
    }

    @Test
    void aSourceBrokerThatIsRestartedOrKilledCostsNoRecord() throws Exception {
        restartUnderLoad("source-restarted", west);
    }

    @Test
    void aTargetBrokerThatIsRestartedOrKilledCostsNoRecord() throws Exception {
        restartUnderLoad("target-restarted", east);
    }

    private static void restartUnderLoad(String topic, Side side) throws Exception {
        west.clients.createTopic(topic, PARTITIONS, Map.of());
        try (Load load = Load.gentle(west.clients, topic, PARTITIONS)) {
            worker.runtime()
                    .create(
                            topic,
                            Clusters.flow(
                                    "west",
                                    west.clients.bootstrapServers(),
                                    "east",
                                    east.clients.bootstrapServers(),
                                    topic,
                                    Map.of()),
                            InitialState.RUNNING);
            awaitRecords(topic);
            side.restart(ClusterProcess::close);
            awaitRecords(topic);
            side.restart(ClusterProcess::kill);
            awaitRecords(topic);
        }

        Eventually.become(
                () -> east.clients.size(topic, PARTITIONS) >= west.clients.size(topic, PARTITIONS), "all is across");
        Clusters.assertSameContents(west.clients, east.clients, topic, PARTITIONS);
        worker.runtime().delete(topic);
    }

    private static void awaitRecords(String topic) {
        long before = east.clients.size(topic, PARTITIONS);
        Eventually.become(() -> east.clients.size(topic, PARTITIONS) > before + 500, "records arrive, " + topic);
    }

    /** A cluster whose broker is a process of its own, so that it can be killed. */
    private static final class Side {

        private ClusterProcess process;
        private final Cluster clients;

        Side(String name) {
            process = ClusterProcess.start(new ClusterSpec(name, 0, data.resolve(name), Map.of()));
            clients = new Cluster(process.bootstrapServers());
        }

        void restart(Consumer<ClusterProcess> end) {
            ClusterSpec spec = process.spec();
            end.accept(process);
            process = ClusterProcess.start(spec);
        }

        void close() {
            clients.close();
            process.close();
        }
    }
}
