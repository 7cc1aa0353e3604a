package io.streambus.e2e.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.streambus.e2e.replication.Clusters;
import io.streambus.e2e.replication.Eventually;
import io.streambus.e2e.replication.Load;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Issue 12, what is seen number 7: two workers share four tasks. One of them is stopped (SIGSTOP) for longer than its session, its tasks move to the
 * other one, and it is continued; later it is killed. The soak profile stops it for longer.
 */
@Execution(ExecutionMode.CONCURRENT)
class StoppedWorkerIT {

    private static final List<Duration> FREEZES = Stream.of(
                    System.getProperty("streambus.freezes", "15").split(","))
            .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)))
            .toList();
    private static final int PARTITIONS = 4;
    private static final int VICTIM = 1;

    @TempDir
    private static Path data;

    private static Clusters clusters;
    private static Logs west;
    private static Logs east;

    @BeforeAll
    static void startClusters() {
        clusters = Clusters.withoutWorker("west", "east");
        west = new Logs(clusters.west());
        east = new Logs(clusters.east());
    }

    @AfterAll
    static void stopClusters() {
        for (AutoCloseable each : new AutoCloseable[] {west, east, clusters}) {
            Utils.closeQuietly(each, "test environment");
        }
    }

    @Test
    void withExactlyOnceNothingIsLostAndNothingComesTwice() throws Exception {
        stopAndKill(
                "exact",
                Map.of("exactly.once.source.support", "enabled"),
                Map.of("exactly.once.support", "required", "transaction.boundary", "connector"));

        Copies.figures(clusters.west(), clusters.east(), "exact", PARTITIONS).assertPerfect();
    }

    /** What a stopped worker had handed to its producer is out of its hands: it is sent when it is continued, whatever others have done since. */
    @Test
    void withoutExactlyOnceNothingIsLostAndNoMoreComesTwiceThanWasInFlightAtTheStop() throws Exception {
        long inFlight = stopAndKill("inexact", Map.of(), Map.of());

        CrashFigures figures = Copies.figures(clusters.west(), clusters.east(), "inexact", PARTITIONS);
        assertThat(figures.lost()).as("lost").isZero();
        assertThat(figures.strange()).as("strange").isZero();
        assertThat(figures.twice()).as("twice, of at most what was in flight").isLessThanOrEqualTo(inFlight);
    }

    /** @return the most that can have been in flight in the stopped worker: what was on the source and not on the target, summed over all stops */
    private static long stopAndKill(String name, Map<String, String> worker, Map<String, String> more)
            throws InterruptedException {
        clusters.west().createTopic(name, PARTITIONS, Map.of());
        String flow = name + "-flow";
        Map<String, String> settings = new HashMap<>(more);
        settings.put("tasks.max", "4");
        settings.put("checkpoint.interval.ms", "2000");
        long inFlight = 0;
        try (ConnectGroup group = new ConnectGroup(name, clusters.east(), 2, worker, data)) {
            try (Load load = new Load(clusters.west(), name, PARTITIONS)) {
                group.run(flow, CrashFlows.westToEast(clusters, name, settings));
                for (Duration freeze : FREEZES) {
                    awaitCopies(name, 1_000);
                    group.awaitShared(flow);
                    group.worker(VICTIM).suspend();
                    long copied = east.size(name, PARTITIONS);
                    long behind = west.size(name, PARTITIONS) - copied;
                    inFlight += Math.max(0, behind);
                    System.out.println("[figures] " + name + ": at most " + behind + " in flight at the stop for "
                            + freeze.toSeconds() + " s");
                    await("it is stopped")
                            .pollDelay(freeze)
                            .atMost(freeze.plusSeconds(10))
                            .until(() -> true);
                    group.worker(VICTIM).resume();
                    awaitCopies(name, 5_000);
                    group.awaitShared(flow);
                }
                awaitCopies(name, 1_000);
                group.kill(VICTIM);
                awaitCopies(name, 5_000);
                group.restart(VICTIM);
                assertThat(load.written()).isPositive();
            }
            Eventually.become(
                    () -> {
                        group.restartFailed(flow);
                        return east.size(name, PARTITIONS) >= west.size(name, PARTITIONS);
                    },
                    "all is across");
            east.awaitCaughtUp(flow, west, name, PARTITIONS);
        }
        return inFlight;
    }

    private static void awaitCopies(String topic, int more) {
        long before = east.size(topic, PARTITIONS);
        Eventually.become(() -> east.size(topic, PARTITIONS) > before + more, topic + " is copied under load");
    }
}
