package io.streambus.e2e.replication;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged transforms under connectors that are not ours: MirrorMaker 2's source, and a plain sink. */
class OtherConnectorsIT {

    private static final Map<String, String> TRANSFORMS = Map.of(
            "transforms", "wanted,loops",
            "transforms.wanted.type", "io.streambus.connect.smt.FilterRecords",
            "transforms.wanted.include.pattern.1", "^value ",
            "transforms.wanted.exclude.pattern.1", "7$",
            "transforms.loops.type", "io.streambus.connect.smt.PreventLoops",
            "transforms.loops.source.cluster.alias", "west",
            "transforms.loops.target.cluster.alias", "east");

    private static Clusters clusters;

    @BeforeAll
    static void startClusters() {
        clusters = Clusters.westAndEast();
    }

    @AfterAll
    static void stopClusters() {
        clusters.close();
    }

    @Test
    void underMirrorMakersSourceConnectorTheyFilterAndStampAndDropWhatHasBeenThere() {
        write(clusters.west(), "mirrored");

        clusters.run("mirror", with(clusters.mirrorMaker("mirrored")));

        List<String> expected = new ArrayList<>();
        for (int offset : passing()) {
            expected.add("value " + offset + " from west/mirrored/0@" + offset);
        }
        // Produced on north, and carried on: the hop is added.
        expected.add("value 101 from north/0@7>west/mirrored/0@101");
        Eventually.assertThat(() -> assertThat(clusters.east().read("mirrored", 0))
                .extracting(record -> new String(record.value(), UTF_8) + " from " + provenance(record.headers()))
                .isEqualTo(expected));
    }

    @Test
    void underASinkConnectorTheyFilterAndDropWhatHasBeenThere(@TempDir Path directory) {
        Path file = directory.resolve("sunk");
        // The worker's consumer reads the cluster that the worker is on.
        write(clusters.east(), "sunk");

        clusters.run(
                "file",
                with(Map.of(
                        "connector.class", "org.apache.kafka.connect.file.FileStreamSinkConnector",
                        "tasks.max", "1",
                        "topics", "sunk",
                        "file", file.toString(),
                        "key.converter", "org.apache.kafka.connect.storage.StringConverter",
                        "value.converter", "org.apache.kafka.connect.storage.StringConverter",
                        "header.converter", "org.apache.kafka.connect.converters.ByteArrayConverter")));

        List<String> expected =
                new ArrayList<>(passing().stream().map(i -> "value " + i).toList());
        expected.add("value 101");
        Eventually.assertThat(() -> assertThat(Files.readAllLines(file)).isEqualTo(expected));
    }

    private static Map<String, String> with(Map<String, String> connector) {
        Map<String, String> settings = new HashMap<>(connector);
        settings.putAll(TRANSFORMS);
        return settings;
    }

    /** A hundred records of the cluster's own, one that has been on east already, one that comes from north, and one that is filtered out. */
    private static void write(Cluster cluster, String topic) {
        cluster.createTopic(topic, 1, Map.of());
        cluster.write(topic, 0, 0, 100);
        cluster.write(List.of(
                record(topic, "value 100", "east/0@3>north/" + topic + "/0@5"),
                record(topic, "value 101", "north/" + topic + "/0@7"),
                record(topic, "unwanted", "north/" + topic + "/0@8")));
    }

    private static ProducerRecord<byte[], byte[]> record(String topic, String value, String provenance) {
        RecordHeaders headers = new RecordHeaders();
        headers.add("streambus.provenance", provenance.getBytes(UTF_8));
        return new ProducerRecord<>(topic, 0, (byte[]) null, value.getBytes(UTF_8), headers);
    }

    private static List<Integer> passing() {
        List<Integer> passing = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            if (i % 10 != 7) {
                passing.add(i);
            }
        }
        return passing;
    }

    private static String provenance(Iterable<Header> headers) {
        List<String> found = new ArrayList<>();
        headers.forEach(header -> {
            if (header.key().equals("streambus.provenance")) {
                found.add(new String(header.value(), UTF_8));
            }
        });
        return String.join(" and ", found);
    }
}
