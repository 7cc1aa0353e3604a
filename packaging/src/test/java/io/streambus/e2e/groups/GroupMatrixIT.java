package io.streambus.e2e.groups;

import static io.streambus.e2e.groups.GroupClusters.stand;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.streambus.connect.checkpoint.group.GroupKind;
import io.streambus.connect.checkpoint.group.PassReport;
import io.streambus.e2e.replication.Cluster;
import io.streambus.e2e.replication.Eventually;
import io.streambus.e2e.replication.TopicRecords;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Issue 15, what is shown of groups: every kind of topic, groups up to 100,000 records behind, beside MirrorMaker 2 on the same topics; and many groups.
 * By the soak profile; what the build has of it is {@link GroupsIT}.
 */
class GroupMatrixIT {

    private static final boolean WANTED = Boolean.getBoolean("streambus.groups.matrix");

    private static final int RECORDS = 120_000;
    private static final List<Integer> BEHIND = List.of(0, 100, 1_000, 10_000, 100_000);
    private static final int IN_TRANSACTION = 100;
    private static final String MIRROR = "mirror";
    private static final String STREAMED = "streamed";

    /** By topic on the source: its name on the target. */
    private static final Map<String, String> TOPICS = topics();

    private static final Map<String, String> SIEVE = Map.of(
            "transforms", "sieve",
            "transforms.sieve.type", "io.streambus.connect.smt.FilterRecords",
            "transforms.sieve.include.pattern.1", "7$");

    @TempDir
    private static Path state;

    private static GroupClusters scene;

    private static Map<String, String> topics() {
        Map<String, String> topics = new LinkedHashMap<>();
        topics.put("plain", "plain");
        topics.put("filtered", "filtered");
        topics.put("renamed", "called-otherwise");
        topics.put("transactional", "transactional");
        topics.put("compacted", "compacted");
        return topics;
    }

    @BeforeAll
    static void start() {
        assumeTrue(WANTED, "streambus.groups.matrix is not set; the soak profile sets it");
        scene = new GroupClusters();
    }

    @AfterAll
    static void stop() {
        if (scene != null) {
            scene.close();
        }
    }

    @Test
    void nothingIsReadAgainAndNothingSkippedInAnyCell() {
        TOPICS.keySet().forEach(GroupMatrixIT::fill);
        Map<String, Map<Integer, Long>> positions = new HashMap<>();
        TOPICS.keySet().forEach(topic -> {
            TopicPartition partition = new TopicPartition(topic, 0);
            long end = scene.clusters.west().size(topic, 1);
            Map<Integer, Long> ofTopic = new LinkedHashMap<>();
            BEHIND.forEach(behind -> ofTopic.put(behind, end - behind));
            ofTopic.forEach((behind, position) -> {
                stand(scene.west, group(topic, behind), partition, position);
                stand(scene.west, MIRROR + group(topic, behind), partition, position);
            });
            positions.put(topic, ofTopic);
        });
        scene.flow("all", "plain,renamed,transactional,compacted", Map.of("topics.rename", "renamed:called-otherwise"));
        scene.flow("sieved", "filtered", SIEVE);
        mirrorMaker("mirror-all", "plain,renamed,transactional,compacted", Map.of());
        mirrorMaker("mirror-sieved", "filtered", SIEVE);
        TOPICS.forEach((topic, copies) -> BEHIND.forEach(behind -> scene.becomes(
                topic.equals("filtered") ? "sieved" : "all",
                group(topic, behind),
                new TopicPartition(topic, 0),
                "in_sync")));
        TOPICS.keySet().forEach(topic -> awaitMirrorMaker(topic));

        List<String> table = new ArrayList<>();
        List<String> faults = new ArrayList<>();
        TOPICS.forEach((topic, copies) -> {
            Cluster west = scene.clusters.west();
            Cluster east = scene.clusters.east();
            MovedTopic ours = new MovedTopic(west, topic, east, copies);
            MovedTopic theirs = new MovedTopic(west, topic, east, "west." + topic);
            positions.get(topic).forEach((behind, position) -> {
                MovedTopic.Resumed resumed = ours.goOn(group(topic, behind), position);
                MovedTopic.Resumed beside = theirs.goOn(MIRROR + group(topic, behind), position);
                table.add(String.format(
                        "| %-13s | %,7d | %,7d | %,7d | %,7d | %,7d |",
                        topic, behind, resumed.reread(), resumed.skipped(), beside.reread(), beside.skipped()));
                if (!resumed.equals(new MovedTopic.Resumed(0, 0))) {
                    faults.add(topic + ", " + behind + " behind: " + resumed);
                }
            });
        });
        System.out.println("| topic         |  behind | read again | skipped | MirrorMaker 2: read again | skipped |");
        table.forEach(System.out::println);
        assertThat(faults).isEmpty();
    }

