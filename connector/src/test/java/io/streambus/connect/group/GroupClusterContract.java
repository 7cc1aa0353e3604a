package io.streambus.connect.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.streambus.connect.checkpoint.group.GroupKind;
import io.streambus.connect.checkpoint.group.GroupOutcome;
import io.streambus.connect.group.GroupCluster.GroupCommit;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the rules rest on: the fake and the brokers answer alike. The topic has two partitions and 100 records in each. */
public abstract class GroupClusterContract {

    protected static final String TOPIC = "orders";
    private static final List<GroupKind> KINDS = List.of(GroupKind.values());
    private static final TopicPartition FIRST = new TopicPartition(TOPIC, 0);
    private static final TopicPartition SECOND = new TopicPartition(TOPIC, 1);

    protected abstract GroupCluster cluster();

    /** A name that no group has had so far. */
    protected abstract String newGroup();

    /** A member that has joined and been assigned something. */
    protected abstract AutoCloseable join(String group, GroupKind kind);

    @ParameterizedTest
    @EnumSource
    void aGroupThatIsNotThereTakesOffsetsAndIsThenOneThatCanBecomeOfThatKind(GroupKind kind) throws Exception {
        String group = newGroup();

        assertThat(commit(group, kind, Map.of(FIRST, 42L, SECOND, 7L))).isEmpty();

        assertThat(offsets(group, kind)).isEqualTo(Map.of(FIRST, 42L, SECOND, 7L));
        assertThat(cluster().groups().get(group).canBe(kind)).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void whatIsCommittedAgainIsReplacedAlsoByLess(GroupKind kind) throws Exception {
        String group = newGroup();
        commit(group, kind, Map.of(FIRST, 42L, SECOND, 7L));

        assertThat(commit(group, kind, Map.of(FIRST, 41L))).isEmpty();

        assertThat(offsets(group, kind)).isEqualTo(Map.of(FIRST, 41L, SECOND, 7L));
    }

    @ParameterizedTest
    @EnumSource(names = "STREAMS", mode = EnumSource.Mode.EXCLUDE)
    void aGroupWithMembersIsListedAsWhatItIsAndRefusesOffsets(GroupKind kind) throws Exception {
        String group = newGroup();
        try (AutoCloseable member = join(group, kind)) {
            assertThat(cluster().groups().get(group)).isEqualTo(FoundGroup.of(kind));

            Map<TopicPartition, Throwable> refused = commit(group, kind, Map.of(FIRST, 42L));

            assertThat(refused).containsOnlyKeys(FIRST);
            assertThat(Refusal.outcome("east", refused.get(FIRST))).isInstanceOf(GroupOutcome.Active.class);
        }
    }

    @Test
    void aShareGroupRefusesWhatIsOfConsumers() throws Exception {
        String group = newGroup();
        commit(group, GroupKind.SHARE, Map.of(FIRST, 42L));

        Map<TopicPartition, Throwable> refused = commit(group, GroupKind.CONSUMER, Map.of(FIRST, 1L));

        assertThat(Refusal.outcome("east", refused.get(FIRST))).isInstanceOf(GroupOutcome.NotTranslatable.class);
        assertThat(cluster().groups().get(group).canBe(GroupKind.CONSUMER)).isFalse();
        assertThat(offsets(group, GroupKind.SHARE)).isEqualTo(Map.of(FIRST, 42L));
    }

    @Test
    void aGroupOfConsumersRefusesWhatIsShared() throws Exception {
        String group = newGroup();
        commit(group, GroupKind.CLASSIC, Map.of(FIRST, 42L));

        Map<TopicPartition, Throwable> refused = commit(group, GroupKind.SHARE, Map.of(FIRST, 1L));

        assertThat(Refusal.outcome("east", refused.get(FIRST))).isInstanceOf(GroupOutcome.NotTranslatable.class);
        assertThat(offsets(group, GroupKind.CLASSIC)).isEqualTo(Map.of(FIRST, 42L));
    }

    /** Kafka Streams keeps the time of its stream there. */
    @ParameterizedTest
    @EnumSource(names = "SHARE", mode = EnumSource.Mode.EXCLUDE)
    void metadataIsKept(GroupKind kind) throws Exception {
        String group = newGroup();
        cluster()
                .commit(Map.of(
                        group, new GroupCommit(kind, Map.of(FIRST, new OffsetAndMetadata(3, "time of the stream")))));

        assertThat(cluster()
                        .offsets(Map.of(group, kind))
                        .read()
                        .get(group)
                        .get(FIRST)
                        .metadata())
                .isEqualTo("time of the stream");
    }

    @Test
    void manyGroupsOfAllKindsAreAskedAtOnce() throws Exception {
        Map<String, GroupKind> kinds = new HashMap<>();
        Map<String, GroupCommit> commits = new HashMap<>();
        for (int i = 0; i < 20; i++) {
            GroupKind kind = KINDS.get(i % KINDS.size());
            String group = newGroup();
            kinds.put(group, kind);
            commits.put(group, new GroupCommit(kind, Map.of(FIRST, new OffsetAndMetadata(i))));
        }
        String absent = newGroup();
        kinds.put(absent, GroupKind.CONSUMER);

        assertThat(cluster().commit(commits)).isEmpty();

        GroupCluster.CommittedOffsets told = cluster().offsets(kinds);
        assertThat(told.failed()).isEmpty();
        assertThat(told.read().get(absent)).isEmpty();
        commits.forEach(
                (group, commit) -> assertThat(told.read().get(group).get(FIRST).offset())
                        .isEqualTo(commit.offsets().get(FIRST).offset()));
    }

    @Test
    void theRetentionOfOffsetsIsTold() throws Exception {
        assertThat(cluster().offsetsRetention()).contains(Duration.ofDays(7));
    }

    private Map<TopicPartition, Throwable> commit(String group, GroupKind kind, Map<TopicPartition, Long> offsets)
            throws InterruptedException {
        Map<TopicPartition, OffsetAndMetadata> wanted = new HashMap<>();
        offsets.forEach((partition, offset) -> wanted.put(partition, new OffsetAndMetadata(offset)));
        return cluster().commit(Map.of(group, new GroupCommit(kind, wanted))).getOrDefault(group, Map.of());
    }

    private Map<TopicPartition, Long> offsets(String group, GroupKind kind) throws InterruptedException {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        cluster()
                .offsets(Map.of(group, kind))
                .read()
                .get(group)
                .forEach((partition, offset) -> offsets.put(partition, offset.offset()));
        return offsets;
    }
}
