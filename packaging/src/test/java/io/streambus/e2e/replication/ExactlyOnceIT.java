package io.streambus.e2e.replication;

import static org.assertj.core.api.Assertions.assertThat;

import io.streambus.runtime.ConnectorOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Scenarios 8, 9 and 22: a worker with exactly-once support, transactions at the source. */
class ExactlyOnceIT {

    private static Clusters clusters;

    @BeforeAll
    static void startClusters() {
        clusters = new Clusters(Map.of("exactly.once.source.support", "enabled"), "west", "east");
    }

    @AfterAll
    static void stopClusters() {
        clusters.close();
    }

    @Test
    void committedRecordsArriveOnceAndAbortedOnesNever() {
        clusters.west().createTopic("transactional", 2, Map.of());
        clusters.west().writeInTransaction("transactional", 0, 0, 100, true);
        clusters.west().writeInTransaction("transactional", 0, 1000, 1100, false);
        clusters.west().writeInTransaction("transactional", 0, 100, 200, true);
        clusters.west().write("transactional", 1, 0, 100);

        clusters.run(
                "transactional-flow",
                clusters.westToEast(
                        "transactional",
                        Map.of("exactly.once.support", "required", "transaction.boundary", "connector")));
        Eventually.assertThat(this::assertSame);
        clusters.stop("transactional-flow");
        clusters.west().writeInTransaction("transactional", 0, 200, 300, true);
        clusters.resume("transactional-flow");
        Eventually.assertThat(this::assertSame);

        assertThat(clusters.east().read("transactional", 0)).hasSize(300);
        Eventually.assertThat(() -> {
            var checkpoint =
                    clusters.east().checkpoints("transactional-flow").get(new TopicPartition("transactional", 0));
            assertThat(checkpoint.records()).isEqualTo(300);
            // 400 records and four transaction markers: those the consumer never shows are passed too.
            assertThat(checkpoint.nextSourceOffset()).isEqualTo(404);
        });
    }

    /** Scenario 8. */
    @Test
    void offsetsThatAreAlteredOrForgottenAreWhereTheFlowBeginsAgain() {
        clusters.west().createTopic("again", 1, Map.of());
        clusters.west().write("again", 0, 0, 100);
        clusters.run(
                "again-flow",
                clusters.westToEast(
                        "again", Map.of("exactly.once.support", "required", "transaction.boundary", "connector")));
        List<String> source = Cluster.contents(clusters.west().read("again", 0));
        List<String> expected = new ArrayList<>(source);
        Eventually.assertThat(() ->
                assertThat(Cluster.contents(clusters.east().read("again", 0))).isEqualTo(expected));

        clusters.stop("again-flow");
        // Connect's offsets are those of the last record copied.
        clusters.runtime()
                .alterOffsets(
                        "again-flow",
                        List.of(new ConnectorOffset(
                                Map.of("cluster", "west", "topic", "again", "partition", 0),
                                Optional.of(Map.of("offset", 0)))));
        clusters.resume("again-flow");
        expected.addAll(source.subList(1, 100));
        Eventually.assertThat(() ->
                assertThat(Cluster.contents(clusters.east().read("again", 0))).isEqualTo(expected));

        clusters.stop("again-flow");
        clusters.runtime().deleteOffsets("again-flow");
        clusters.resume("again-flow");
        expected.addAll(source);
        Eventually.assertThat(() ->
                assertThat(Cluster.contents(clusters.east().read("again", 0))).isEqualTo(expected));
    }

    private void assertSame() {
        for (int partition = 0; partition < 2; partition++) {
            assertThat(Cluster.contents(clusters.east().read("transactional", partition)))
                    .isEqualTo(Cluster.contents(clusters.west().read("transactional", partition)));
        }
    }
}
