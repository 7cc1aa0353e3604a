package io.streambus.e2e.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.streambus.e2e.replication.Clusters;
import io.streambus.e2e.replication.Clusters.Broker;
import io.streambus.e2e.replication.Eventually;
import io.streambus.e2e.replication.Load;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kill -9, under load and again and again, of a worker that writes every connector's records in transactions, asked or not: what it leaves behind
 * unfinished is no copy. The soak profile kills twenty times. All flows share the worker, so that each kill counts for all of them.
 *
 * <p>A worker that is started after a kill reads Connect's offsets first, and does not get past a transaction that is open there: it is not up before that
 * has timed out. By Kafka's defaults that takes up to 70 s, a minute for the producer's time-out and ten seconds for the broker to look for it, more than
 * a worker is given to start here. So both are set lower.
 */
class KilledTransactionsIT {

    private static final int KILLS = Integer.getInteger("streambus.crashes", 3);
    private static final long SEED = Long.getLong("streambus.seed", System.nanoTime());
    private static final int PARTITIONS = 2;
    private static final int COPIES_BETWEEN_KILLS = 300;
    private static final Duration LONGEST_LIFE_MORE = Duration.ofSeconds(3);
    private static final String TRANSACTION_TIMEOUT_MS = "10000";

    @TempDir
    private static Path data;

    private static Clusters clusters;
    private static Logs west;
    private static Logs east;
    private static ConnectGroup group;

    /** By topic, what the configuration of its flow says of transactions. */
    private static Map<String, Map<String, String>> flows() {
        // Another spelling of the same address: Connect takes the cluster for another one, and stores the offsets a
        // second time, beside the transaction and before it is committed.
        String spelled = clusters.east().bootstrapServers().replace("127.0.0.1", "localhost");
        return Map.of(
                "unasked",
                Map.of(),
                "intervals",
                Map.of("transaction.boundary", "interval", "transaction.boundary.interval.ms", "1000"),
                "asked",
                Map.of("exactly.once.support", "required", "transaction.boundary", "connector"),
                "stored.twice",
                Map.of("producer.override.bootstrap.servers", spelled));
    }

    @BeforeAll
    static void killTheWorkerUnderLoadAgainAndAgain() throws Exception {
        System.out.println("[figures] killed transactions: " + KILLS + " kills, -Dstreambus.seed=" + SEED);
        clusters = Clusters.withoutWorker(
                Broker.plain("west"),
                Broker.plain("east", Map.of("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000")));
        west = new Logs(clusters.west());
        east = new Logs(clusters.east());
        group = new ConnectGroup(
                "transactions", clusters.east(), 1, Map.of("exactly.once.source.support", "enabled"), data);
        List<Load> loads = new ArrayList<>();
        flows().forEach((topic, more) -> {
            clusters.west().createTopic(topic, PARTITIONS, Map.of());
            loads.add(Load.gentle(clusters.west(), topic, PARTITIONS));
            Map<String, String> settings = CrashFlows.westToEast(clusters, topic, Map.of());
            settings.put("tasks.max", "1");
            settings.put("checkpoint.interval.ms", "2000");
            settings.put("producer.override.transaction.timeout.ms", TRANSACTION_TIMEOUT_MS);
            settings.putAll(more);
            group.run(topic + "-flow", settings);
        });
        try {
            killAgainAndAgain(new Random(SEED));
        } finally {
            for (Load load : loads) {
                load.close();
            }
        }
    }

    private static void killAgainAndAgain(Random random) {
        for (int kill = 0; kill < KILLS; kill++) {
            Map<String, Long> before = sizes();
            Eventually.assertThat(() -> sizes().forEach((topic, size) -> assertThat(size)
                    .as("records of %s arrive between two kills", topic)
                    .isGreaterThan(before.get(topic) + COPIES_BETWEEN_KILLS)));
            Duration more = Duration.ofMillis(random.nextLong(LONGEST_LIFE_MORE.toMillis()));
            await("a moment of nobody's choosing")
                    .pollDelay(more)
                    .atMost(more.plusSeconds(10))
                    .until(() -> true);
            group.kill(0);
            long killed = System.nanoTime();
            group.restart(0);
            System.out.printf("[figures] kill %d: a worker again after %.1f s%n", kill, secondsSince(killed));
        }
    }

    private static double secondsSince(long nanos) {
        return (System.nanoTime() - nanos) / 1e9;
    }

    private static Map<String, Long> sizes() {
        Map<String, Long> sizes = new HashMap<>();
        flows().keySet().forEach(topic -> sizes.put(topic, east.size(topic, PARTITIONS)));
        return sizes;
    }

    @AfterAll
    static void stopClusters() {
        for (AutoCloseable each : new AutoCloseable[] {group, west, east, clusters}) {
            Utils.closeQuietly(each, "test environment");
        }
    }

    @Test
    void aFlowThatDidNotAskLosesNothingAndRepeatsNothing() {
        assertPerfect("unasked");
    }

    @Test
    void aFlowWhoseTransactionsAreLongLosesNothingAndRepeatsNothing() {
        assertPerfect("intervals");
    }

    @Test
    void aFlowThatAskedLosesNothingAndRepeatsNothing() {
        assertPerfect("asked");
    }

    @Test
    void aFlowWhoseOffsetsAreAheadOfItsTransactionsLosesNothingAndRepeatsNothing() {
        assertPerfect("stored.twice");
    }

    private static void assertPerfect(String topic) {
        long start = System.nanoTime();
        east.awaitCaughtUp(topic + "-flow", west, topic, PARTITIONS);
        CrashFigures figures = Copies.figures(clusters.west(), clusters.east(), topic, PARTITIONS);
        System.out.printf("[figures] %s: all across after another %.1f s%n", topic, secondsSince(start));
        figures.assertPerfect();
        Eventually.assertThat(() -> assertThat(clusters.east().copied(topic + "-flow"))
                .as("told as copied of %s", topic)
                .isEqualTo(west.size(topic, PARTITIONS)));
    }
}
