package io.streambus.e2e.lossless;

import io.streambus.e2e.replication.Clusters;
import io.streambus.runtime.ConnectRuntime;
import io.streambus.runtime.embedded.WorkerSpec;
import io.streambus.runtime.embedded.process.WorkerProcess;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A worker near east in a process of its own, to be killed. Confined to the test's thread. */
final class CrashingWorker implements AutoCloseable {

    /** What its broker has to allow, for a killed worker to be missed soon. */
    static final Map<String, String> BROKER = Map.of("group.min.session.timeout.ms", "1000");

    private static final Map<String, String> WORKER = Map.of(
            "session.timeout.ms", "3000",
            "heartbeat.interval.ms", "500",
            "scheduled.rebalance.max.delay.ms", "0",
            // Connect's own offsets are then as old as the last stop in good order.
            "offset.flush.interval.ms", "3600000");

    private final WorkerSpec spec;
    private final Path directory;
    private WorkerProcess process;

    CrashingWorker(Clusters clusters, Path directory) {
        this.spec = new WorkerSpec(clusters.east().bootstrapServers(), 0, List.of(Clusters.PLUGIN_PATH), WORKER);
        this.directory = directory;
        startAgain();
    }

    ConnectRuntime runtime() {
        return process.runtime();
    }

    /** SIGKILL. */
    void kill() {
        process.kill();
        process.close();
    }

    void startAgain() {
        process = WorkerProcess.start(spec, directory);
    }

    @Override
    public void close() {
        process.close();
    }
}
