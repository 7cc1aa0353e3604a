package io.streambus.e2e.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.streambus.connect.checkpoint.TaskCheckpoint;
import io.streambus.e2e.replication.Clusters.Broker;
import io.streambus.runtime.fault.FaultProxy;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Scenario 16: the lines from the worker to the source and to the target are cut, or stand half open, under load. Two flows run side by side, each
 * with one bad line, so that every outage tries both. The soak profile adds an outage of a minute.
 */
class BrokenNetworkIT {

    private static final List<Integer> OUTAGES = Stream.of(
                    System.getProperty("streambus.outages", "1,5").split(","))
            .map(Integer::valueOf)
            .toList();

    private static final int PARTITIONS = 3;
    private static final int REQUEST_TIMEOUT_MS = 2_000;
    private static final String BAD_SOURCE = "bad-source";
    private static final String BAD_TARGET = "bad-target";
    private static final List<String> FLOWS = List.of(BAD_SOURCE, BAD_TARGET);

    private static final FaultProxy toWest = FaultProxy.open();
    private static final FaultProxy toEast = FaultProxy.open();
    private static Clusters clusters;

    @BeforeAll
    static void startClusters() {
        clusters = new Clusters(
                Map.of(),
                Broker.guarded("west", Map.of("advertised.listeners", "CLIENTS://" + toWest.address())),
                Broker.guarded("east", Map.of("advertised.listeners", "CLIENTS://" + toEast.address())));
        toWest.forwardTo(clusters.listener("west"));
        toEast.forwardTo(clusters.listener("east"));
    }

    @AfterAll
    static void stopClusters() {
        clusters.close();
        toWest.close();
        toEast.close();
    }

    @AfterEach
    void deleteConnectors() {
        clusters.runtime().connectors().forEach(clusters.runtime()::delete);
    }

    @Test
    void linesThatAreCutAndMendedLoseNothingAndBringNothingTwice() throws Exception {
        try (Flows flows = new Flows("cut")) {
            for (int seconds : OUTAGES) {
                flows.awaitRecords();
                toWest.cut();
                toEast.cut();
                flows.assertThatNothingArrives(Duration.ofSeconds(seconds));
                toWest.admit();
                toEast.admit();
            }
            flows.awaitRecords();
            flows.assertNoTaskWasRestarted();
        }
    }

    /** Longer than the clients wait for an answer: they give the connections up, and what they had sent goes on its way all the same. */
    @Test
    void linesThatStandHalfOpenLoseNothingAndBringNothingTwice() throws Exception {
        try (Flows flows = new Flows("frozen")) {
            for (int time = 0; time < 2; time++) {
                flows.awaitRecords();
                toWest.freeze();
                toEast.freeze();
                flows.assertThatNothingArrives(Duration.ofMillis(3 * REQUEST_TIMEOUT_MS));
                toWest.thaw();
                toEast.thaw();
            }
            flows.awaitRecords();
            flows.assertNoTaskWasRestarted();
        }
    }

    /** The two flows under load; closing them ends the load and compares both sides. */
    private static final class Flows implements AutoCloseable {

        private final String test;
        private final List<Load> loads;
        private final Map<String, List<TaskCheckpoint>> tasks = new HashMap<>();

        Flows(String test) {
            this.test = test;
            FLOWS.forEach(flow -> clusters.west().createTopic(topic(flow), PARTITIONS, Map.of()));
            loads = FLOWS.stream()
                    .map(flow -> Load.gentle(clusters.west(), topic(flow), PARTITIONS))
                    .toList();
            run(BAD_SOURCE, toWest.address(), clusters.east().bootstrapServers());
            run(BAD_TARGET, clusters.west().bootstrapServers(), toEast.address());
            FLOWS.forEach(
                    flow -> Eventually.become(() -> !startsOfTasks(flow).isEmpty(), "the tasks of " + flow + " run"));
            FLOWS.forEach(flow -> tasks.put(flow, startsOfTasks(flow)));
        }

        private String topic(String flow) {
            return flow + "-" + test;
        }

        private void run(String flow, String west, String east) {
            String timeout = String.valueOf(REQUEST_TIMEOUT_MS);
            clusters.run(
                    topic(flow),
                    Clusters.flow(
                            "west",
                            west,
                            "east",
                            east,
                            topic(flow),
                            Map.of(
                                    "tasks.max", "1",
                                    "source.cluster.request.timeout.ms", timeout,
                                    "source.cluster.default.api.timeout.ms", timeout,
                                    "target.cluster.request.timeout.ms", timeout,
                                    "target.cluster.default.api.timeout.ms", timeout,
                                    "producer.override.request.timeout.ms", timeout)));
        }

        private List<TaskCheckpoint> startsOfTasks(String flow) {
            return List.copyOf(clusters.east().tasks(topic(flow)).values());
        }

        private long arrived(String flow) {
            return clusters.east().size(topic(flow), PARTITIONS);
        }

        void awaitRecords() {
            for (String flow : FLOWS) {
                long before = arrived(flow);
                Eventually.become(() -> arrived(flow) > before + 200, "records arrive, " + flow);
            }
        }

        /** Also shows that the flows do go over the lines that are broken. */
        void assertThatNothingArrives(Duration outage) {
            AtomicLong last = new AtomicLong(-1);
            await("nothing arrives while the lines are broken")
                    .during(outage)
                    .atMost(outage.plusSeconds(10))
                    .until(() -> {
                        long now = FLOWS.stream().mapToLong(this::arrived).sum();
                        return last.getAndSet(now) == now;
                    });
        }

        void assertNoTaskWasRestarted() {
            for (String flow : FLOWS) {
                assertThat(clusters.isRunning(topic(flow))).as(flow).isTrue();
                assertThat(startsOfTasks(flow))
                        .as("a task of %s that was restarted would have a later start", flow)
                        .extracting(TaskCheckpoint::startedAtMs)
                        .isEqualTo(tasks.get(flow).stream()
                                .map(TaskCheckpoint::startedAtMs)
                                .toList());
            }
        }

        @Override
        public void close() throws InterruptedException {
            toWest.admit();
            toEast.admit();
            toWest.thaw();
            toEast.thaw();
            for (Load load : loads) {
                load.close();
            }
            for (String flow : FLOWS) {
                Eventually.become(
                        () -> arrived(flow) >= clusters.west().size(topic(flow), PARTITIONS), "all is across, " + flow);
                clusters.assertSameContents(topic(flow), PARTITIONS);
            }
        }
    }
}
