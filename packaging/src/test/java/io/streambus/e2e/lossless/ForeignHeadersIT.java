package io.streambus.e2e.lossless;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.streambus.e2e.replication.Clusters;
import io.streambus.e2e.replication.Clusters.Broker;
import io.streambus.e2e.replication.Eventually;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Records on the target whose header says more than is true of the flow that starts there: it goes on where it was, after a kill -9 of the worker too.
 */
class ForeignHeadersIT {

    private static Clusters clusters;
    private static CrashingWorker worker;
    private static LosslessFlows flows;

    @TempDir
    private static Path data;

    @BeforeAll
    static void startClusters() {
        clusters = Clusters.withoutWorker(Broker.plain("west"), Broker.plain("east", CrashingWorker.BROKER));
        worker = new CrashingWorker(clusters, data);
        flows = new LosslessFlows(clusters, worker::runtime);
    }

    @AfterAll
    static void stopClusters() {
        worker.close();
        clusters.close();
    }

    @AfterEach
    void deleteConnectors() {
        flows.deleteAll();
    }

    /** As Kafka Streams does by default. */
    @Test
    void aHeaderThatAnApplicationHasCopiedIsNoPositionOfTheTopicItIsFoundIn() {
        begin("orders", 5_000);
        begin("enriched", 100);
        flows.run("carried", "orders, enriched", Map.of());
        Eventually.assertThat(() -> tally("orders").assertExactlyOnceInOrder());
        Eventually.assertThat(() -> tally("enriched").assertExactlyOnceInOrder());
        Headers ofTheLastOrder = clusters.east().read("orders", 0).get(4_999).headers();
        clusters.east().write(List.of(ofAnApplication("enriched", ofTheLastOrder)));

        whileTheWorkerIsDead(() -> clusters.west().write(Numbered.range("enriched", 0, 100, 5_000)));

        assertArrivesBesideOthers("enriched", 1, "An application's copied header");
    }

    /** In the form of both versions of the header, of this very flow, and of a record that the source does not have yet. */
    @Test
    void aHeaderThatAClientHasForgedIsNoPosition() {
        begin("forged", 100);
        flows.run("forged", Map.of());
        Eventually.assertThat(() -> tally("forged").assertExactlyOnceInOrder());
        for (String header : List.of("west/0@4999", "west/forged/0@4999")) {
            RecordHeaders headers = new RecordHeaders();
            headers.add("streambus.provenance", header.getBytes(UTF_8));
            clusters.east().write(List.of(ofAnApplication("forged", headers)));
        }

        whileTheWorkerIsDead(() -> clusters.west().write(Numbered.range("forged", 0, 100, 5_000)));

        assertArrivesBesideOthers("forged", 2, "Forged headers");
    }

    @Test
    void twoFlowsThatRenameTheirTopicsIntoOneGoOnEachWhereItWas() {
        clusters.west().createTopic("left", 1, Map.of());
        clusters.west().createTopic("right", 1, Map.of());
        flows.run("left", Map.of("topics.rename", "left:merged"));
        flows.run("right", Map.of("topics.rename", "right:merged"));
        Eventually.become(() -> clusters.east().partitions("merged") == 1, "the topic of both is there");
        clusters.west().write(Numbered.range("left", 0, 0, 500));
        clusters.west().write(Numbered.range("right", 0, 10_000, 10_500));
        Eventually.assertThat(() -> merged().assertExactlyOnce());
        clusters.west().write(Numbered.range("left", 0, 500, 2_500));
        Eventually.assertThat(() -> merged().assertExactlyOnce());

        whileTheWorkerIsDead(() -> clusters.west().write(Numbered.range("right", 0, 10_500, 12_500)));

        try {
            Eventually.assertThat(() -> {
                merged().assertExactlyOnce();
                assertThat(into("left", "merged").reordered()).isZero();
                assertThat(into("right", "merged").reordered()).isZero();
            });
        } finally {
            merged().print("Two topics into one");
        }
    }

    /** What the target holds is of the topic that was deleted. Either all of the new one comes across, or the flow says that it does not know. */
    @Test
    void aLinkMadeAnewOverARecreatedTopicLeavesNothingOutInSilence() {
        begin("again", 1_000);
        flows.run("first-link", "again", Map.of());
        Eventually.assertThat(() -> tally("again").assertExactlyOnceInOrder());
        List<ConsumerRecord<byte[], byte[]>> old = clusters.west().read("again", 0);
        flows.stop("first-link");
        worker.runtime().deleteOffsets("first-link");
        worker.runtime().delete("first-link");

        clusters.west().deleteTopic("again");
        clusters.west().createTopic("again", 1, Map.of());
        clusters.west().write(Numbered.range("again", 0, 10_000, 13_000));
        // Another name: a connector without any checkpoint, as where the first one's have been erased.
        flows.create("second-link", "again", Map.of());

        try {
            Eventually.assertThat(() -> {
                if (said("second-link", "again").isPresent()) {
                    assertThat(said("second-link", "again"))
                            .hasValueSatisfying(reason -> assertThat(reason).contains("again"));
                    assertThat(clusters.east().size("again", 1)).isEqualTo(1_000);
                } else {
                    List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>(old);
                    all.addAll(clusters.west().read("again", 0));
                    Tally.of(all, clusters.east().read("again", 0)).assertExactlyOnceInOrder();
                }
            });
        } finally {
            tally("again")
                    .print("A link made anew, which says: "
                            + said("second-link", "again").orElse("nothing"));
        }
    }

    private static Optional<String> said(String flow, String topic) {
        return flows.failure(flow).or(() -> flows.standsStill(flow, topic, 0));
    }

    private static void begin(String topic, int records) {
        clusters.west().createTopic(topic, 1, Map.of());
        clusters.west().write(Numbered.range(topic, 0, 0, records));
    }

    private static ProducerRecord<byte[], byte[]> ofAnApplication(String topic, Headers headers) {
        return new ProducerRecord<>(topic, 0, "application".getBytes(UTF_8), "enriched".getBytes(UTF_8), headers);
    }

    private static void whileTheWorkerIsDead(Runnable action) {
        worker.kill();
        action.run();
        worker.startAgain();
    }

    private static void assertArrivesBesideOthers(String topic, int others, String what) {
        try {
            Eventually.assertThat(() -> {
                Tally tally = tally(topic);
                tally.assertNothingLost();
                assertThat(tally.twice()).isEmpty();
                assertThat(tally.reordered()).isZero();
                assertThat(tally.others()).hasSize(others);
            });
        } finally {
            tally(topic).print(what);
        }
    }

    private static Tally tally(String topic) {
        return Tally.of(clusters.west(), clusters.east(), topic, 0);
    }

    private static Tally into(String from, String to) {
        return Tally.of(clusters.west().read(from, 0), clusters.east().read(to, 0));
    }

    private static Tally merged() {
        List<ConsumerRecord<byte[], byte[]>> all =
                new ArrayList<>(clusters.west().read("left", 0));
        all.addAll(clusters.west().read("right", 0));
        return Tally.of(all, clusters.east().read("merged", 0));
    }
}
