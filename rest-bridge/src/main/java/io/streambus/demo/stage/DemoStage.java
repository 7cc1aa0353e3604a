package io.streambus.demo.stage;

import io.streambus.runtime.PluginInfo;
import io.streambus.runtime.embedded.ClusterSpec;
import io.streambus.runtime.embedded.EmbeddedCluster;
import io.streambus.runtime.embedded.EmbeddedWorker;
import io.streambus.runtime.embedded.WorkerSpec;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Two clusters, a worker and a bridge, up and running. The target cluster also holds what worker and bridge store, as it would where they stand
 * near the target. Confined to the thread that starts and closes it.
 */
public final class DemoStage implements AutoCloseable {

    public static final String WEST = "us-west-1";
    public static final String EAST = "us-east-1";

    private static final Logger LOG = LoggerFactory.getLogger(DemoStage.class);
    private static final Duration BRIDGE_DEADLINE = Duration.ofSeconds(60);

    /** Links with TLS name their certificates by reference to the directory that holds them. */
    private static final Map<String, String> WORKER_SETTINGS = Map.of(
            "plugin.discovery",
            "service_load",
            "config.providers",
            "directory",
            "config.providers.directory.class",
            "org.apache.kafka.common.config.provider.DirectoryConfigProvider");

    /** Retention would make two kept copies differ after a week, each cluster deleting when it sees fit. */
    private static final Map<String, String> EAST_SETTINGS = Map.of("log.retention.ms", "-1");
    /** Takes records for topics that are not there yet, as brokers do by default: users of --idle write with any client to any topic. */
    private static final Map<String, String> WEST_SETTINGS =
            Map.of("log.retention.ms", "-1", "auto.create.topics.enable", "true", "num.partitions", "3");

    private final Ports ports;
    private final DataDirectory data;
    /** Clusters and worker: last opened, first closed. */
    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    private BridgeProcess bridge;

    private DemoStage(Ports ports, DataDirectory data) {
        this.ports = ports;
        this.data = data;
    }

    /**
     * Sets up everything; at return all four answer.
     *
     * @param ports found free shortly before
     * @param progress told, in a few words each, what is being started
     * @param bridgeEnded told the exit code should the bridge end by itself, from another thread
     * @throws StageException if the installation is not fit, or the bridge does not come up
     */
    public static DemoStage open(
            DemoInstallation installation,
            Ports ports,
            DataDirectory data,
            Consumer<String> progress,
            IntConsumer bridgeEnded) {
        PluginIsolation.check(DemoStage.class.getClassLoader());
        DemoStage stage = new DemoStage(ports, data);
        try {
            progress.accept("starting " + WEST);
            stage.startCluster(WEST, ports.west(), WEST_SETTINGS);
            progress.accept("starting " + EAST);
            stage.startCluster(EAST, ports.east(), EAST_SETTINGS);
            // The bridge takes seconds to get going and waits for what is not there yet, so it starts beside the
            // worker.
            stage.startBridge(installation, bridgeEnded);
            progress.accept("starting the Connect worker");
            stage.startWorker(installation.pluginPath());
            progress.accept("starting the bridge");
            stage.awaitBridge();
            return stage;
        } catch (RuntimeException e) {
            stage.close();
            throw e;
        }
    }

    public Ports ports() {
        return ports;
    }

    public long bridgePid() {
        return bridge.pid();
    }

    /** Ends bridge, worker and clusters, in this order. Idempotent. */
    @Override
    public void close() {
        if (bridge != null) {
            bridge.close();
        }
        while (!open.isEmpty()) {
            AutoCloseable part = open.pop();
            try {
                part.close();
            } catch (Exception e) {
                // The others have to end all the same.
                LOG.warn("{} did not end cleanly", part.getClass().getSimpleName(), e);
            }
        }
    }

    private void startCluster(String clusterId, int port, Map<String, String> settings) {
        open.push(EmbeddedCluster.start(new ClusterSpec(clusterId, port, data.cluster(clusterId), settings)));
    }

    private void startWorker(Path pluginPath) {
        EmbeddedWorker worker = EmbeddedWorker.start(
                new WorkerSpec(ports.eastBrokers(), ports.worker(), List.of(pluginPath), WORKER_SETTINGS));
        open.push(worker);
        List<String> plugins =
                worker.runtime().plugins().stream().map(PluginInfo::className).toList();
        if (!plugins.contains(PluginIsolation.CONNECTOR)) {
            throw new StageException("the Connect worker has not found " + PluginIsolation.CONNECTOR + " in '"
                    + pluginPath + "', only " + plugins + ": unpack or build the plugin directory again");
        }
    }

    private void startBridge(DemoInstallation installation, IntConsumer ended) {
        Properties config = new Properties();
        config.setProperty("listeners", ports.bridgeUrl());
        config.setProperty("control.bootstrap.servers", ports.eastBrokers());
        config.setProperty("connect.url", ports.workerUrl());
        // The live line shows lag and health once a second.
        config.setProperty("observe.interval.ms", "1000");
        try (Writer writer = Files.newBufferedWriter(data.bridgeConfig())) {
            config.store(writer, "The bridge of the demo.");
        } catch (IOException e) {
            throw new StageException("'" + data.bridgeConfig() + "' cannot be written: " + e.getMessage(), e);
        }
        bridge = BridgeProcess.start(
                installation, data.bridgeConfig(), data.logs().resolve("bridge.log"));
        bridge.onUnexpectedEnd(ended);
    }

    private void awaitBridge() {
        HealthEndpoint readiness = new HealthEndpoint(ports.bridgeUrl() + "/health/ready");
        if (!readiness.await(BRIDGE_DEADLINE, bridge::isAlive)) {
            throw new StageException("the bridge "
                    + (bridge.isAlive()
                            ? "was not ready within " + BRIDGE_DEADLINE.toSeconds() + " s"
                            : "ended while starting")
                    + "; the end of its log says:" + System.lineSeparator() + bridge.tail());
        }
    }
}
