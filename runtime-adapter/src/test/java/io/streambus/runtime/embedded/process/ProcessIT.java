package io.streambus.runtime.embedded.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streambus.runtime.ConnectorStatus.State;
import io.streambus.runtime.InitialState;
import io.streambus.runtime.embedded.ClusterSpec;
import io.streambus.runtime.embedded.StartFailedException;
import io.streambus.runtime.embedded.WorkerSpec;
import io.streambus.runtime.plugin.IdleSourceConnector;
import io.streambus.runtime.plugin.PluginDirectory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessIT {

    private static final Duration SETTLES = Duration.ofSeconds(40);

    @TempDir
    Path dir;

    @Test
    void aKilledClusterHasItsRecordsWhenItIsStartedAgain() throws Exception {
        ClusterSpec again;
        try (ClusterProcess cluster = ClusterProcess.start(new ClusterSpec("us-west-1", 0, dir, Map.of()))) {
            try (Admin admin = admin(cluster);
                    KafkaProducer<String, String> producer = producer(cluster)) {
                admin.createTopics(List.of(new NewTopic("orders", 1, (short) 1)))
                        .all()
                        .get();
                producer.send(new ProducerRecord<>("orders", "one")).get();
            }
            cluster.kill();
            assertThat(cluster.isAlive()).isFalse();
            again = cluster.spec();
        }
        try (ClusterProcess cluster = ClusterProcess.start(again);
                Admin admin = admin(cluster)) {
            assertThat(cluster.bootstrapServers()).isEqualTo("127.0.0.1:" + again.port());
            TopicPartition partition = new TopicPartition("orders", 0);
            assertThat(admin.listOffsets(Map.of(partition, OffsetSpec.latest()))
                            .partitionResult(partition)
                            .get()
                            .offset())
                    .isEqualTo(1);
        }
    }

    @Test
    void aSuspendedClusterAnswersNobodyUntilItIsResumed() throws Exception {
        try (ClusterProcess cluster = ClusterProcess.start(new ClusterSpec("us-west-1", 0, dir, Map.of()));
                Admin admin = admin(cluster)) {
            admin.listTopics().names().get();

            cluster.suspend();
            assertThatThrownBy(() -> admin.listTopics().names().get(1, TimeUnit.SECONDS))
                    .isInstanceOfAny(TimeoutException.class, ExecutionException.class);
            cluster.resume();

            assertThat(admin.listTopics().names().get()).isEmpty();
        }
    }

    @Test
    void aKilledWorkerRunsItsConnectorsWhenItIsStartedAgainAndASuspendedOneStillCloses() throws Exception {
        Path plugins = PluginDirectory.create(dir);
        try (ClusterProcess cluster =
                ClusterProcess.start(new ClusterSpec("control", 0, dir.resolve("cluster"), Map.of()))) {
            WorkerSpec again;
            try (WorkerProcess worker = WorkerProcess.start(
                    new WorkerSpec(cluster.bootstrapServers(), 0, List.of(plugins), Map.of()), dir.resolve("worker"))) {
                worker.runtime()
                        .create(
                                "idle",
                                Map.of(
                                        "connector.class",
                                        IdleSourceConnector.class.getName(),
                                        IdleSourceConnector.FEED,
                                        "any"),
                                InitialState.RUNNING);
                awaitRunning(worker);
                worker.kill();
                again = worker.spec();
            }
            WorkerProcess worker = WorkerProcess.start(again, dir.resolve("worker"));
            awaitRunning(worker);
            worker.suspend();
            worker.close();
            assertThat(worker.isAlive()).isFalse();
        }
    }

    @Test
    void anyMainClassMayBeAChildThatIsToldLinesAndEndsWithItsParentsInterest() {
        Path output = dir.resolve("output.log");
        MainProcess child =
                MainProcess.start("listener", Listener.class, List.of("here"), JavaVm.quickToStart(), output);
        try (child) {
            assertThat(child.address()).isEqualTo("here");

            child.tell("a word");

            Awaitility.await()
                    .atMost(SETTLES)
                    .untilAsserted(() -> assertThat(output).content().contains("heard a word"));
        }
        assertThat(child.isAlive()).isFalse();
    }

    static final class Listener {

        public static void main(String[] args) {
            var parent = io.streambus.runtime.embedded.process.Parent.ofThisProcess();
            parent.ready(args[0]);
            parent.nextLine().ifPresent(line -> System.out.println("heard " + line));
            parent.awaitEnd();
        }
    }

    private static void awaitRunning(WorkerProcess worker) {
        Awaitility.await()
                .ignoreExceptions()
                .atMost(SETTLES)
                .untilAsserted(() -> assertThat(worker.runtime().status("idle").tasks())
                        .singleElement()
                        .satisfies(task -> assertThat(task.instance().state()).isEqualTo(State.RUNNING)));
    }

    @Test
    void aTakenPortIsReportedByTheChild() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            ClusterSpec spec = new ClusterSpec("us-west-1", taken.getLocalPort(), dir, Map.of());

            assertThatThrownBy(() -> ClusterProcess.start(spec))
                    .isInstanceOf(StartFailedException.PortTaken.class)
                    .hasMessageContaining(":" + taken.getLocalPort());
        }
    }

    @Test
    void aStartThatFailsShowsTheEndOfTheOutput() {
        ClusterSpec faulty = new ClusterSpec("us-west-1", 0, dir, Map.of("num.io.threads", "many"));

        assertThatThrownBy(() -> ClusterProcess.start(faulty))
                .isInstanceOf(StartFailedException.class)
                .hasMessageContaining("output.log")
                .hasMessageContaining("num.io.threads")
                .hasMessageContaining("ChildMain");
    }

    @Test
    void aChildEndsWhenItsParentDoes() throws Exception {
        try (ClusterProcess cluster = ClusterProcess.start(new ClusterSpec("us-west-1", 0, dir, Map.of()))) {
            ProcessHandle child = ProcessHandle.of(cluster.pid()).orElseThrow();
            Process parent = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            Parent.class.getName(),
                            dir.resolve("orphan").toString())
                    .redirectError(dir.resolve("parent.log").toFile())
                    .start();
            long orphanPid = Long.parseLong(parent.inputReader().readLine());
            ProcessHandle orphan = ProcessHandle.of(orphanPid).orElseThrow();
            assertThat(orphan.isAlive()).isTrue();

            parent.destroyForcibly().waitFor();

            orphan.onExit().get(SETTLES.toSeconds(), TimeUnit.SECONDS);
            assertThat(child.isAlive()).isTrue();
        }
    }

    /** A parent that starts a cluster, says its process id, and waits to be killed. */
    static final class Parent {
        private Parent() {}

        public static void main(String[] args) throws Exception {
            ClusterProcess cluster = ClusterProcess.start(new ClusterSpec("orphan", 0, Path.of(args[0]), Map.of()));
            System.out.println(cluster.pid());
            Thread.currentThread().join();
        }
    }

    private static Admin admin(ClusterProcess cluster) {
        return Admin.create(Map.of("bootstrap.servers", cluster.bootstrapServers()));
    }

    private static KafkaProducer<String, String> producer(ClusterProcess cluster) {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", cluster.bootstrapServers()),
                new StringSerializer(),
                new StringSerializer());
    }
}
