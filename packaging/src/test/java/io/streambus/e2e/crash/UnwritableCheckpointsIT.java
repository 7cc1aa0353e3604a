package io.streambus.e2e.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.streambus.connect.checkpoint.CheckpointFormat;
import io.streambus.connect.checkpoint.PartitionCheckpoint;
import io.streambus.e2e.replication.Clusters;
import io.streambus.e2e.replication.Clusters.Broker;
import io.streambus.e2e.replication.Eventually;
import io.streambus.e2e.replication.Load;
import io.streambus.runtime.fault.FaultProxy;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Issue 12, what is seen number 7: a checkpoints topic that can't be written for a while holds up no records, and is written again once it can be. */
class UnwritableCheckpointsIT {

    private static final int PARTITIONS = 2;
    private static final int COPIES = 1_000;
    /** What was on its way may still be written. */
    private static final Duration NOTICED = Duration.ofSeconds(2);

    private static final Duration OUTAGE = Duration.ofSeconds(12);
    private static final Duration LONGEST_STALL = Duration.ofSeconds(4);

    private static final FaultProxy toCheckpoints = FaultProxy.open();
    private static Clusters clusters;
    private static Logs west;
    private static Logs east;

    @BeforeAll
    static void startClusters() {
        clusters = new Clusters(
                Map.of(),
                Broker.plain("west"),
                Broker.guarded("east", Map.of("advertised.listeners", "CLIENTS://" + toCheckpoints.address())));
        toCheckpoints.forwardTo(clusters.listener("east"));
        west = new Logs(clusters.west());
        east = new Logs(clusters.east());
    }

    @AfterAll
    static void stopClusters() {
        for (AutoCloseable each : new AutoCloseable[] {west, east, clusters, toCheckpoints}) {
            Utils.closeQuietly(each, "test environment");
        }
    }

    /** Each try is over at once. */
    @Test
    void copyingGoesOnWhileCheckpointsAreRefused() throws Exception {
        goesOn(
                "refused",
                () -> clusters.east().set(CheckpointFormat.TOPIC, "max.message.bytes", "100"),
                () -> clusters.east().set(CheckpointFormat.TOPIC, "max.message.bytes", "1048588"));
    }

    /** No try ends, and soon there is no room for another: the little that the producer may hold stands for many large offset maps. */
    @Test
    void copyingGoesOnWhileNoAnswerComesToCheckpoints() throws Exception {
        goesOn("unanswered", toCheckpoints::freeze, toCheckpoints::thaw);
    }

    private static void goesOn(String topic, Runnable outage, Runnable mend) throws Exception {
        String flow = topic + "-flow";
        clusters.west().createTopic(topic, PARTITIONS, Map.of());
        try (Load load = Load.gentle(clusters.west(), topic, PARTITIONS)) {
            clusters.run(
                    flow,
                    CrashFlows.westToEast(
                            clusters,
                            topic,
                            Map.of(
                                    "tasks.max", "1",
                                    "target.producer.bootstrap.servers", toCheckpoints.address(),
                                    "target.producer.buffer.memory", "20000")));
            Eventually.become(() -> east.size(topic, PARTITIONS) > COPIES && progress(flow) > 0, "records are copied");

            outage.run();
            try {
                passes(NOTICED);
                long checkpoint = progress(flow);
                long before = east.size(topic, PARTITIONS);
                Duration stall = longestStall(topic);
                long copied = east.size(topic, PARTITIONS) - before;
                System.out.println("[figures] checkpoints " + topic + ": " + copied + " copied within "
                        + OUTAGE.toSeconds() + " s, longest stall " + stall.toMillis() + " ms");
                assertThat(progress(flow))
                        .as("nothing was written to the checkpoints")
                        .isEqualTo(checkpoint);
                assertThat(copied).as("copied meanwhile").isGreaterThan(COPIES);
                assertThat(stall).as("the longest stall of the records").isLessThan(LONGEST_STALL);
            } finally {
                mend.run();
            }
            assertThat(load.written()).isPositive();
        }
        east.awaitCaughtUp(flow, west, topic, PARTITIONS);

        Copies.figures(clusters.west(), clusters.east(), topic, PARTITIONS).assertPerfect();
        assertThat(clusters.isRunning(flow)).isTrue();
        clusters.runtime().delete(flow);
    }

    /** Looks for as long as the outage takes. */
    private static Duration longestStall(String topic) {
        long end = System.nanoTime() + OUTAGE.toNanos();
        AtomicLong size = new AtomicLong(east.size(topic, PARTITIONS));
        AtomicLong grewAt = new AtomicLong(System.nanoTime());
        AtomicLong longest = new AtomicLong();
        await("the outage").atMost(OUTAGE.multipliedBy(3)).until(() -> {
            long now = System.nanoTime();
            long found = east.size(topic, PARTITIONS);
            longest.accumulateAndGet(now - grewAt.get(), Math::max);
            if (size.getAndSet(found) < found) {
                grewAt.set(now);
            }
            return now - end > 0;
        });
        return Duration.ofNanos(longest.get());
    }

    private static long progress(String flow) {
        return east.checkpoints(flow).values().stream()
                .mapToLong(PartitionCheckpoint::nextSourceOffset)
                .sum();
    }

    private static void passes(Duration time) {
        await("time passes").pollDelay(time).atMost(time.plusSeconds(10)).until(() -> true);
    }
}
