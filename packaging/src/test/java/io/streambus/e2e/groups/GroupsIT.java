package io.streambus.e2e.groups;

import static io.streambus.e2e.groups.GroupClusters.done;
import static io.streambus.e2e.groups.GroupClusters.stand;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.streambus.connect.checkpoint.group.GroupKind;
import io.streambus.connect.checkpoint.group.GroupOffset;
import io.streambus.e2e.replication.Eventually;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.ListShareGroupOffsetsSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.connect.mirror.RemoteClusterUtils;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Issue 15: groups go on at the target exactly where they stood at the source. Every kind of topic, and Kafka Streams, is {@link GroupMatrixIT}'s. */
class GroupsIT {

    private static final int RECORDS = 12_000;
    private static final List<Integer> BEHIND = List.of(0, 100, 1_000, 10_000);
    private static final String PLAIN = "plain";
    private static final String SIEVED = "sieved";
    private static final TopicPartition PARTITION = new TopicPartition(PLAIN, 0);
    private static final Duration POLL = Duration.ofMillis(100);

    private static GroupClusters scene;

    @BeforeAll
    static void start() {
        scene = new GroupClusters();
        for (String topic : List.of(PLAIN, SIEVED)) {
            scene.clusters.west().createTopic(topic, 1, Map.of());
            scene.clusters.west().write(topic, 0, 0, 1);
            scene.clusters.west().write(topic, 0, 1, RECORDS);
            BEHIND.forEach(
                    behind -> stand(scene.west, group(topic, behind), new TopicPartition(topic, 0), RECORDS - behind));
        }
        // Nobody's: copies stand elsewhere than at the source.
        scene.clusters.east().createTopic(PLAIN, 1, Map.of());
        scene.clusters.east().write(PLAIN, 0, 900_000, 900_007);
        scene.flow("plain-flow", PLAIN, Map.of());
        scene.flow(
                "sieved-flow",
                SIEVED,
                Map.of(
                        "transforms", "sieve",
                        "transforms.sieve.type", "io.streambus.connect.smt.FilterRecords",
                        "transforms.sieve.include.pattern.1", "7$"));
    }

    @AfterAll
    static void stop() {
        scene.close();
    }

    private static String group(String topic, int behind) {
        return topic + "-" + behind;
    }

    @Test
    void groupsOfConsumersReadNothingAgainAndSkipNothingHoweverFarBehind() {
        for (String topic : List.of(PLAIN, SIEVED)) {
            TopicPartition partition = new TopicPartition(topic, 0);
            BEHIND.forEach(behind -> scene.becomes(topic + "-flow", group(topic, behind), partition, "in_sync"));
            MovedTopic moved = new MovedTopic(scene.clusters.west(), topic, scene.clusters.east(), topic);
            for (int behind : BEHIND) {
                MovedTopic.Resumed resumed = moved.goOn(group(topic, behind), RECORDS - behind);
                System.out.printf(
                        "Groups: %s, %,d behind: %d read again, %d skipped.%n",
                        topic, behind, resumed.reread(), resumed.skipped());
                assertThat(resumed).as(group(topic, behind)).isEqualTo(new MovedTopic.Resumed(0, 0));
            }
        }
    }

