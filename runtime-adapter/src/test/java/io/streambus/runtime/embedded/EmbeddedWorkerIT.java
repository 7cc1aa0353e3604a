package io.streambus.runtime.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedWorkerIT {

    private static EmbeddedCluster cluster;

    @BeforeAll
    static void startCluster(@TempDir Path dir) {
        cluster = EmbeddedCluster.start(new ClusterSpec("control", 0, dir, Map.of()));
    }

    @AfterAll
    static void stopCluster() {
        cluster.close();
    }

    @Test
    void aWorkerIsReadyAtReturnAndStopsWithoutLeavingThreadsOrItsClassLoader() {
        ClassLoader callers = Thread.currentThread().getContextClassLoader();
        EmbeddedWorker worker =
                EmbeddedWorker.start(new WorkerSpec(cluster.bootstrapServers(), 0, List.of(), Map.of()));

        assertThat(worker.runtime().connectors()).isEmpty();
        assertThat(worker.url().getHost()).isEqualTo("127.0.0.1");
        assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(callers);
        long start = System.nanoTime();
        worker.close();

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet().stream()
                                .filter(Thread::isAlive)
                                .map(Thread::getName)
                                .filter(name -> name.contains("Herder")
                                        || name.contains("qtp")
                                        || name.contains("KafkaBasedLog")
                                        || name.contains("connect-rest"))
                                .collect(Collectors.toList()))
                        .isEmpty());
    }

    @Test
    void aTakenPortIsAnErrorThatNamesIt() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            WorkerSpec spec = new WorkerSpec(cluster.bootstrapServers(), taken.getLocalPort(), List.of(), Map.of());

            assertThatThrownBy(() -> EmbeddedWorker.start(spec))
                    .isInstanceOf(StartFailedException.PortTaken.class)
                    .hasMessageContaining("127.0.0.1:" + taken.getLocalPort());
        }
    }

    @Test
    void aClusterThatIsNotThereFailsTheStartAndIsNamed() throws Exception {
        int nobody;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = free.getLocalPort();
        }
        WorkerSpec spec = new WorkerSpec(
                "127.0.0.1:" + nobody,
                0,
                List.of(),
                Map.of("request.timeout.ms", "1000", "default.api.timeout.ms", "1500"));

        assertThatThrownBy(() -> EmbeddedWorker.start(spec))
                .isInstanceOf(StartFailedException.class)
                .hasMessageContaining("127.0.0.1:" + nobody);
    }
}
