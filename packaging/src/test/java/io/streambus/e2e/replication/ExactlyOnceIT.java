package io.streambus.e2e.replication;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
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

    private void assertSame() {
        for (int partition = 0; partition < 2; partition++) {
            assertThat(Cluster.contents(clusters.east().read("transactional", partition)))
                    .isEqualTo(Cluster.contents(clusters.west().read("transactional", partition)));
        }
    }
}
