package io.streambus.e2e.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Issue 14: a flow's rate arrives however its load is spread over its tasks. All flows run side by side; each has a rate of its own. */
class ThrottleIT {

    private static final int RATE = 1_000_000;
    private static final int RECORD = 10_000;
    private static final int PARTITIONS = 20;
    private static final Duration SETTLING = Duration.ofSeconds(12);
    private static final Duration MEASURED = Duration.ofSeconds(30);
    /** Of records: more than the rate takes away in all the time. */
    private static final int BACKLOG = 6_000;

    private static final int CHUNK = 500;

    private static Clusters clusters;

    @BeforeAll
    static void startClusters() {
        clusters = new Clusters(Map.of(), "west", "east");
    }

    @AfterAll
    static void stopClusters() {
        clusters.close();
    }

    private record Flow(String topic, int tasks, int loadedPartitions) {}

    @Test
    void aMegabytePerSecondArrivesWithLoadOnAllTasksAndOnOne() {
        List<Flow> flows = List.of(
                new Flow("even-4", 4, PARTITIONS),
                new Flow("one-4", 4, 1),
                new Flow("even-10", 10, PARTITIONS),
                new Flow("one-10", 10, 1));
        for (Flow flow : flows) {
            clusters.west().createTopic(flow.topic(), PARTITIONS, Map.of());
            load(flow);
        }
        for (Flow flow : flows) {
            clusters.run(
                    flow.topic() + "-flow",
                    clusters.westToEast(
                            flow.topic(),
                            Map.of(
                                    "tasks.max", String.valueOf(flow.tasks()),
                                    "checkpoint.interval.ms", "5000",
                                    "throttle.bytes.per.second", String.valueOf(RATE))));
        }
        flows.forEach(flow -> await().atMost(Duration.ofSeconds(60)).until(() -> arrived(flow) > 0));
        Map<Flow, Long> settled = after(SETTLING, flows);
        long begin = System.nanoTime();

        Map<Flow, Long> measured = after(MEASURED, flows);
        double seconds = (System.nanoTime() - begin) / 1e9;

        Map<String, Double> rates = new TreeMap<>();
        flows.forEach(flow ->
                rates.put(flow.topic(), (measured.get(flow) - settled.get(flow)) * (double) RECORD / seconds / RATE));
        System.out.println("Throttle of 1 MB/s, arriving in MB/s over 30 s: "
                + rates.entrySet().stream()
                        .map(rate -> String.format(Locale.ROOT, "%s %.3f", rate.getKey(), rate.getValue()))
                        .collect(Collectors.joining(", ")));
        // The end of the topic is read in one request after the other, and a bucket holds a tenth of a second.
        assertThat(rates).allSatisfy((topic, rate) -> assertThat(rate).as(topic).isBetween(0.9, 1.01));
    }

    private static Map<Flow, Long> after(Duration time, List<Flow> flows) {
        long until = System.nanoTime() + time.toNanos();
        await().pollInterval(Duration.ofMillis(20))
                .atMost(time.plusSeconds(5))
                .until(() -> System.nanoTime() - until >= 0);
        Map<Flow, Long> sizes = new LinkedHashMap<>();
        flows.forEach(flow -> sizes.put(flow, arrived(flow)));
        return sizes;
    }

    private static long arrived(Flow flow) {
        return clusters.east().partitions(flow.topic()) < PARTITIONS
                ? 0
                : clusters.east().size(flow.topic(), PARTITIONS);
    }

    private static void load(Flow flow) {
        byte[] value = new byte[RECORD];
        // One by one: a partition that is just being made may refuse the first of several in flight and take the next,
        // which stalls an idempotent producer.
        for (int partition = 0; partition < flow.loadedPartitions(); partition++) {
            clusters.west().write(List.of(new ProducerRecord<>(flow.topic(), partition, null, value)));
        }
        for (int from = 0; from < BACKLOG; from += CHUNK) {
            clusters.west()
                    .write(IntStream.range(from, from + CHUNK)
                            .mapToObj(number -> new ProducerRecord<byte[], byte[]>(
                                    flow.topic(), number % flow.loadedPartitions(), null, value))
                            .toList());
        }
    }
}
