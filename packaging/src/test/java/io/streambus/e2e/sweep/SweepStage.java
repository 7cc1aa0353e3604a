package io.streambus.e2e.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.streambus.e2e.replication.Cluster;
import io.streambus.packaging.Dist;
import io.streambus.packaging.FreePorts;
import io.streambus.packaging.Http;
import io.streambus.packaging.StreamBusProcess;
import io.streambus.runtime.embedded.ClusterSpec;
import io.streambus.runtime.embedded.WorkerSpec;
import io.streambus.runtime.embedded.process.ClusterProcess;
import io.streambus.runtime.embedded.process.WorkerProcess;
import io.streambus.runtime.fault.FaultProxy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.utils.Utils;

/**
 * A guarded source (SCRAM, rights) and a plain target, each behind a line that can be broken, a third cluster for Connect's and the bridge's topics,
 * a worker with the packaged plugin and the packaged bridge: all of them processes that can be killed. Confined to the test's thread.
 */
final class SweepStage implements AutoCloseable {

    static final String PASSWORD = "correct-horse";
    private static final Duration UP = Duration.ofSeconds(90);

    private final FaultProxy toWest = FaultProxy.open();
    private final FaultProxy toEast = FaultProxy.open();
    private final Optional<SmallDisk> disk;
    private final Path directory;
    private final int port;
    private final Path secretsKey;
    private final ClusterProcess control;
    private ClusterProcess west;
    private ClusterProcess east;
    private WorkerProcess worker;
    private StreamBusProcess bridge;
    private Cluster source;
    private Cluster target;

    /** @param smallDisk whether the target is to have a disk that can be filled */
    SweepStage(Path directory, boolean smallDisk) throws IOException, InterruptedException {
        this.directory = directory;
        this.disk = smallDisk ? Optional.of(SmallDisk.mount(directory.resolve("disk"))) : Optional.empty();
        this.port = FreePorts.base();
        this.secretsKey = directory.resolve("secrets.key");
        try (StreamBusProcess made = StreamBusProcess.start(directory, "secrets", "key", secretsKey.toString())) {
            assertThat(made.exitCode(UP)).as(made.output()).isZero();
        }
        control = ClusterProcess.start(new ClusterSpec("control", 0, directory.resolve("control"), Map.of()));
        startWest(0);
        startEast(0);
        worker = WorkerProcess.start(
                new WorkerSpec(
                        control.bootstrapServers(),
                        0,
                        List.of(Dist.bridge().resolve("plugin")),
                        Map.of(
                                "session.timeout.ms", "6000",
                                "heartbeat.interval.ms", "1000",
                                "scheduled.rebalance.max.delay.ms", "0",
                                "config.providers", "streambus",
                                "config.providers.streambus.class", "io.streambus.connect.StreamBusConfigProvider",
                                "config.providers.streambus.param.key.file", secretsKey.toString())),
                directory.resolve("worker"));
        startBridge();
    }

    FaultProxy toWest() {
        return toWest;
    }

    FaultProxy toEast() {
        return toEast;
    }

    SmallDisk disk() {
        return disk.orElseThrow();
    }

    Cluster source() {
        return source;
    }

    Cluster target() {
        return target;
    }

    ClusterProcess west() {
        return west;
    }

    ClusterProcess east() {
        return east;
    }

    WorkerProcess worker() {
        return worker;
    }

    StreamBusProcess bridge() {
        return bridge;
    }

    String bridgeUrl() {
        return "http://127.0.0.1:" + port;
    }

    Http api() {
        return new Http(bridgeUrl());
    }

    /** The line ends with the cluster: nobody listens any more. */
    void stopWest() {
        west.kill();
        toWest.cut();
    }

    void stopEast() {
        east.kill();
        toEast.cut();
    }

    void startWestAgain() {
        west.close();
        source.close();
        startWest(west.spec().port());
        toWest.admit();
    }

    void startEastAgain() {
        east.close();
        target.close();
        startEast(east.spec().port());
        toEast.admit();
    }

    private void startWest(int at) {
        Map<String, String> settings = new HashMap<>();
        settings.put("advertised.listeners", "CLIENTS://" + toWest.address());
        settings.put("listener.security.protocol.map", "CLIENTS:SASL_PLAINTEXT,BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT");
        settings.put("listener.name.clients.sasl.enabled.mechanisms", "SCRAM-SHA-256");
        settings.put(
                "listener.name.clients.scram-sha-256.sasl.jaas.config",
                "org.apache.kafka.common.security.scram.ScramLoginModule required;");
        settings.put("listener.name.clients.scram-sha-256.connections.max.reauth.ms", "5000");
        settings.put("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
        settings.put("super.users", "User:ANONYMOUS;User:link");
        west = ClusterProcess.start(new ClusterSpec("west", at, directory.resolve("west"), settings));
        toWest.forwardTo(west.bootstrapServers());
        source = new Cluster(west.internalBootstrapServers());
        source.setPassword("link", PASSWORD);
    }

    private void startEast(int at) {
        east = ClusterProcess.start(new ClusterSpec(
                "east",
                at,
                disk.map(SmallDisk::root).orElse(directory).resolve("east"),
                Map.of("advertised.listeners", "CLIENTS://" + toEast.address())));
        toEast.forwardTo(east.bootstrapServers());
        target = new Cluster(east.internalBootstrapServers());
    }

    /** What the packaged command line says of the link, in one line. */
    String toldByCommandLine(String link) {
        try (StreamBusProcess command =
                StreamBusProcess.start(directory, "link", "health", link, "--url", bridgeUrl())) {
            assertThat(command.exitCode(UP)).as(command.output()).isNotZero();
            return command.output().strip().replaceAll("\\s+", " ");
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    void startWorkerAgain() {
        worker.close();
        worker = WorkerProcess.start(worker.spec(), directory.resolve("worker"));
    }

    void startBridge() {
        try {
            Path config = Files.writeString(directory.resolve("bridge.properties"), """
                    listeners=http://127.0.0.1:%d
                    control.bootstrap.servers=%s
                    connect.url=%s
                    secrets.key.file=%s
                    """.formatted(
                            port, control.bootstrapServers(), worker.url(), secretsKey));
            bridge = StreamBusProcess.start(directory, "bridge", "--config", config.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        await().atMost(UP)
                .ignoreExceptions()
                .until(() -> !bridge.isAlive() || api().get("/health/ready").status() == 200);
        assertThat(bridge.isAlive()).as(bridge.output()).isTrue();
    }

    @Override
    public void close() {
        for (AutoCloseable each :
                new AutoCloseable[] {bridge, worker, source, target, west, east, control, toWest, toEast}) {
            Utils.closeQuietly(each, "part of the stage");
        }
        disk.ifPresent(mounted -> Utils.closeQuietly(mounted, "disk of the target"));
    }
}
