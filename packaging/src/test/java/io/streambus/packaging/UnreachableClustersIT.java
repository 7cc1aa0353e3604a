package io.streambus.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.streambus.e2e.replication.Clusters;
import io.streambus.runtime.ConnectorStatus;
import io.streambus.runtime.InitialState;
import io.streambus.runtime.embedded.ClusterSpec;
import io.streambus.runtime.embedded.EmbeddedCluster;
import io.streambus.runtime.embedded.EmbeddedWorker;
import io.streambus.runtime.embedded.WorkerSpec;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.stream.Stream;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSocket;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Issue 14, what is seen number 6: a closed port, a wrong host, TLS on a plain port and the other way round, as the packaged bridge tells them in its
 * answers, and the packaged plugin in the status of connectors and tasks. To Kafka's clients all but one are a time-out, so all are waited for side by
 * side.
 */
@Execution(ExecutionMode.CONCURRENT)
class UnreachableClustersIT {

    private static final String LINKS = "/api/v1/replication/links";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Deque<AutoCloseable> open = new ConcurrentLinkedDeque<>();

    @TempDir
    private static Path temp;

    private static EmbeddedCluster west;
    private static EmbeddedCluster east;
    private static EmbeddedWorker worker;
    private static Http api;
    private static String tlsPort;
    private static String closedPort;

    /** A way to miss a cluster. */
    private enum Way {
        CLOSED,
        NO_HOST,
        TLS_PORT,
        PLAIN_PORT;

        String id() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        boolean tls() {
            return this == PLAIN_PORT;
        }

        String brokers() {
            return switch (this) {
                case CLOSED -> closedPort;
                case NO_HOST -> "no-such-host.invalid:9092";
                case TLS_PORT -> tlsPort;
                case PLAIN_PORT -> west.bootstrapServers();
            };
        }

        /** What is told of it, without the cluster's name in front. */
        String cause() {
            return brokers()
                    + switch (this) {
                        case CLOSED ->
                            ": connection refused, nothing listens on the port; start the broker, or correct host and port";
                        case NO_HOST -> ": the host name cannot be resolved; correct it, or the name service";
                        case TLS_PORT -> " speaks TLS, but is to be reached without (security.protocol PLAINTEXT)";
                        case PLAIN_PORT -> ": does not speak TLS, but is to be reached with it (security.protocol SSL)";
                    };
        }
    }