    @Test
    void aPassOverAThousandGroupsOfEightPartitionsTakesUnderFiveSeconds() {
        int partitions = 8;
        scene.clusters.west().createTopic("wide", partitions, Map.of());
        for (int partition = 0; partition < partitions; partition++) {
            scene.clusters.west().write("wide", partition, 0, 1);
            scene.clusters.west().write("wide", partition, 1, 2_000);
        }
        List<KafkaFuture<Void>> stood = new ArrayList<>();
        for (int group = 0; group < 1_000; group++) {
            Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
            for (int partition = 0; partition < partitions; partition++) {
                offsets.put(
                        new TopicPartition("wide", partition), new OffsetAndMetadata((group * 7L + partition) % 2_000));
            }
            stood.add(scene.west
                    .alterConsumerGroupOffsets("wide-" + group, offsets)
                    .all());
        }
        stood.forEach(each -> GroupClusters.done(each::get));
        scene.flow("wide", "wide", Map.of());
        Eventually.become(
                () -> scene.lastPass("wide")
                        .filter(pass -> pass.inSync() == 1_000 * partitions)
                        .isPresent(),
                "all groups are in sync");
        // The one that has committed them all has the most to do; what follows has nothing to commit.
        PassReport quiet = scene.lastPass("wide").orElseThrow();
        List<Long> passes = scene.passes("wide").stream()
                .map(pass -> pass.writtenAtMs() - pass.startedAtMs())
                .toList();
        System.out.printf(
                "Passes over %,d groups of %d partitions, ms: %s; the longest took %,d ms.%n",
                quiet.groups(),
                partitions,
                passes,
                passes.stream().mapToLong(Long::longValue).max().orElseThrow());
        assertThat(passes).allMatch(ms -> ms < Duration.ofSeconds(5).toMillis());
    }

    @Test
    void anApplicationOfKafkaStreamsGoesOnWhereItStood() {
        scene.clusters.west().createTopic(STREAMED, 1, Map.of());
        scene.clusters.west().write(STREAMED, 0, 0, 300);
        scene.flow(STREAMED, STREAMED, Map.of());
        TopicPartition streamed = new TopicPartition(STREAMED, 0);
        List<String> seen = new CopyOnWriteArrayList<>();
        try (KafkaStreams application = application(scene.clusters.west(), seen)) {
            application.start();
            Eventually.assertThat(() -> assertThat(seen).hasSize(300));
        }
        scene.clusters.west().write(STREAMED, 0, 300, 340);
        Eventually.become(
                () -> scene.told("streamed", "application", streamed)
                        .filter(told -> told.kind() == GroupKind.STREAMS
                                && told.committed().equals(OptionalLong.of(300)))
                        .isPresent(),
                "the application stands on east");

        assertThat(scene.passes(STREAMED))
                .as("its state is not carried, which is told")
                .anyMatch(pass ->
                        pass.warnings().stream().anyMatch(warning -> warning.contains("application-counts-changelog")));

        try (KafkaStreams application = application(scene.clusters.east(), seen)) {
            application.start();
            Eventually.assertThat(() -> assertThat(seen).hasSize(340));
        }
        assertThat(seen)
                .as("none twice, in order")
                .isEqualTo(IntStream.range(0, 340).mapToObj(i -> "value " + i).toList());
    }

