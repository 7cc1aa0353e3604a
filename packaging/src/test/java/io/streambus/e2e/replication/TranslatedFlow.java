package io.streambus.e2e.replication;

import static org.assertj.core.api.Assertions.assertThat;

import io.streambus.connect.checkpoint.CheckpointReader;
import io.streambus.connect.checkpoint.FlowCheckpoints;
import io.streambus.connect.offset.OffsetMap;
import io.streambus.connect.offset.OffsetRun;
import io.streambus.connect.offset.Translation;
import io.streambus.connect.offset.Translation.After;
import io.streambus.connect.offset.Translation.Between;
import io.streambus.connect.offset.Translation.Exact;
import io.streambus.connect.provenance.Provenance;
import io.streambus.connect.refinement.ConsumerProvenanceReader;
import io.streambus.connect.refinement.Copy;
import io.streambus.connect.refinement.OffsetRefinement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/** A flow from west to east, what its offset maps say, and what reading both logs says. Confined to the test's thread. */
final class TranslatedFlow {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final int REFINED_EVERY = 50;

    private final Clusters clusters;
    private final String flow;
    private final String topic;

    TranslatedFlow(Clusters clusters, String flow, String topic) {
        this.clusters = clusters;
        this.flow = flow;
        this.topic = topic;
    }

    /** All copies that can be read, in the order of the target; by their headers. */
    List<Copy> copies(int partition) {
        List<Copy> copies = new ArrayList<>();
        clusters.east().read(topic, partition).forEach(record -> {
            var header = record.headers().lastHeader(Provenance.HEADER);
            Optional<Provenance> provenance = header == null ? Optional.empty() : Provenance.parse(header.value());
            provenance
                    .filter(found -> found.readFrom().equals(topic)
                            && found.writtenTo().equals(topic)
                            && found.last().cluster().equals("west")
                            && found.last().partition() == partition)
                    .ifPresent(found -> copies.add(new Copy(found.last().offset(), record.offset())));
        });
        return copies;
    }

    /** The map as the checkpoints topic has it now. */
    OffsetMap map(int partition) {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            FlowCheckpoints found = new CheckpointReader(consumer, TIMEOUT).readAll(flow);
            return found.offsetMap(new TopicPartition(topic, partition));
        }
    }

    /** Waits until the map tells of the last copy. */
    OffsetMap settledMap(int partition) {
        List<Copy> copies = copies(partition);
        long end = copies.isEmpty() ? 0 : copies.get(copies.size() - 1).target() + 1;
        Eventually.assertThat(() -> assertThat(end(map(partition).runs()))
                .as("where the map of partition %s ends", partition)
                .isEqualTo(end));
        return map(partition);
    }

    private static long end(List<OffsetRun> runs) {
        return runs.isEmpty() ? 0 : runs.get(runs.size() - 1).targetEnd();
    }

    /**
     * Every source offset, and every target offset, without a look at the target: the map has seen everything itself.
     *
     * @param sourceEnd how many offsets the source partition has
     */
    void assertMapIsExact(int partition, long sourceEnd) {
        OffsetMap map = settledMap(partition);
        List<Copy> copies = copies(partition);
        long[] targets = byReadingBothLogs(copies, sourceEnd);
        for (int source = 0; source <= sourceEnd; source++) {
            Translation expected = targets[source] >= 0 ? new Exact(targets[source]) : new After(end(map.runs()));
            assertThat(map.translate(source))
                    .as("source offset %s of partition %s", source, partition)
                    .isEqualTo(expected);
        }
        assertInverse(map, copies);
    }

    /**
     * The same where the map may have gaps: there the answer must lie between what it says, and be found with the help of the headers on the target,
     * which is asked for some offsets of each gap only, as it takes a dozen fetches each.
     */
    void assertRefinedIsExact(int partition, long sourceEnd) {
        OffsetMap map = settledMap(partition);
        long[] targets = byReadingBothLogs(copies(partition), sourceEnd);
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            OffsetRefinement refinement = new OffsetRefinement(new ConsumerProvenanceReader(
                    consumer, new TopicPartition(topic, partition), "west", topic, TIMEOUT));
            for (int source = 0; source <= sourceEnd; source++) {
                Translation known = map.translate(source);
                if (known instanceof Between between) {
                    assertThat(targets[source])
                            .as("source offset %s of partition %s", source, partition)
                            .isBetween(between.lowest(), between.highest());
                }
                if (!(known instanceof Between) || source % REFINED_EVERY == 0) {
                    Translation expected =
                            targets[source] >= 0 ? new Exact(targets[source]) : new After(end(map.runs()));
                    assertThat(refinement.translate(map, source))
                            .as("source offset %s of partition %s, refined", source, partition)
                            .isEqualTo(expected);
                }
            }
        }
    }

    /** By source offset: where the first copy of this or a higher one stands; -1 if there is none. */
    private static long[] byReadingBothLogs(List<Copy> copies, long sourceEnd) {
        long[] targets = new long[Math.toIntExact(sourceEnd) + 1];
        int answered = 0;
        for (Copy copy : copies) {
            // The first copy that is higher than all before it answers for all that were not answered yet.
            while (answered <= copy.source()) {
                targets[answered++] = copy.target();
            }
        }
        while (answered < targets.length) {
            targets[answered++] = -1;
        }
        return targets;
    }

    private static void assertInverse(OffsetMap map, List<Copy> copies) {
        Map<Long, Long> first = new HashMap<>();
        copies.forEach(copy -> first.putIfAbsent(copy.source(), copy.target()));
        OptionalLong lowest = OptionalLong.empty();
        for (int i = copies.size() - 1; i >= 0; i--) {
            Copy copy = copies.get(i);
            if (first.get(copy.source()) == copy.target()) {
                lowest = OptionalLong.of(Math.min(copy.source(), lowest.orElse(Long.MAX_VALUE)));
            }
            if (lowest.isPresent()) {
                assertThat(map.inverse(copy.target()))
                        .as("target offset %s", copy.target())
                        .isEqualTo(new Exact(lowest.getAsLong()));
            }
        }
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        return new KafkaConsumer<>(ConsumerProvenanceReader.settings(
                Map.of("bootstrap.servers", clusters.east().bootstrapServers())));
    }
}
