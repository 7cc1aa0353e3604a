package io.streambus.e2e.crash;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.streambus.e2e.replication.Clusters;
import io.streambus.e2e.replication.Clusters.Broker;
import io.streambus.e2e.replication.Eventually;
import io.streambus.e2e.replication.Load;
import io.streambus.e2e.replication.TopicRecords;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Issue 12, the crash matrix: kill -9 of the worker under load, again and again, while it runs a flow of each kind. The soak profile kills twenty
 * times. All flows share the worker, so that each kill counts for all of them; each test then looks at one flow.
 */
class CrashMatrixIT {

    private static final int KILLS = Integer.getInteger("streambus.crashes", 3);
    private static final long SEED = Long.getLong("streambus.seed", System.nanoTime());
    private static final int PARTITIONS = 2;
    private static final int COPIES_BETWEEN_KILLS = 300;
    private static final int FIRST_ORDER = 1_000_000;
    private static final int ORDERS_BEFORE = 1_000;
    private static final Duration LONGEST_LIFE_MORE = Duration.ofSeconds(3);
    private static final Map<String, String> CLEANED_SOON =
            Map.of("cleanup.policy", "compact", "segment.ms", "1000", "min.cleanable.dirty.ratio", "0.01");

    @TempDir
    private static Path data;

    private static Clusters clusters;
    private static Logs west;
    private static Logs east;
    private static ConnectGroup group;
    private static ForeignTransaction open;

    /** By its name on the source, the name of each topic that is copied under load on the target. */
    private static final Map<String, String> TOPICS = Map.of(
            "plain", "plain",
            "filtered", "filtered",
            "renamed", "another.name",
            "compacted", "compacted",
            "cleaned", "cleaned",
            "orders", "orders",
            "enriched", "enriched",
            "hidden", "hidden");

    @BeforeAll
    static void killTheWorkerUnderLoadAgainAndAgain() throws Exception {
        System.out.println("[figures] crash matrix: " + KILLS + " kills, -Dstreambus.seed=" + SEED);
        clusters = Clusters.withoutWorker(
                Broker.plain("west", Map.of("log.cleaner.backoff.ms", "500")),
                Broker.plain(
                        "east",
                        Map.of(
                                "log.cleaner.backoff.ms",
                                "500",
                                "transaction.max.timeout.ms",
                                String.valueOf(ForeignTransaction.TIMEOUT.toMillis()))));
        west = new Logs(clusters.west());
        east = new Logs(clusters.east());
        createTopics();
        // An application that carries their headers then names offsets that the flow has not come to in the other
        // topic.
        for (int partition = 0; partition < PARTITIONS; partition++) {
            clusters.west().write("orders", partition, FIRST_ORDER, FIRST_ORDER + ORDERS_BEFORE);
        }
        group = new ConnectGroup("matrix", clusters.east(), 1, Map.of(), data);
        open = new ForeignTransaction(clusters.east(), "hidden", PARTITIONS);
        List<AutoCloseable> load = new ArrayList<>();
        for (String topic : TOPICS.keySet()) {
            load.add(Load.gentle(clusters.west(), topic, PARTITIONS));
        }
        load.add(new CarryingApplication(clusters.east(), "orders", "enriched", PARTITIONS));
        runFlows();

        killAgainAndAgain(new Random(SEED));

        for (AutoCloseable each : load) {
            each.close();
        }
        clusters.west().write(List.of(new ProducerRecord<>("cleaned", 1, TopicRecords.key(3), null)));
    }

    private static void createTopics() {
        for (String topic : TOPICS.keySet()) {
            Map<String, String> settings = new HashMap<>();
            if (topic.equals("compacted")) {
                settings.put("cleanup.policy", "compact");
            }
            if (topic.equals("cleaned")) {
                settings.putAll(CLEANED_SOON);
            }
            clusters.west().createTopic(topic, PARTITIONS, settings);
        }
        // Where somebody has a transaction open, there is a topic; where an application works, there are both.
        for (String topic : List.of("hidden", "orders", "enriched")) {
            clusters.east().createTopic(topic, PARTITIONS, Map.of());
        }
    }

    private static void runFlows() {
        run("plain", Map.of());
        run(
                "filtered",
                Map.of(
                        "transforms", "sieve,mark",
                        "transforms.sieve.type", "io.streambus.connect.smt.FilterRecords",
                        "transforms.sieve.exclude.pattern.1", "7$",
                        "transforms.mark.type", "io.streambus.connect.smt.RewriteHeaders",
                        "transforms.mark.source.cluster.alias", "west",
                        "transforms.mark.add.copied", "from ${source_cluster}, ${topic}-${partition}@${offset}"));
        run("renamed", Map.of("topics.rename", "renamed:another.name"));
        run("compacted", Map.of());
        run("cleaned", Map.of());
        run("orders", Map.of("topics", "orders,enriched", "existing.topics", "adopt"));
        run("hidden", Map.of("existing.topics", "adopt"));
    }