    private static KafkaStreams application(Cluster cluster, List<String> seen) {
        StreamsBuilder topology = new StreamsBuilder();
        var records = topology.<byte[], byte[]>stream(STREAMED);
        records.foreach((key, value) -> seen.add(new String(value, UTF_8)));
        records.groupByKey().count(Materialized.as(Stores.inMemoryKeyValueStore("counts")));
        Properties settings = new Properties();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "application");
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, cluster.bootstrapServers());
        settings.put(StreamsConfig.GROUP_PROTOCOL_CONFIG, "streams");
        settings.put(StreamsConfig.STATE_DIR_CONFIG, state.toString());
        settings.put(StreamsConfig.DEFAULT_KEY_SERDE_CLASS_CONFIG, Serdes.ByteArraySerde.class);
        settings.put(StreamsConfig.DEFAULT_VALUE_SERDE_CLASS_CONFIG, Serdes.ByteArraySerde.class);
        settings.put(StreamsConfig.consumerPrefix("auto.offset.reset"), "earliest");
        return new KafkaStreams(topology.build(), settings);
    }

    private static String group(String topic, int behind) {
        return topic + "-" + behind;
    }

    private static void fill(String topic) {
        Cluster west = scene.clusters.west();
        west.createTopic(
                topic,
                1,
                topic.equals("compacted")
                        ? Map.of(
                                "cleanup.policy", "compact",
                                "segment.bytes", String.valueOf(1 << 20),
                                "min.cleanable.dirty.ratio", "0.01",
                                "max.compaction.lag.ms", "1000",
                                "segment.ms", "1000")
                        : Map.of());
        west.write(topic, 0, 0, 1);
        if (topic.equals("transactional")) {
            for (int i = 1; i < RECORDS; i += IN_TRANSACTION * 60) {
                west.writeInTransaction(topic, 0, i, Math.min(RECORDS, i + IN_TRANSACTION * 60), i % 4 != 3);
            }
        } else if (topic.equals("compacted")) {
            compacted(west);
        } else {
            west.write(topic, 0, 1, RECORDS);
        }
    }

    /** A third of the keys come again, so that offsets are missing when the cleaner has been there. */
    private static void compacted(Cluster west) {
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (int i = 1; i < RECORDS; i++) {
            int key = i % 3 == 0 ? i % 5_000 : i;
            records.add(new ProducerRecord<>("compacted", 0, ("key " + key).getBytes(UTF_8), TopicRecords.value(i)));
        }
        west.write(records);
        Eventually.become(() -> west.read("compacted", 0).size() < RECORDS * 9 / 10, "the cleaner has been there");
    }

    private static void mirrorMaker(String name, String topics, Map<String, String> more) {
        Map<String, String> settings = scene.clusters.mirrorMaker(topics);
        settings.remove("replication.policy.class");
        settings.put("header.converter", "org.apache.kafka.connect.converters.ByteArrayConverter");
        Map<String, String> source = new HashMap<>(settings);
        source.putAll(more);
        scene.clusters.run(name, source);
        Map<String, String> groups = new HashMap<>(settings);
        groups.put("connector.class", "org.apache.kafka.connect.mirror.MirrorCheckpointConnector");
        groups.put("checkpoints.topic.replication.factor", "1");
        groups.put("groups", MIRROR + ".*");
        groups.put("sync.group.offsets.enabled", "true");
        groups.put("sync.group.offsets.interval.seconds", "1");
        groups.put("emit.checkpoints.interval.seconds", "1");
        groups.put("refresh.groups.interval.seconds", "1");
        groups.put("offset-syncs.topic.replication.factor", "1");
        scene.clusters.run(name + "-groups", groups);
    }

    /** Until it has copied all and its positions no longer move. */
    private static void awaitMirrorMaker(String topic) {
        TopicPartition copies = new TopicPartition("west." + topic, 0);
        String last = MIRROR + group(topic, 0);
        Eventually.become(() -> scene.onEast(last, copies).isPresent(), "MirrorMaker 2 has a position of " + last);
        long[] before = {-1};
        await().pollInterval(Duration.ofSeconds(5))
                .atMost(Duration.ofMinutes(3))
                .until(() -> {
                    long now = scene.clusters.east().size("west." + topic, 1)
                            + BEHIND.stream()
                                    .mapToLong(behind -> scene.onEast(MIRROR + group(topic, behind), copies)
                                            .orElse(-1L))
                                    .sum();
                    boolean still = now == before[0];
                    before[0] = now;
                    return still;
                });
    }
}
