package io.streambus.e2e.replication;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.common.utils.Utils;

/** Some clusters, and a worker that keeps its topics on the last of them and has loaded the packaged plugin. */
public final class Clusters implements AutoCloseable {

    /** The directory that holds the plugin's, as users set it. */
    public static final Path PLUGIN_PATH = Path.of(System.getProperty("streambus.dist"), "bridge", "plugin");

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final Map<String, Cluster> byName = new LinkedHashMap<>();
    private final Map<String, EmbeddedCluster> brokers = new LinkedHashMap<>();
    private final Path data;
    /** Null where a test starts its own. */
    private EmbeddedWorker worker;

    /**
     * A cluster that is more than its name.
     *
     * @param settings of its broker
     * @param guarded whether flows have to log in or reach it over a faulty line; the tests and the worker go by its internal listener then
     */
    public record Broker(String name, Map<String, String> settings, boolean guarded) {
        public static Broker plain(String name) {
            return new Broker(name, Map.of(), false);
        }

        public static Broker plain(String name, Map<String, String> settings) {
            return new Broker(name, settings, false);
        }

        public static Broker guarded(String name, Map<String, String> settings) {
            return new Broker(name, settings, true);
        }
    }

    public Clusters(Map<String, String> workerSettings, String... names) {
        this(workerSettings, Stream.of(names).map(Broker::plain).toArray(Broker[]::new));
    }

    public Clusters(Map<String, String> workerSettings, Broker... specs) {
        this(specs);
        worker = EmbeddedWorker.start(new WorkerSpec(
                of(specs[specs.length - 1].name()).bootstrapServers(), 0, List.of(PLUGIN_PATH), workerSettings));
        open.push(worker);
    }

