package io.streambus.e2e.replication;

import static org.assertj.core.api.Assertions.assertThat;

import io.streambus.runtime.ConnectorOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Scenarios 7, 18 and 27: what people do to a flow and to its topics while records flow. */
class LifeCycleIT {

    private static final int PARTITIONS = 2;

    private static Clusters clusters;

    @BeforeAll
    static void startClusters() {
        clusters = Clusters.westAndEast();
    }

    @AfterAll
    static void stopClusters() {
        clusters.close();
    }

    @AfterEach
    void deleteConnectors() {
        clusters.runtime().connectors().forEach(clusters.runtime()::delete);
    }

    @Test
    void aFlowThatStartsFromLatestCopiesOnlyWhatIsWrittenAfterItsStart() {
        clusters.west().createTopic("latest", 1, Map.of());
        clusters.west().write("latest", 0, 0, 100);
        clusters.run("latest-flow", clusters.westToEast("latest", Map.of("consumer.auto.offset.reset", "latest")));
        Eventually.assertThat(() -> assertThat(clusters.east()
                        .checkpoints("latest-flow")
                        .get(new TopicPartition("latest", 0))
                        .nextSourceOffset())
                .isEqualTo(100));

        clusters.west().write("latest", 0, 100, 150);
        Eventually.assertThat(
                () -> assertThat(clusters.east().size("latest", 1)).isEqualTo(50));
        // Latest is where a flow begins, not where it goes on.
        clusters.stop("latest-flow");
        clusters.west().write("latest", 0, 150, 200);
        clusters.resume("latest-flow");

        Eventually.assertThat(() -> assertThat(Cluster.contents(clusters.east().read("latest", 0)))
                .isEqualTo(Cluster.contents(clusters.west().read("latest", 0)).subList(100, 200)));
    }

    /** The producers find out too, each key moves to another partition for good, and stays in its order there and here. */
    @Test
    void partitionsAddedUnderLoadCostNoRecordAndNoOrder() throws Exception {
        clusters.west().createTopic("grown", PARTITIONS, Map.of());
        int grown = 3 * PARTITIONS;
        try (Load load = Load.byKey(clusters.west(), "grown")) {
            clusters.run("grown-flow", clusters.westToEast("grown", Map.of()));
            awaitRecords("grown", PARTITIONS);

            clusters.west().growTopic("grown", grown);

            // Ten keys do not reach every partition, but more than there were.
            Eventually.become(() -> clusters.east().partitions("grown") == grown, "the copy has grown");
            Eventually.become(
                    () -> clusters.east().size("grown", grown) > clusters.east().size("grown", PARTITIONS) + 200,
                    "records arrive in the new partitions");
        }

        Eventually.assertThat(() -> assertThat(clusters.east().size("grown", grown))
                .isEqualTo(clusters.west().size("grown", grown)));
        clusters.assertSameContents("grown", grown);
    }

    @Test
    void aFlowThatIsPausedStoppedAndResumedUnderLoadLosesNothingAndCopiesNothingTwice() throws Exception {
        clusters.west().createTopic("paused", PARTITIONS, Map.of());
        try (Load load = new Load(clusters.west(), "paused", PARTITIONS)) {
            clusters.run("paused-flow", clusters.westToEast("paused", Map.of()));
            for (int time = 0; time < 3; time++) {
                awaitRecords("paused", PARTITIONS);
                clusters.pause("paused-flow");
                int written = load.written();
                Eventually.become(() -> load.written() > written + 500, "the load goes on");
                clusters.resume("paused-flow");
                awaitRecords("paused", PARTITIONS);
                clusters.stop("paused-flow");
                clusters.resume("paused-flow");
            }
        }

        Eventually.assertThat(() -> assertThat(clusters.east().size("paused", PARTITIONS))
                .isGreaterThanOrEqualTo(clusters.west().size("paused", PARTITIONS)));
        clusters.assertSameContents("paused", PARTITIONS);
    }

    @Test
    void offsetsAlteredUnderLoadAreWhereTheFlowGoesOnExactly() throws Exception {
        clusters.west().createTopic("rewound", PARTITIONS, Map.of());
        List<Integer> stoppedAt = new ArrayList<>();
        try (Load load = new Load(clusters.west(), "rewound", PARTITIONS)) {
            clusters.run("rewound-flow", clusters.westToEast("rewound", Map.of()));
            awaitRecords("rewound", PARTITIONS);
            clusters.stop("rewound-flow");
            for (int partition = 0; partition < PARTITIONS; partition++) {
                stoppedAt.add(clusters.east().read("rewound", partition).size());
            }

            // One back, the other one left as it is.
            clusters.runtime()
                    .alterOffsets(
                            "rewound-flow",
                            List.of(new ConnectorOffset(
                                    Map.of("cluster", "west", "topic", "rewound", "partition", 0),
                                    Optional.of(Map.of("offset", 49)))));
            clusters.resume("rewound-flow");
            awaitRecords("rewound", PARTITIONS);
        }

        Eventually.assertThat(() -> {
            List<String> source = Cluster.contents(clusters.west().read("rewound", 0));
            List<String> expected = new ArrayList<>(source.subList(0, stoppedAt.get(0)));
            expected.addAll(source.subList(50, source.size()));
            assertThat(Cluster.contents(clusters.east().read("rewound", 0))).isEqualTo(expected);
            assertThat(Cluster.contents(clusters.east().read("rewound", 1)))
                    .isEqualTo(Cluster.contents(clusters.west().read("rewound", 1)));
        });
    }

    private static void awaitRecords(String topic, int partitions) {
        long before = clusters.east().size(topic, partitions);
        Eventually.become(() -> clusters.east().size(topic, partitions) > before + 500, "records arrive, " + topic);
    }
}
