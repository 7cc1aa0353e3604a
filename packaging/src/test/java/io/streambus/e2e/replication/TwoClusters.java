package io.streambus.e2e.replication;

import io.streambus.runtime.ConnectRuntime;
import io.streambus.runtime.ConnectorStatus;
import io.streambus.runtime.InitialState;
import io.streambus.runtime.embedded.ClusterSpec;
import io.streambus.runtime.embedded.EmbeddedCluster;
import io.streambus.runtime.embedded.EmbeddedWorker;
import io.streambus.runtime.embedded.WorkerSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.utils.Utils;

/** west, east, and a worker near east that has loaded the packaged plugin. */
final class TwoClusters implements AutoCloseable {

    static final Path PLUGIN = Path.of(System.getProperty("streambus.dist"), "plugin");

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final Cluster west;
    private final Cluster east;
    private final EmbeddedWorker worker;

    TwoClusters(Map<String, String> workerSettings) {
        try {
            Path data = Files.createTempDirectory("streambus-e2e");
            open.push(() -> Utils.delete(data.toFile()));
            west = start("west", data);
            east = start("east", data);
            worker = EmbeddedWorker.start(
                    new WorkerSpec(east.bootstrapServers(), 0, List.of(PLUGIN.getParent()), workerSettings));
            open.push(worker);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Cluster start(String name, Path data) {
        EmbeddedCluster cluster = EmbeddedCluster.start(new ClusterSpec(name, 0, data.resolve(name), Map.of()));
        open.push(cluster);
        Cluster clients = new Cluster(cluster.bootstrapServers());
        open.push(clients);
        return clients;
    }

    Cluster west() {
        return west;
    }

    Cluster east() {
        return east;
    }

    ConnectRuntime runtime() {
        return worker.runtime();
    }

    /** What a link from west to east compiles to, in short. */
    Map<String, String> westToEast(String topics, Map<String, String> more) {
        Map<String, String> settings = new HashMap<>();
        settings.put("connector.class", "io.streambus.connect.StreamBusSourceConnector");
        settings.put("tasks.max", "2");
        settings.put("source.cluster.alias", "west");
        settings.put("source.cluster.bootstrap.servers", west.bootstrapServers());
        settings.put("target.cluster.alias", "east");
        settings.put("target.cluster.bootstrap.servers", east.bootstrapServers());
        settings.put("topics", topics);
        settings.put("refresh.topics.interval.seconds", "1");
        settings.put("checkpoint.interval.ms", "200");
        settings.put("key.converter", "org.apache.kafka.connect.converters.ByteArrayConverter");
        settings.put("value.converter", "org.apache.kafka.connect.converters.ByteArrayConverter");
        settings.put("header.converter", "org.apache.kafka.connect.converters.ByteArrayConverter");
        settings.put("producer.override.linger.ms", "5");
        settings.putAll(more);
        return settings;
    }

    void run(String connector, Map<String, String> settings) {
        runtime().create(connector, settings, InitialState.RUNNING);
        Eventually.become(() -> isRunning(connector), connector + " runs");
    }

    boolean isRunning(String connector) {
        ConnectorStatus status = runtime().status(connector);
        return status.connector().state() == ConnectorStatus.State.RUNNING
                && !status.tasks().isEmpty()
                && status.tasks().stream().allMatch(task -> task.instance().state() == ConnectorStatus.State.RUNNING);
    }

    void stop(String connector) {
        runtime().stop(connector);
        Eventually.become(
                () -> {
                    ConnectorStatus status = runtime().status(connector);
                    return status.connector().state() == ConnectorStatus.State.STOPPED
                            && status.tasks().isEmpty();
                },
                connector + " is stopped");
    }

    void resume(String connector) {
        runtime().resume(connector);
        Eventually.become(() -> isRunning(connector), connector + " runs again");
    }

    @Override
    public void close() {
        while (!open.isEmpty()) {
            Utils.closeQuietly(open.pop(), "test environment");
        }
    }
}
