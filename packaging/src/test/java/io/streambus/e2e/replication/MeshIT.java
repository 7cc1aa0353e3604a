package io.streambus.e2e.replication;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Scenario 23: every cluster writes to the same topic, every flow runs, and each record is on each cluster exactly once. */
class MeshIT {

    private static final List<String> NAMES = List.of("west", "north", "east");
    private static final int PARTITIONS = 3;

    private static Clusters clusters;

    @BeforeAll
    static void startClusters() {
        clusters = new Clusters(Map.of(), NAMES.toArray(String[]::new));
    }

    @AfterAll
    static void stopClusters() {
        clusters.close();
    }

    @Test
    void inAFullMeshUnderLoadWithRestartsEachRecordIsEverywhereExactlyOnce() throws Exception {
        for (String name : NAMES) {
            clusters.of(name).createTopic("shared", PARTITIONS, Map.of());
        }
        List<String> flows = new ArrayList<>();
        for (String from : NAMES) {
            for (String to : NAMES) {
                if (!from.equals(to)) {
                    String flow = from + "-to-" + to;
                    clusters.run(
                            flow,
                            clusters.flow(from, to, "shared", Map.of("provenance.forward", "local", "tasks.max", "1")));
                    flows.add(flow);
                }
            }
        }

        List<Writer> writers = new ArrayList<>();
        for (String name : NAMES) {
            writers.add(new Writer(name));
        }
        for (String flow : flows) {
            writers.forEach(writer -> writer.write(200));
            clusters.stop(flow);
            writers.forEach(writer -> writer.write(200));
            clusters.resume(flow);
        }

        List<String> all = new ArrayList<>();
        writers.forEach(writer -> all.addAll(writer.written));
        Collections.sort(all);
        for (String name : NAMES) {
            Eventually.assertThat(
                    () -> assertThat(values(name)).as("on %s", name).hasSameSizeAs(all));
            assertThat(values(name)).as("on %s", name).isEqualTo(all);
        }
    }

    private static List<String> values(String cluster) {
        List<String> values = new ArrayList<>();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            clusters.of(cluster)
                    .read("shared", partition)
                    .forEach(record -> values.add(new String(record.value(), UTF_8)));
        }
        Collections.sort(values);
        return values;
    }

    private static final class Writer {
        private final String cluster;
        private final List<String> written = new ArrayList<>();

        Writer(String cluster) {
            this.cluster = cluster;
        }

        void write(int count) {
            List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                String value = cluster + " " + written.size();
                records.add(new ProducerRecord<>("shared", i % PARTITIONS, null, value.getBytes(UTF_8)));
                written.add(value);
            }
            clusters.of(cluster).write(records);
        }
    }
}
