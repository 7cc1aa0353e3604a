package io.streambus.e2e.crash;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.streambus.e2e.replication.Clusters;
import io.streambus.e2e.replication.Eventually;
import io.streambus.e2e.replication.TopicRecords;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Issue 12, what is seen number 4: a Kafka Streams application on each side of an active-active pair. It copies the headers of what it reads, those of
 * copies included, to what it writes, as Kafka Streams does by default; its records are new ones nevertheless, and belong to both sides.
 */
class StreamsIT {

    private static final List<String> SIDES = List.of("west", "east");
    private static final int PARTITIONS = 2;
    private static final int RECORDS = 500;

    @TempDir
    private static Path data;

    private static Clusters clusters;
    private static Map<String, Logs> logs;

    @BeforeAll
    static void startClusters() {
        clusters = Clusters.westAndEast();
        logs = Map.of("west", new Logs(clusters.west()), "east", new Logs(clusters.east()));
    }

    @AfterAll
    static void stopClusters() {
        logs.values().forEach(each -> Utils.closeQuietly(each, "logs"));
        clusters.close();
    }

    @Test
    void whatAnApplicationOnEachSideMakesOfTheRecordsOfBothIsOnBothSidesExactlyOnce() {
        for (String side : SIDES) {
            for (String topic : List.of("orders", "enriched")) {
                clusters.of(side).createTopic(topic, PARTITIONS, Map.of());
            }
        }
        String topics = "orders,enriched";
        clusters.run("there", flow("west", "east", topics));
        clusters.run("back", flow("east", "west", topics));

        try (KafkaStreams west = application("west");
                KafkaStreams east = application("east")) {
            west.start();
            east.start();
            List<String> orders = new ArrayList<>();
            for (String side : SIDES) {
                List<ProducerRecord<byte[], byte[]>> records = IntStream.range(0, RECORDS)
                        .mapToObj(i -> new ProducerRecord<>(
                                "orders", i % PARTITIONS, TopicRecords.key(i), (side + " order " + i).getBytes(UTF_8)))
                        .toList();
                clusters.of(side).write(records);
                records.forEach(record -> orders.add(new String(record.value(), UTF_8)));
            }
            List<String> enriched = SIDES.stream()
                    .flatMap(side -> orders.stream().map(order -> "by " + side + ": " + order))
                    .toList();

            Eventually.assertThat(() -> SIDES.forEach(side -> {
                assertThat(logs.get(side).size("orders", PARTITIONS))
                        .as("orders on %s", side)
                        .isGreaterThanOrEqualTo(orders.size());
                assertThat(values(side, "enriched").stream().filter(value -> value.startsWith("by " + side)))
                        .as("what the application on %s has written", side)
                        .hasSizeGreaterThanOrEqualTo(orders.size());
            }));
            logs.get("east").awaitCaughtUp("there", logs.get("west"), "enriched", PARTITIONS);
            logs.get("west").awaitCaughtUp("back", logs.get("east"), "enriched", PARTITIONS);
            List<CrashFigures> figures = SIDES.stream()
                    .flatMap(side -> Stream.of(
                            figures("orders on " + side, orders, values(side, "orders")),
                            figures("enriched on " + side, enriched, values(side, "enriched"))))
                    .toList();
            assertThat(figures)
                    .allSatisfy(of -> assertThat(List.of(of.lost(), of.twice(), of.strange()))
                            .as("lost, twice and strange")
                            .containsExactly(0L, 0L, 0L));
        }
    }

    private static Map<String, String> flow(String from, String to, String topics) {
        return CrashFlows.flow(
                clusters,
                from,
                to,
                topics,
                Map.of("tasks.max", "1", "provenance.forward", "local", "existing.topics", "adopt"));
    }

    /** All settings but the necessary ones are the defaults. */
    private static KafkaStreams application(String side) {
        StreamsBuilder topology = new StreamsBuilder();
        topology.<byte[], byte[]>stream("orders")
                .mapValues(value -> ("by " + side + ": " + new String(value, UTF_8)).getBytes(UTF_8))
                .to("enriched");
        Properties settings = new Properties();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "enriching-" + side);
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, clusters.of(side).bootstrapServers());
        settings.put(StreamsConfig.STATE_DIR_CONFIG, data.resolve(side).toString());
        settings.put(StreamsConfig.DEFAULT_KEY_SERDE_CLASS_CONFIG, Serdes.ByteArraySerde.class);
        settings.put(StreamsConfig.DEFAULT_VALUE_SERDE_CLASS_CONFIG, Serdes.ByteArraySerde.class);
        return new KafkaStreams(topology.build(), settings);
    }

    private static List<String> values(String side, String topic) {
        return IntStream.range(0, PARTITIONS)
                .boxed()
                .flatMap(partition -> clusters.of(side).read(topic, partition).stream())
                .map(record -> new String(record.value(), UTF_8))
                .toList();
    }

    /** Two sides write at once: there is no order to expect between their records. */
    private static CrashFigures figures(String what, List<String> expected, List<String> found) {
        return CrashFigures.compare(what, lines(expected), lines(found)).print();
    }

    private static List<Line> lines(List<String> values) {
        return values.stream().map(value -> new Line(value, value)).toList();
    }
}
