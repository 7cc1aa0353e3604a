package io.streambus.packaging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.streambus.runtime.embedded.ClusterSpec;
import io.streambus.runtime.embedded.EmbeddedCluster;
import io.streambus.runtime.embedded.WorkerSpec;
import io.streambus.runtime.embedded.process.JavaVm;
import io.streambus.runtime.embedded.process.WorkerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Issue 14, what is seen number 6: what the packaged bridge, and a worker that logs as Kafka ships it, write while the source of a link with ten tasks is
 * gone, and at the same time the target of another one. The soak profile takes ten minutes.
 */
class QuietOutageIT {

    private static final String LINKS = "/api/v1/replication/links";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int TASKS = 10;
    private static final long MOST_BYTES_PER_SECOND = 5_000;

    private static final List<Duration> OUTAGES = Stream.of(
                    System.getProperty("streambus.quiet.outages", "25").split(","))
            .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)))
            .toList();

    private static final Deque<AutoCloseable> open = new ArrayDeque<>();

    @TempDir
    private static Path temp;

    /** The source of the one link. */
    private static EmbeddedCluster west;

    /** The target of the one link and the source of the other; worker and bridge keep their topics here. */
    private static EmbeddedCluster east;

    /** The target of the other link. */
    private static EmbeddedCluster north;

    private static Path workerLog;
    private static StreamBusProcess bridge;
    private static Http api;

    @BeforeAll
    static void start() throws Exception {
        west = started("west", 0);
        north = started("north", 0);
        // Whichever it is by then.
        open.push(() -> west.close());
        open.push(() -> north.close());
        east = opened(EmbeddedCluster.start(new ClusterSpec("east", 0, temp.resolve("east"), Map.of())));
        WorkerProcess worker = opened(WorkerProcess.start(
                new WorkerSpec(east.bootstrapServers(), 0, List.of(Dist.bridge().resolve("plugin")), Map.of()),
                temp.resolve("worker"),
                loggingAsKafkaShipsIt()));
        workerLog = temp.resolve("worker").resolve("output.log");
        int port = FreePorts.base();
        Path config = Files.writeString(
                temp.resolve("bridge.properties"), """
                listeners=http://127.0.0.1:%d
                control.bootstrap.servers=%s
                connect.clusters=local
                connect.local.url=%s
                """.formatted(port, east.bootstrapServers(), worker.url()));
        bridge = opened(StreamBusProcess.start(temp, "bridge", "--config", config.toString()));
        api = new Http("http://127.0.0.1:" + port);
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> !bridge.isAlive() || api.get("/health/ready").status() == 200);
        assertThat(bridge.isAlive()).as(bridge.output()).isTrue();
    }

    private static JavaVm loggingAsKafkaShipsIt() throws Exception {
        Path logging = Path.of(QuietOutageIT.class
                .getResource("/log4j2-as-kafka-ships-it.properties")
                .toURI());
        JavaVm quick = JavaVm.quickToStart();
        return new JavaVm(
                Stream.concat(quick.options().stream(), Stream.of("-Dlog4j2.configurationFile=" + logging.toUri()))
                        .toList(),
                quick.classPath());
    }

    private static EmbeddedCluster started(String name, int port) {
        return EmbeddedCluster.start(new ClusterSpec(name, port, temp.resolve(name), Map.of()));
    }

    private static EmbeddedCluster again(String name, String address) {
        return started(name, Integer.parseInt(address.substring(address.lastIndexOf(':') + 1)));
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

    @Test
    void outagesOfASourceAndOfATargetAreToldTwiceEachAndOtherwiseQuiet() throws Exception {
        run("source-gone", "west", west, "east", east, "orders");
        run("target-gone", "east", east, "north", north, "payments");
        awaitCopies(east, "orders");
        awaitCopies(north, "payments");
        String source = west.bootstrapServers();
        String target = north.bootstrapServers();

        for (Duration outage : OUTAGES) {
            int before = workerLog().length();
            int told = bridge.output().length();
            west.close();
            north.close();
            await("the outage").pollDelay(outage).atMost(outage.plusSeconds(10)).until(() -> true);
            String logged = workerLog().substring(before);
            long ofSource = bytesWithout("target-gone", logged) / outage.toSeconds();
            long ofTarget = bytesWithout("source-gone", logged) / outage.toSeconds();
            long ofBridge = (bridge.output().length() - told) / outage.toSeconds();
            System.out.println("[figures] gone for " + outage.toSeconds() + " s: the worker logs " + ofSource
                    + " B/s for a source, " + ofTarget + " B/s for a target, the bridge " + ofBridge + " B/s for both");
            assertThat(ofSource)
                    .as("bytes per second of the worker, for a source")
                    .isLessThan(MOST_BYTES_PER_SECOND);
            assertThat(ofTarget)
                    .as("bytes per second of the worker, for a target")
                    .isLessThan(MOST_BYTES_PER_SECOND);
            assertThat(ofBridge).as("bytes per second of the bridge").isLessThan(MOST_BYTES_PER_SECOND);
            west = again("west", source);
            north = again("north", target);
            await("the end of the outages is told")
                    .atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(workerLog().substring(before))
                            .containsOnlyOnce("Cluster west did not answer: " + source + ": connection refused")
                            .containsOnlyOnce("Cluster west answers again, after ")
                            .containsOnlyOnce("Cluster north did not answer: " + target + ": connection refused")
                            .containsOnlyOnce("Cluster north answers again, after "));
        }
    }

    /** Whatever does not name the other link. */
    private static long bytesWithout(String otherLink, String logged) {
        return logged.lines()
                .filter(line -> !line.contains(otherLink))
                .mapToLong(line -> line.length() + 1L)
                .sum();
    }

    private static String workerLog() throws IOException {
        return Files.readString(workerLog);
    }

    private static void run(
            String id, String from, EmbeddedCluster source, String to, EmbeddedCluster target, String topic)
            throws Exception {
        try (Admin admin = Clients.admin(source.bootstrapServers())) {
            admin.createTopics(List.of(new NewTopic(topic, TASKS, (short) 1)))
                    .all()
                    .get();
        }
        Clients.write(
                source.bootstrapServers(),
                partitions(topic)
                        .map(each -> new ProducerRecord<byte[], byte[]>(
                                topic, each.partition(), null, "a record".getBytes(UTF_8)))
                        .toList());
        ObjectNode link =
                Http.JSON.createObjectNode().put("id", id).put("name", id).put("type", "active-passive");
        link.putObject("source_cluster")
                .put("cluster_id", from)
                .putArray("brokers")
                .add(source.bootstrapServers());
        link.putObject("target_cluster")
                .put("cluster_id", to)
                .putArray("brokers")
                .add(target.bootstrapServers());
        link.putArray("topics").add(topic);
        Http.Answer created = api.post(LINKS, link.toString());
        assertThat(created.status()).as(created.text()).isEqualTo(201);
        Http.Answer started = api.post(LINKS + "/" + id + "/start", "");
        assertThat(started.status()).as(started.text()).isEqualTo(200);
    }

    private static Stream<TopicPartition> partitions(String topic) {
        return IntStream.range(0, TASKS).mapToObj(partition -> new TopicPartition(topic, partition));
    }

    private static void awaitCopies(EmbeddedCluster target, String topic) {
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(Clients.read(
                                target.bootstrapServers(), partitions(topic).toList(), TASKS, Duration.ofSeconds(5)))
                        .hasSize(TASKS));
    }
}