    @BeforeAll
    static void start() throws Exception {
        west = opened(EmbeddedCluster.start(new ClusterSpec("west", 0, temp.resolve("west"), Map.of())));
        east = opened(EmbeddedCluster.start(new ClusterSpec("east", 0, temp.resolve("east"), Map.of())));
        worker = opened(EmbeddedWorker.start(
                new WorkerSpec(east.bootstrapServers(), 0, List.of(Dist.bridge().resolve("plugin")), Map.of())));
        tlsPort = "127.0.0.1:" + startTlsPort();
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closedPort = "127.0.0.1:" + socket.getLocalPort();
        }
        startBridge();
    }

    private static void startBridge() throws IOException {
        int port = FreePorts.base();
        Path config = Files.writeString(
                temp.resolve("bridge.properties"), """
                listeners=http://127.0.0.1:%d
                control.bootstrap.servers=%s
                connect.clusters=local
                connect.local.url=%s
                observe.interval.ms=500
                """.formatted(port, east.bootstrapServers(), worker.url()));
        StreamBusProcess bridge = opened(StreamBusProcess.start(temp, "bridge", "--config", config.toString()));
        api = new Http("http://127.0.0.1:" + port);
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> !bridge.isAlive() || api.get("/health/ready").status() == 200);
        assertThat(bridge.isAlive()).as(bridge.output()).isTrue();
    }

    @AfterAll
    static void stop() throws Exception {
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }

    private static <T extends AutoCloseable> T opened(T resource) {
        open.push(resource);
        return resource;
    }

    /** A port that speaks TLS: to a question in clear it answers with an alert. */
    private static int startTlsPort() throws IOException {
        ServerSocket server =
                opened(SSLServerSocketFactory.getDefault().createServerSocket(0, 5, InetAddress.getLoopbackAddress()));
        Thread thread = new Thread(() -> {
            while (!server.isClosed()) {
                try (SSLSocket socket = (SSLSocket) server.accept()) {
                    socket.startHandshake();
                } catch (IOException e) {
                    // The next one, or the end.
                }
            }
        });
        thread.setDaemon(true);
        thread.start();
        return server.getLocalPort();
    }

    @ParameterizedTest
    @EnumSource
    void aConnectorNamesTheBrokerAndTheCause(Way way) {
        worker.runtime().create(way.id(), flow(way.brokers(), way.tls() ? "SSL" : "PLAINTEXT"), InitialState.RUNNING);

        String told = failure(way.id()).lines().findFirst().orElse("");
        System.out.println("[figures] connector, " + way.id() + ": " + told);
        assertThat(told).contains("luster west", way.cause());
    }

    @Test
    void aTaskNamesTheBrokerAndTheCauseToo() throws Exception {
        EmbeddedCluster doomed =
                opened(EmbeddedCluster.start(new ClusterSpec("doomed", 0, temp.resolve("doomed"), Map.of())));
        try (Admin admin = Clients.admin(doomed.bootstrapServers())) {
            admin.createTopics(List.of(new NewTopic("orders", 1, (short) 1)))
                    .all()
                    .get();
        }
        worker.runtime().create("task", flow(doomed.bootstrapServers(), "PLAINTEXT"), InitialState.RUNNING);
        await().atMost(PATIENCE)
                .until(() -> worker.runtime().status("task").tasks().stream()
                        .anyMatch(task -> task.instance().state() == ConnectorStatus.State.RUNNING));
        String address = doomed.bootstrapServers();
        doomed.close();
        String root = worker.url().resolve("/").toString();
        Http.Answer restarted = new Http(root).post("connectors/task/tasks/0/restart", "");
        assertThat(restarted.status()).as(restarted.text()).isEqualTo(204);
        String told = failure("task");
        System.out.println("[figures] task, closed: " + told.lines().findFirst().orElse(""));
        assertThat(told).contains("Cluster west did not answer: " + address + ": connection refused");
    }

    private static Map<String, String> flow(String brokers, String protocol) {
        return Clusters.flow(
                "west",
                brokers,
                "east",
                east.bootstrapServers(),
                "orders",
                Map.of("admin.timeout.ms", "2000", "source.cluster.security.protocol", protocol));
    }

    private static String failure(String connector) {
        return await().atMost(PATIENCE)
                .until(
                        () -> {
                            ConnectorStatus status = worker.runtime().status(connector);
                            return Stream.concat(
                                            Stream.of(status.connector()),
                                            status.tasks().stream().map(ConnectorStatus.Task::instance))
                                    .filter(instance -> instance.state() == ConnectorStatus.State.FAILED)
                                    .map(instance -> instance.trace().orElse(""))
                                    .findFirst();
                        },
                        Optional::isPresent)
                .orElseThrow();
    }

    @ParameterizedTest
    @EnumSource
    void theBridgeNamesTheBrokerAndTheCause(Way way) throws Exception {
        Http.Answer dryRun = api.post(LINKS + "?validate_only=true", link(way));
        System.out.println("[figures] validate_only, " + way.id() + ": " + dryRun.status() + ' ' + dryRun.text());
        assertThat(dryRun.status()).isEqualTo(200);
        assertThat(dryRun.text()).contains(way.cause());
        Http.Answer created = api.post(LINKS, link(way));
        assertThat(created.status()).as(created.text()).isEqualTo(201);

        String health = LINKS + '/' + way.id() + "/health";
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(api.get(health).text()).contains(way.cause()));
        System.out.println(
                "[figures] health, " + way.id() + ": " + api.get(health).json());
    }

    private static String link(Way way) {
        ObjectNode link = Http.JSON
                .createObjectNode()
                .put("id", way.id())
                .put("name", way.id())
                .put("type", "active-passive");
        ObjectNode source = link.putObject("source_cluster").put("cluster_id", "west-" + way.id());
        source.putArray("brokers").add(way.brokers());
        source.putObject("security").put("enable_tls", way.tls());
        link.putObject("target_cluster")
                .put("cluster_id", "east")
                .putArray("brokers")
                .add(east.bootstrapServers());
        return link.toString();
    }
}
