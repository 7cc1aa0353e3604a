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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.utils.Utils;

/** Some clusters, and a worker that keeps its topics on the last of them and has loaded the packaged plugin. */
final class Clusters implements AutoCloseable {

    /** The directory that holds the plugin's, as users set it. */
    static final Path PLUGIN_PATH = Path.of(System.getProperty("streambus.dist"), "bridge", "plugin");

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final Map<String, Cluster> byName = new LinkedHashMap<>();
    /** Null where a test starts its own. */
    private EmbeddedWorker worker;

    Clusters(Map<String, String> workerSettings, String... names) {
        this(names);
        worker = EmbeddedWorker.start(new WorkerSpec(
                of(names[names.length - 1]).bootstrapServers(), 0, List.of(PLUGIN_PATH), workerSettings));
        open.push(worker);
    }

    private Clusters(String... names) {
        try {
            Path data = Files.createTempDirectory("streambus-e2e");
            open.push(() -> Utils.delete(data.toFile()));
            for (String name : names) {
                byName.put(name, start(name, data));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Clusters withoutWorker(String... names) {
        return new Clusters(names);
    }

    /** west and east, the worker near east. */
    static Clusters westAndEast() {
        return new Clusters(Map.of(), "west", "east");
    }

    private Cluster start(String name, Path data) {
        EmbeddedCluster cluster = EmbeddedCluster.start(new ClusterSpec(name, 0, data.resolve(name), Map.of()));
        open.push(cluster);
        Cluster clients = new Cluster(cluster.bootstrapServers());
        open.push(clients);
        return clients;
    }

    Cluster of(String name) {
        return byName.get(name);
    }

    Cluster west() {
        return of("west");
    }

    Cluster east() {
        return of("east");
    }

    ConnectRuntime runtime() {
        return worker.runtime();
    }

    Map<String, String> westToEast(String topics, Map<String, String> more) {
        return flow("west", "east", topics, more);
    }

    /** What a link compiles to, in short. */
    Map<String, String> flow(String from, String to, String topics, Map<String, String> more) {
        Map<String, String> settings = new HashMap<>();
        settings.put("connector.class", "io.streambus.connect.StreamBusSourceConnector");
        settings.put("tasks.max", "2");
        settings.put("source.cluster.alias", from);
        settings.put("source.cluster.bootstrap.servers", of(from).bootstrapServers());
        settings.put("target.cluster.alias", to);
        settings.put("target.cluster.bootstrap.servers", of(to).bootstrapServers());
        settings.put("topics", topics);
        settings.put("refresh.topics.interval.seconds", "1");
        settings.put("checkpoint.interval.ms", "200");
        settings.put("key.converter", "org.apache.kafka.connect.converters.ByteArrayConverter");
        settings.put("value.converter", "org.apache.kafka.connect.converters.ByteArrayConverter");
        settings.put("header.converter", "org.apache.kafka.connect.converters.ByteArrayConverter");
        settings.put("producer.override.bootstrap.servers", of(to).bootstrapServers());
        settings.put("producer.override.enable.idempotence", "true");
        settings.put("producer.override.max.in.flight.requests.per.connection", "5");
        settings.put("producer.override.linger.ms", "5");
        settings.put("producer.override.max.request.size", String.valueOf(10 << 20));
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

    void pause(String connector) {
        runtime().pause(connector);
        Eventually.become(
                () -> runtime().status(connector).tasks().stream()
                        .allMatch(task -> task.instance().state() == ConnectorStatus.State.PAUSED),
                connector + " is paused");
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