    private static void run(String topic, Map<String, String> more) {
        Map<String, String> settings = CrashFlows.westToEast(clusters, topic, Map.of());
        settings.put("tasks.max", "1");
        settings.put("checkpoint.interval.ms", "2000");
        settings.putAll(more);
        group.run(topic + "-flow", settings);
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
            group.restart(0);
        }
    }

    private static Map<String, Long> sizes() {
        Map<String, Long> sizes = new HashMap<>();
        TOPICS.values().forEach(topic -> sizes.put(topic, east.size(topic, PARTITIONS)));
        return sizes;
    }

    @AfterAll
    static void stopClusters() {
        for (AutoCloseable each : new AutoCloseable[] {group, open, west, east, clusters}) {
            Utils.closeQuietly(each, "test environment");
        }
    }

    @Test
    void aPlainFlowLosesNothingAndRepeatsNothing() {
        assertPerfect("plain-flow", "plain");
    }

    @Test
    void aFlowThatFiltersAndRewritesHeadersLosesNothingAndRepeatsNothing() {
        east.awaitCaughtUp("filtered-flow", west, "filtered", PARTITIONS);
        CrashFigures sum = CrashFigures.none("filtered");
        for (int partition = 0; partition < PARTITIONS; partition++) {
            List<ConsumerRecord<byte[], byte[]>> expected = clusters.west().read("filtered", partition).stream()
                    .filter(record -> !new String(record.value(), UTF_8).endsWith("7"))
                    .toList();
            for (ConsumerRecord<byte[], byte[]> record : expected) {
                String mark = "from west, filtered-" + partition + "@" + record.offset();
                record.headers().add("copied", mark.getBytes(UTF_8));
            }
            sum = sum.plus(CrashFigures.compare(
                    "filtered", Line.of(expected), Line.of(clusters.east().read("filtered", partition))));
        }
        sum.print().assertPerfect();
    }

    @Test
    void aFlowThatRenamesLosesNothingAndRepeatsNothing() {
        assertPerfect("renamed-flow", "renamed");
    }

    @Test
    void aFlowBetweenCompactedTopicsLosesNothingAndRepeatsNothing() {
        assertPerfect("compacted-flow", "compacted");
    }

    /** The cleaners of both sides take records away while they are copied: what must be right is what they leave. */
    @Test
    void whereTheCleanerIsAtWorkTheLastValueOfEveryKeyIsRight() {
        east.awaitCaughtUp("cleaned-flow", west, "cleaned", PARTITIONS);
        long stale = 0;
        for (int partition = 0; partition < PARTITIONS; partition++) {
            CrashFigures figures = CrashFigures.compare(
                            "cleaned-" + partition,
                            Line.of(clusters.west().read("cleaned", partition)),
                            Line.of(clusters.east().read("cleaned", partition)))
                    .print();
            assertThat(figures.expected()).as("records that are left").isPositive();
            stale += figures.stale();
        }
        assertThat(stale).as("keys whose last value is not the source's").isZero();
    }

    /** What is seen number 2 under load: the application's records name source offsets that are not theirs. */
    @Test
    void anApplicationOnTheTargetThatCopiesHeadersAllTheTimeCostsNothing() {
        assertPerfect("orders-flow", "orders");
        east.awaitCaughtUp("orders-flow", west, "enriched", PARTITIONS);
        assertThat(clusters.east().read("enriched", 0))
                .as("the application was at work")
                .anyMatch(CarryingApplication::wrote);
        Copies.figures(
                        clusters.west(),
                        "enriched",
                        clusters.east(),
                        "enriched",
                        PARTITIONS,
                        record -> !CarryingApplication.wrote(record))
                .assertPerfect();
    }

    /** What is seen number 7: our copies stand behind somebody's open transaction, and are there nevertheless. */
    @Test
    void somebodyElsesOpenTransactionHidesNoCopies() {
        east.awaitCaughtUp("hidden-flow", west, "hidden", PARTITIONS);
        open.close();
        assertPerfect("hidden-flow", "hidden");
    }

    private static void assertPerfect(String flow, String topic) {
        east.awaitCaughtUp(flow, west, topic, PARTITIONS);
        Copies.figures(clusters.west(), topic, clusters.east(), TOPICS.get(topic), PARTITIONS, record -> true)
                .assertPerfect();
    }
}
