package io.streambus.e2e.replication;

import static org.assertj.core.api.Assertions.assertThat;

import io.streambus.connect.checkpoint.PartitionCheckpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Scenarios 11, 12 and 13 under each {@code source.gap.policy}: the records that should come next are not there, or are others. */
class CutBackIT {

    private static final List<String> POLICIES = List.of("fail", "skip", "restart");

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

    /**
     * As by an unclean leader election: the source comes back with a log that ends earlier, and goes on from there. By the time that anybody looks
     * it is longer than it was, so that no offset is out of range: only the leader epochs tell.
     */
    @Test
    void aLogThatWasCutBackAndWrittenOnIsNoticedByFlowsThatRunAndByFlowsThatStart() {
        List<String> running = topics("running");
        List<String> stopped = topics("stopped");
        List<String> all = Stream.concat(running.stream(), stopped.stream()).toList();
        all.forEach(topic -> begin(topic, Map.of()));
        Path[] backup = new Path[1];
        clusters.restart("west", directory -> {
            backup[0] = Files.createDirectory(directory.resolveSibling("backup"));
            for (String topic : all) {
                copy(log(directory, topic), backup[0].resolve(topic));
            }
        });
        all.forEach(topic -> clusters.west().write(topic, 0, 100, 200));
        all.forEach(topic -> Eventually.assertThat(() -> clusters.assertSameContents(topic, 1)));
        all.forEach(topic -> awaitCheckpoint(topic, 200));
        stopped.forEach(clusters::stop);
        // Nobody may see the log before it is longer again; the others are to find it out while it happens.
        clusters.restart("west", directory -> {
            for (String topic : all) {
                Path log = log(directory, topic);
                Utils.delete(log.toFile());
                copy(backup[0].resolve(topic), log);
            }
        });
        all.forEach(topic -> clusters.west().write(topic, 0, 1_000, 1_150));
        stopped.forEach(clusters.runtime()::resume);

        for (String topic : all) {
            Eventually.assertThat(() -> assertThat(clusters.east()
                            .checkpoints(topic)
                            .get(new TopicPartition(topic, 0))
                            .counters()
                            .errors())
                    .as("reported: %s", topic)
                    .isPositive());
        }
        for (String topic : List.of(running.get(0), stopped.get(0))) {
            assertThat(checkpoint(topic).error())
                    .hasValueSatisfying(error -> assertThat(error)
                            .contains(topic + "-0", "cut back", "at offset 200", "at offset 100", "100 records"));
            assertThat(clusters.east().size(topic, 1)).as("stands still").isEqualTo(200);
        }
        for (String topic : List.of(running.get(1), stopped.get(1))) {
            assertArrives(topic, range(0, 200), range(1_000, 1_150));
        }
        for (String topic : List.of(running.get(2), stopped.get(2))) {
            assertArrives(topic, range(0, 200), range(0, 100), range(1_000, 1_150));
        }

        // However often the flow starts: what was decided stays decided.
        for (String topic : all) {
            clusters.west().write(topic, 0, 2_000, 2_010);
            clusters.stop(topic);
            clusters.resume(topic);
        }
        for (String topic : List.of(running.get(0), stopped.get(0))) {
            Eventually.assertThat(() -> assertThat(checkpoint(topic).error())
                    .hasValueSatisfying(error -> assertThat(error).contains("cut back")));
            assertThat(clusters.east().size(topic, 1)).as("still stands still").isEqualTo(200);
        }
        for (String topic : List.of(running.get(1), stopped.get(1))) {
            assertArrives(topic, range(0, 200), range(1_000, 1_150), range(2_000, 2_010));
        }
        for (String topic : List.of(running.get(2), stopped.get(2))) {
            assertArrives(topic, range(0, 200), range(0, 100), range(1_000, 1_150), range(2_000, 2_010));
        }
    }

    /** Scenario 11; that the policy fail reports it is {@link SourceConnectorIT}'s. */
    @Test
    void aTopicThatWasCreatedAgainIsCopiedFromItsBeginningIfThePolicyGoesOn() {
        for (String policy : List.of("skip", "restart")) {
            String topic = "again-" + policy;
            begin(topic, Map.of("source.gap.policy", policy));

            clusters.west().deleteTopic(topic);
            clusters.west().createTopic(topic, 1, Map.of());
            clusters.west().write(topic, 0, 500, 650);

            assertArrives(topic, range(0, 100), range(500, 650));
            Eventually.assertThat(() ->
                    assertThat(checkpoint(topic).counters().errors()).as(topic).isEqualTo(1));
        }
    }

    /** Scenario 12; the policies fail and skip are {@link SourceConnectorIT}'s. */
    @Test
    void recordsThatWereDeletedBeforeTheyWereCopiedAreReportedAndTheRestIsCopiedIfThePolicyRestarts() {
        begin("overtaken-restart", Map.of("source.gap.policy", "restart"));

        clusters.stop("overtaken-restart");
        clusters.west().write("overtaken-restart", 0, 100, 200);
        clusters.west().deleteRecordsBefore(new TopicPartition("overtaken-restart", 0), 130);
        clusters.resume("overtaken-restart");

        assertArrives("overtaken-restart", range(0, 100), range(130, 200));
        Eventually.assertThat(() ->
                assertThat(checkpoint("overtaken-restart").counters().errors()).isEqualTo(1));
    }

    /** One for each policy, in their order. */
    private static List<String> topics(String name) {
        return POLICIES.stream().map(policy -> name + "-" + policy).toList();
    }

    /** A flow of its own for the topic, named like it, and with the policy of its name; a hundred records are across. */
    private static void begin(String topic, Map<String, String> more) {
        clusters.west().createTopic(topic, 1, Map.of());
        clusters.west().write(topic, 0, 0, 100);
        Map<String, String> settings = clusters.westToEast(topic, more);
        settings.put("tasks.max", "1");
        settings.put("source.gap.policy", topic.substring(topic.indexOf('-') + 1));
        clusters.run(topic, settings);
        Eventually.assertThat(() -> clusters.assertSameContents(topic, 1));
    }

    private static PartitionCheckpoint checkpoint(String topic) {
        return clusters.east().checkpoints(topic).get(new TopicPartition(topic, 0));
    }

    private static void awaitCheckpoint(String topic, long next) {
        Eventually.assertThat(
                () -> assertThat(checkpoint(topic).nextSourceOffset()).isEqualTo(next));
    }

    /** Records by their numbers, from the first to before the second. */
    private record Range(int from, int to) {
        Stream<String> contents() {
            return IntStream.range(from, to)
                    .mapToObj(i ->
                            TopicRecords.text(TopicRecords.key(i)) + " = " + TopicRecords.text(TopicRecords.value(i)));
        }
    }

    private static Range range(int from, int to) {
        return new Range(from, to);
    }

    /** The given records and no others, in this order. */
    private static void assertArrives(String topic, Range... ranges) {
        Eventually.assertThat(() -> assertThat(clusters.east().read(topic, 0))
                .as(topic)
                .extracting(record -> TopicRecords.text(record.key()) + " = " + TopicRecords.text(record.value()))
                .isEqualTo(Stream.of(ranges).flatMap(Range::contents).toList()));
    }

    private static Path log(Path directory, String topic) throws IOException {
        try (Stream<Path> found = Files.walk(directory)) {
            return found.filter(path -> path.endsWith(topic + "-0")).findFirst().orElseThrow();
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> found = Files.walk(from)) {
            found.forEach(path -> {
                try {
                    Files.copy(path, to.resolve(from.relativize(path)));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
