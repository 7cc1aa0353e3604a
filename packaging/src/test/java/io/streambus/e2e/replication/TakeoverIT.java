package io.streambus.e2e.replication;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Scenario 29: moving over from MirrorMaker 2 is a one-line change. */
class TakeoverIT {

    private static final int PARTITIONS = 3;

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
    void aRunningMirrorSourceConnectorIsTakenOverByChangingItsClass() throws Exception {
        clusters.west().createTopic("taken", PARTITIONS, Map.of());
        Map<String, String> mirrorMaker = clusters.mirrorMaker("taken");
        clusters.run("taken-over", mirrorMaker);

        try (Load load = new Load(clusters.west(), "taken", PARTITIONS)) {
            Eventually.become(() -> clusters.east().size("taken", PARTITIONS) > 500, "MirrorMaker copies");

            Map<String, String> ours = new HashMap<>(mirrorMaker);
            ours.put("connector.class", "io.streambus.connect.StreamBusSourceConnector");
            clusters.runtime().putConfig("taken-over", ours);

            Eventually.become(() -> !stamped().isEmpty(), "we copy");
        }

        Eventually.assertThat(() -> {
            for (int partition = 0; partition < PARTITIONS; partition++) {
                assertThat(Cluster.contents(clusters.east().read("taken", partition)))
                        .as("partition %s on east: nothing twice, nothing missing", partition)
                        .isEqualTo(Cluster.contents(clusters.west().read("taken", partition)));
            }
        });
    }

    private static List<ConsumerRecord<byte[], byte[]>> stamped() {
        return clusters.east().read("taken", 0).stream()
                .filter(record -> record.headers().lastHeader("streambus.provenance") != null)
                .toList();
    }
}
