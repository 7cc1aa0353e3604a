package io.streambus.runtime.rest;

import io.streambus.runtime.ConnectRuntime;
import io.streambus.runtime.ConnectRuntimeContract;
import io.streambus.runtime.embedded.ClusterSpec;
import io.streambus.runtime.embedded.EmbeddedCluster;
import io.streambus.runtime.embedded.EmbeddedWorker;
import io.streambus.runtime.embedded.WorkerSpec;
import io.streambus.runtime.plugin.PluginDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The contract against a real worker; {@link EmbeddedWorker#runtime()} is the REST form, so this serves for both. */
class RestConnectRuntimeIT extends ConnectRuntimeContract {

    private static EmbeddedCluster cluster;
    private static EmbeddedWorker worker;

    @BeforeAll
    static void start(@TempDir Path dir) throws IOException {
        cluster = EmbeddedCluster.start(new ClusterSpec("control", 0, dir.resolve("cluster"), Map.of()));
        worker = EmbeddedWorker.start(
                new WorkerSpec(cluster.bootstrapServers(), 0, List.of(PluginDirectory.create(dir)), Map.of()));
    }

    @AfterAll
    static void stop() {
        try {
            if (worker != null) {
                worker.close();
            }
        } finally {
            cluster.close();
        }
    }

    @Override
    protected ConnectRuntime runtime() {
        return worker.runtime();
    }
}
