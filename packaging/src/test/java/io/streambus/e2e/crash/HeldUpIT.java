package io.streambus.e2e.crash;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.streambus.e2e.replication.Clusters;
import io.streambus.e2e.replication.Eventually;
import io.streambus.e2e.replication.Load;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Issue 12, what is seen number 7: where a flow finds a million records of somebody else behind its last copy, looking through them takes its time;
 * the other topics of the task don't wait for it.
 */
class HeldUpIT {

    private static final int FOREIGN = 1_000_000;
    private static final int FOREIGN_BYTES = 100;
    /** At this rate the million takes longer than half a minute. */
    private static final double BYTES_PER_SECOND = 3_000_000;

    private static final Duration LONGEST_STALL = Duration.ofSeconds(15);

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
    void aTopicWithAMillionRecordsOfOthersBehindItsLastCopyDoesNotHoldUpTheOtherTopicsOfItsTask() throws Exception {
        clusters.west().createTopic("held", 1, Map.of());
        clusters.west().createTopic("flowing", 1, Map.of());
        try (ConnectGroup group = new ConnectGroup("held", clusters.east(), 1, Map.of(), data)) {
            try (Load held = Load.gentle(clusters.west(), "held", 1);
                    Load flowing = Load.gentle(clusters.west(), "flowing", 1)) {
                group.run(
                        "held-flow",
                        CrashFlows.westToEast(
                                clusters, "held,flowing", Map.of("tasks.max", "1", "checkpoint.interval.ms", "1000")));
                Eventually.become(
                        () -> east.size("held", 1) > 2_000 && east.size("flowing", 1) > 2_000,
                        "both topics are copied");
                // In the midst of it, so that the next task has something to look for.
                group.kill(0);
                writeForeignRecords();
                long copied = east.size("flowing", 1);
                east.limitReading(BYTES_PER_SECOND);

                group.restart(0);
                long startedAt = System.nanoTime();
                Eventually.become(() -> east.size("flowing", 1) > copied, "the other topic flows");
                Duration stall = Duration.ofNanos(System.nanoTime() - startedAt);
                System.out.println("[figures] held up: the other topic flowed " + stall.toMillis()
                        + " ms after the worker's start; " + held.written() + " and " + flowing.written()
                        + " records written");
                assertThat(stall).as("how long the other topic stood still").isLessThan(LONGEST_STALL);
            } finally {
                east.limitReading(null);
            }
            for (String topic : new String[] {"flowing", "held"}) {
                east.awaitCaughtUp("held-flow", west, topic, 1);
            }
        }

        for (String topic : new String[] {"flowing", "held"}) {
            Copies.figures(clusters.west(), topic, clusters.east(), topic, 1, record -> record.key() != null)
                    .assertPerfect();
        }
    }

    /** Without a key, which tells them from copies. */
    private static void writeForeignRecords() {
        byte[] value = new byte[FOREIGN_BYTES];
        Arrays.fill(value, "x".getBytes(UTF_8)[0]);
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", clusters.east().bootstrapServers(), "batch.size", 500_000),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (int i = 0; i < FOREIGN; i++) {
                var unused = producer.send(new ProducerRecord<>("held", 0, null, value));
            }
        }
    }
}