    @Test
    void aGroupOfTheNewerProtocolGoesOnWhereItStood() {
        try (KafkaConsumer<byte[], byte[]> member = new KafkaConsumer<>(
                settings(scene.clusters.west().bootstrapServers(), "kip-848", "consumer"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            member.subscribe(List.of(PLAIN));
            Eventually.assertThat(() -> assertThat(poll(member)).isPresent());
            member.commitSync(Map.of(PARTITION, new OffsetAndMetadata(4_321)));

            // It has members at the source, and none at the target.
            GroupOffset told = scene.becomes("plain-flow", "kip-848", PARTITION, "in_sync");
            assertThat(told.kind()).isEqualTo(GroupKind.CONSUMER);
            Eventually.assertThat(() -> assertThat(scene.told("plain-flow", "kip-848", PARTITION)
                            .orElseThrow()
                            .sourceOffset())
                    .isEqualTo(4_321));
        }
        try (KafkaConsumer<byte[], byte[]> member = new KafkaConsumer<>(
                settings(scene.clusters.east().bootstrapServers(), "kip-848", "consumer"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            member.subscribe(List.of(PLAIN));
            assertGoesOnAt(4_321, first(member));

            // A group that is used there is left alone, whatever happens at the source.
            stand(scene.west, "kip-848", PARTITION, 5_000);
            GroupOffset active = scene.becomes("plain-flow", "kip-848", PARTITION, "active");
            assertThat(active.outcome().reason().orElseThrow()).contains("members on east");
            assertThat(scene.onEast("kip-848", PARTITION)).contains(4_321 + 7L);
        }
        Eventually.assertThat(
                () -> assertThat(scene.onEast("kip-848", PARTITION)).contains(5_000 + 7L));
    }

    @Test
    void aGroupThatIsRewoundAtTheSourceIsRewoundAtTheTarget() {
        stand(scene.west, "rewound", PARTITION, 8_000);
        Eventually.assertThat(
                () -> assertThat(scene.onEast("rewound", PARTITION)).contains(8_007L));

        stand(scene.west, "rewound", PARTITION, 20);
        Eventually.assertThat(
                () -> assertThat(scene.onEast("rewound", PARTITION)).contains(27L));
    }

    @Test
    void aShareGroupGoesOnWhereItStood() {
        done(() -> scene.west
                .alterShareGroupOffsets("shared", Map.of(PARTITION, 2_345L))
                .all()
                .get());

        GroupOffset told = scene.becomes("plain-flow", "shared", PARTITION, "in_sync");

        assertThat(told.kind()).isEqualTo(GroupKind.SHARE);
        assertThat(done(() -> scene.east
                                .listShareGroupOffsets(Map.of("shared", new ListShareGroupOffsetsSpec()))
                                .partitionsToOffsetInfo("shared")
                                .get())
                        .get(PARTITION)
                        .startOffset())
                .isEqualTo(2_345 + 7);
        try (KafkaShareConsumer<byte[], byte[]> member = new KafkaShareConsumer<>(
                Map.of("bootstrap.servers", scene.clusters.east().bootstrapServers(), "group.id", "shared"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            member.subscribe(List.of(PLAIN));
            ConsumerRecord<byte[], byte[]> first = null;
            long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
            while (first == null && System.nanoTime() < deadline) {
                for (ConsumerRecord<byte[], byte[]> record : member.poll(POLL)) {
                    first = first == null ? record : first;
                }
            }
            assertGoesOnAt(2_345, Optional.ofNullable(first));
        }
    }

    @Test
    void aNameThatStandsForAnotherKindIsToldAndLeftAlone() {
        done(() -> scene.east
                .alterShareGroupOffsets("taken", Map.of(PARTITION, 3L))
                .all()
                .get());
        stand(scene.west, "taken", PARTITION, 9_000);

        GroupOffset told = scene.becomes("plain-flow", "taken", PARTITION, "not_translatable");

        assertThat(told.outcome().reason().orElseThrow())
                .contains("a group of share")
                .contains("groups.exclude");
        assertThat(told.translated()).hasValue(9_007);
        assertThat(told.committed()).isEmpty();
    }

    @Test
    void mirrorMakersClientsFindThePositionsToo() throws Exception {
        stand(scene.west, "mirrored", PARTITION, 6_000);
        Map<String, Object> east = Map.of(
                "bootstrap.servers",
                scene.clusters.east().bootstrapServers(),
                "replication.policy.class",
                "org.apache.kafka.connect.mirror.IdentityReplicationPolicy");

        Eventually.assertThat(() -> assertThat(
                        RemoteClusterUtils.translateOffsets(east, "west", "mirrored", Duration.ofSeconds(5)))
                .hasEntrySatisfying(
                        PARTITION, offset -> assertThat(offset.offset()).isEqualTo(6_007)));
    }

    private static void assertGoesOnAt(int position, Optional<ConsumerRecord<byte[], byte[]>> first) {
        assertThat(first).isPresent();
        assertThat(new String(first.get().value(), UTF_8)).isEqualTo("value " + position);
    }

    private static Map<String, Object> settings(String bootstrap, String group, String protocol) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("bootstrap.servers", bootstrap);
        settings.put("group.id", group);
        settings.put("group.protocol", protocol);
        settings.put("auto.offset.reset", "earliest");
        settings.put("enable.auto.commit", false);
        return settings;
    }

    private static Optional<ConsumerRecord<byte[], byte[]>> first(KafkaConsumer<byte[], byte[]> member) {
        Optional<ConsumerRecord<byte[], byte[]>> first = Optional.empty();
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (first.isEmpty() && System.nanoTime() < deadline) {
            first = poll(member);
        }
        return first;
    }

    private static Optional<ConsumerRecord<byte[], byte[]>> poll(KafkaConsumer<byte[], byte[]> member) {
        for (ConsumerRecord<byte[], byte[]> record : member.poll(POLL)) {
            return Optional.of(record);
        }
        return Optional.empty();
    }
}