    private Clusters(Broker... specs) {
        try {
            data = Files.createTempDirectory("streambus-e2e");
            open.push(() -> Utils.delete(data.toFile()));
            for (Broker spec : specs) {
                byName.put(spec.name(), start(spec));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static Clusters withoutWorker(String... names) {
        return new Clusters(Stream.of(names).map(Broker::plain).toArray(Broker[]::new));
    }

    public static Clusters withoutWorker(Broker... specs) {
        return new Clusters(specs);
    }

    /** west and east, the worker near east. */
    public static Clusters westAndEast() {
        return new Clusters(Map.of(), "west", "east");
    }

    private Cluster start(Broker spec) {
        EmbeddedCluster cluster =
                EmbeddedCluster.start(new ClusterSpec(spec.name(), 0, data.resolve(spec.name()), spec.settings()));
        brokers.put(spec.name(), cluster);
        open.push(() -> brokers.get(spec.name()).close());
        Cluster clients = new Cluster(spec.guarded() ? cluster.internalBootstrapServers() : cluster.bootstrapServers());
        open.push(clients);
        return clients;
    }

    /** {@code host:port} of the listener that a guarded cluster has for flows; of a plain one the one that all use. */
    public String listener(String name) {
        return brokers.get(name).bootstrapServers();
    }

    /** What is done to a cluster's directory while it is down. */
    public interface Surgery {
        void on(Path directory) throws IOException;
    }

    /** Stops a plain cluster in good order, lets the surgeon at its data, and starts it again where it was. */
    public void restart(String name, Surgery surgery) {
        EmbeddedCluster cluster = brokers.get(name);
        String address = cluster.bootstrapServers();
        cluster.close();
        try {
            surgery.on(data.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        int port = Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
        brokers.put(name, EmbeddedCluster.start(new ClusterSpec(name, port, data.resolve(name), Map.of())));
    }

    public Cluster of(String name) {
        return byName.get(name);
    }

    public Cluster west() {
        return of("west");
    }

    public Cluster east() {
        return of("east");
    }

    public ConnectRuntime runtime() {
        return worker.runtime();
    }

    public Map<String, String> westToEast(String topics, Map<String, String> more) {
        return flow("west", "east", topics, more);
    }

    /** What a link compiles to, in short. */
    public Map<String, String> flow(String from, String to, String topics, Map<String, String> more) {
        return flow(from, of(from).bootstrapServers(), to, of(to).bootstrapServers(), topics, more);
    }

    public static Map<String, String> flow(
            String from, String fromAddress, String to, String toAddress, String topics, Map<String, String> more) {
        Map<String, String> settings = new HashMap<>();
        settings.put("connector.class", "io.streambus.connect.StreamBusSourceConnector");
        settings.put("tasks.max", "2");
        settings.put("source.cluster.alias", from);
        settings.put("source.cluster.bootstrap.servers", fromAddress);
        settings.put("target.cluster.alias", to);
        settings.put("target.cluster.bootstrap.servers", toAddress);
        settings.put("topics", topics);
        settings.put("replication.policy.class", "org.apache.kafka.connect.mirror.IdentityReplicationPolicy");
        settings.put("existing.topics", "adopt");
        settings.put("refresh.topics.interval.seconds", "1");
        settings.put("checkpoint.interval.ms", "200");
        settings.put("key.converter", "org.apache.kafka.connect.converters.ByteArrayConverter");
        settings.put("value.converter", "org.apache.kafka.connect.converters.ByteArrayConverter");
        settings.put("header.converter", "org.apache.kafka.connect.converters.ByteArrayConverter");
        settings.put("producer.override.bootstrap.servers", toAddress);
        settings.put("producer.override.enable.idempotence", "true");
        settings.put("producer.override.max.in.flight.requests.per.connection", "5");
        settings.put("producer.override.linger.ms", "5");
        settings.put("producer.override.max.request.size", String.valueOf(10 << 20));
        settings.putAll(more);
        return settings;
    }

    /** What users of MirrorMaker 2 have: its source connector from west to east, names kept, and nothing said of headers. */
    public Map<String, String> mirrorMaker(String topics) {
        Map<String, String> settings = new HashMap<>();
        settings.put("connector.class", "org.apache.kafka.connect.mirror.MirrorSourceConnector");
        settings.put("tasks.max", "2");
        settings.put("source.cluster.alias", "west");
        settings.put("source.cluster.bootstrap.servers", west().bootstrapServers());
        settings.put("target.cluster.alias", "east");
        settings.put("target.cluster.bootstrap.servers", east().bootstrapServers());
        settings.put("topics", topics);
        settings.put("replication.policy.class", "org.apache.kafka.connect.mirror.IdentityReplicationPolicy");
        settings.put("replication.factor", "1");
        settings.put("offset-syncs.topic.replication.factor", "1");
        settings.put("refresh.topics.interval.seconds", "1");
        settings.put("sync.topic.acls.enabled", "false");
        for (String converter : List.of("key.converter", "value.converter")) {
            settings.put(converter, "org.apache.kafka.connect.converters.ByteArrayConverter");
        }
        return settings;
    }

    public void run(String connector, Map<String, String> settings) {
        runtime().create(connector, settings, InitialState.RUNNING);
        Eventually.become(() -> isRunning(connector), connector + " runs");
    }

    public boolean isRunning(String connector) {
        ConnectorStatus status = runtime().status(connector);
        return status.connector().state() == ConnectorStatus.State.RUNNING
                && !status.tasks().isEmpty()
                && status.tasks().stream().allMatch(task -> task.instance().state() == ConnectorStatus.State.RUNNING);
    }

    /** Why the connector or one of its tasks has failed, as Connect tells its users; empty while nothing has. */
    public Optional<String> failure(String connector) {
        ConnectorStatus status = runtime().status(connector);
        return Stream.concat(
                        Stream.of(status.connector()), status.tasks().stream().map(ConnectorStatus.Task::instance))
                .filter(instance -> instance.state() == ConnectorStatus.State.FAILED)
                .map(instance -> instance.trace().orElse(""))
                .findFirst();
    }

    /** Whether each of the topic's partitions has the same records on west and on east, in the same order. */
    public void assertSameContents(String topic, int partitions) {
        assertSameContents(west(), east(), topic, partitions);
    }

    public static void assertSameContents(Cluster source, Cluster target, String topic, int partitions) {
        for (int partition = 0; partition < partitions; partition++) {
            assertThat(Cluster.contents(target.read(topic, partition)))
                    .as("%s-%s on the target: nothing lost, nothing twice, in order", topic, partition)
                    .isEqualTo(Cluster.contents(source.read(topic, partition)));
        }
    }

    public void stop(String connector) {
        runtime().stop(connector);
        Eventually.become(
                () -> {
                    ConnectorStatus status = runtime().status(connector);
                    return status.connector().state() == ConnectorStatus.State.STOPPED
                            && status.tasks().isEmpty();
                },
                connector + " is stopped");
    }

    public void pause(String connector) {
        runtime().pause(connector);
        Eventually.become(
                () -> runtime().status(connector).tasks().stream()
                        .allMatch(task -> task.instance().state() == ConnectorStatus.State.PAUSED),
                connector + " is paused");
    }

    public void resume(String connector) {
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
