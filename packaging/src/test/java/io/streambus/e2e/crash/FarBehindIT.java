package io.streambus.e2e.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.streambus.e2e.replication.Clusters;
import io.streambus.e2e.replication.Eventually;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Issue 12: a flow that is far behind and whose worker never lives for long. It is slowed down, or it would be across in one life. */
class FarBehindIT {

    private static final int RECORDS = 200_000;
    private static final int PARTITIONS = 4;
    private static final int CHUNK = 10_000;
    private static final Duration LIFE = Duration.ofSeconds(5);
    private static final int MOST_LIVES = 60;
    private static final String RATE = System.getProperty("streambus.behind.rate", "200000");

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
    void aFlowFarBehindGetsThroughThoughItsWorkerIsKilledFiveSecondsAfterEachFirstCopy() {
        clusters.west().createTopic("behind", PARTITIONS, Map.of());
        for (int from = 0; from < RECORDS; from += CHUNK) {
            clusters.west().write("behind", from / CHUNK % PARTITIONS, from, from + CHUNK);
        }
        try (ConnectGroup group = new ConnectGroup("behind", clusters.east(), 1, Map.of(), data)) {
            group.run(
                    "behind-flow",
                    CrashFlows.westToEast(
                            clusters,
                            "behind",
                            Map.of("checkpoint.interval.ms", "2000", "throttle.bytes.per.second", RATE)));
            int lives = 1;
            for (long before = 0; !isAcrossAfterALife(before); lives++) {
                assertThat(lives).as("lives of the worker").isLessThan(MOST_LIVES);
                group.kill(0);
                before = copies();
                System.out.println("[figures] far behind: " + before + " of " + RECORDS + " after life " + lives);
                group.restart(0);
            }
            east.awaitCaughtUp("behind-flow", west, "behind", PARTITIONS);
            assertThat(lives).as("lives of the worker").isGreaterThan(1);
        }

        Copies.figures(clusters.west(), clusters.east(), "behind", PARTITIONS).assertPerfect();
    }

    private static boolean isAcrossAfterALife(long before) {
        Eventually.become(() -> copies() > before, "there is a copy more than the " + before + " of all lives before");
        long deadline = System.nanoTime() + LIFE.toNanos();
        await().atMost(LIFE.plusSeconds(30)).until(() -> System.nanoTime() - deadline > 0 || copies() >= RECORDS);
        return copies() >= RECORDS;
    }

    private static long copies() {
        return east.size("behind", PARTITIONS);
    }
}
