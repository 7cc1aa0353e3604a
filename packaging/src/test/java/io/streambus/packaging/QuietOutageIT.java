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
 * gone. The soak profile takes ten minutes.
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

    private static EmbeddedCluster west;
    private static EmbeddedCluster east;
    private static Path workerLog;
    private static StreamBusProcess bridge;
    private static Http api;

    @BeforeAll
    static void start() throws Exception {
        west = startWest(0);
        // Whichever it is by then.
        open.push(() -> west.close());
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

    private static EmbeddedCluster startWest(int port) {
        return EmbeddedCluster.start(new ClusterSpec("west", port, temp.resolve("west"), Map.of()));
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
    void anOutageOfTheSourceIsToldTwiceAndOtherwiseQuiet() throws Exception {
        run("gone", "orders");
        awaitCopies("orders");
        String address = west.bootstrapServers();

        for (Duration outage : OUTAGES) {
            int before = workerLog().length();
            int told = bridge.output().length();
            west.close();
            await("the outage").pollDelay(outage).atMost(outage.plusSeconds(10)).until(() -> true);
            String logged = workerLog().substring(before);
            long ofWorker = logged.length() / outage.toSeconds();
            long ofBridge = (bridge.output().length() - told) / outage.toSeconds();
            System.out.println("[figures] source gone for " + outage.toSeconds() + " s: the worker logs " + ofWorker
                    + " B/s, the bridge " + ofBridge + " B/s");
            assertThat(ofWorker).as("bytes per second of the worker").isLessThan(MOST_BYTES_PER_SECOND);
            assertThat(ofBridge).as("bytes per second of the bridge").isLessThan(MOST_BYTES_PER_SECOND);
            west = startWest(Integer.parseInt(address.substring(address.lastIndexOf(':') + 1)));
            await("the end of the outage is told")
                    .atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(workerLog().substring(before))
                            .containsOnlyOnce("Cluster west did not answer: " + address + ": connection refused")
                            .containsOnlyOnce("Cluster west answers again, after "));
        }
    }

    private static String workerLog() throws IOException {
        return Files.readString(workerLog);
    }

    private static void run(String id, String... topics) throws Exception {
        try (Admin admin = Clients.admin(west.bootstrapServers())) {
            admin.createTopics(Stream.of(topics)
                            .map(name -> new NewTopic(name, TASKS, (short) 1))
                            .toList())
                    .all()
                    .get();
        }
        for (String topic : topics) {
            Clients.write(
                    west.bootstrapServers(),
                    partitions(topic)
                            .map(each -> new ProducerRecord<byte[], byte[]>(
                                    topic, each.partition(), null, "a record".getBytes(UTF_8)))
                            .toList());
        }
        ObjectNode link =
                Http.JSON.createObjectNode().put("id", id).put("name", id).put("type", "active-passive");
        link.putObject("source_cluster")
                .put("cluster_id", "west")
                .putArray("brokers")
                .add(west.bootstrapServers());
        link.putObject("target_cluster")
                .put("cluster_id", "east")
                .putArray("brokers")
                .add(east.bootstrapServers());
        List.of(topics).forEach(link.withArray("topics")::add);
        Http.Answer created = api.post(LINKS, link.toString());
        assertThat(created.status()).as(created.text()).isEqualTo(201);
        Http.Answer started = api.post(LINKS + "/" + id + "/start", "");
        assertThat(started.status()).as(started.text()).isEqualTo(200);
    }

    private static Stream<TopicPartition> partitions(String topic) {
        return IntStream.range(0, TASKS).mapToObj(partition -> new TopicPartition(topic, partition));
    }

    private static void awaitCopies(String topic) {
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(Clients.read(
                                east.bootstrapServers(), partitions(topic).toList(), TASKS, Duration.ofSeconds(5)))
                        .hasSize(TASKS));
    }
}
