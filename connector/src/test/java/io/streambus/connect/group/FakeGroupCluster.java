package io.streambus.connect.group;

import io.streambus.connect.checkpoint.group.GroupKind;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.GroupNotEmptyException;
import org.apache.kafka.common.errors.UnknownMemberIdException;

/** Groups in memory, which answer as brokers do. Confined to one thread. */
public final class FakeGroupCluster implements GroupCluster {

    private final String name;
    private final Map<String, Member> groups = new TreeMap<>();
    private final Map<String, Throwable> untold = new HashMap<>();
    private final Map<String, Set<String>> internal = new HashMap<>();
    private Duration retention = Duration.ofDays(7);
    private int commits;

    private static final class Member {
        final FoundGroup found;
        final Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        boolean joined;

        Member(FoundGroup found) {
            this.found = found;
        }
    }

    public FakeGroupCluster(String name) {
        this.name = name;
    }

    /** A group with offsets, without members; whatever it was before. */
    public void put(String group, GroupKind kind, Map<TopicPartition, Long> offsets) {
        put(group, FoundGroup.of(kind), offsets);
    }

    void put(String group, FoundGroup found, Map<TopicPartition, Long> offsets) {
        Member member = new Member(found);
        offsets.forEach((partition, offset) -> member.offsets.put(partition, new OffsetAndMetadata(offset)));
        groups.put(group, member);
    }

    public void delete(String group) {
        groups.remove(group);
    }

    public void joined(String group, boolean joined) {
        groups.get(group).joined = joined;
    }

    boolean hasMembers(String group) {
        return groups.containsKey(group) && groups.get(group).joined;
    }

    void doesNotTell(String group, Throwable answer) {
        untold.put(group, answer);
    }

    void internalTopics(String group, Set<String> topics) {
        internal.put(group, topics);
    }

    void retention(Duration of) {
        retention = of;
    }

    public Optional<Long> offset(String group, TopicPartition partition) {
        return Optional.ofNullable(groups.get(group))
                .map(member -> member.offsets.get(partition))
                .map(OffsetAndMetadata::offset);
    }

    String metadata(String group, TopicPartition partition) {
        return groups.get(group).offsets.get(partition).metadata();
    }

    /** How many groups have been committed for so far. */
    int commits() {
        return commits;
    }

    @Override
    public String cluster() {
        return name;
    }

    @Override
    public Map<String, FoundGroup> groups() {
        Map<String, FoundGroup> found = new HashMap<>();
        groups.forEach((group, member) -> found.put(group, member.found));
        return found;
    }

    @Override
    public CommittedOffsets offsets(Map<String, GroupKind> wanted) {
        Map<String, Map<TopicPartition, OffsetAndMetadata>> read = new HashMap<>();
        Map<String, Throwable> failed = new HashMap<>();
        wanted.forEach((group, kind) -> {
            if (untold.containsKey(group)) {
                failed.put(group, untold.get(group));
            } else {
                Member member = groups.get(group);
                read.put(group, member == null ? Map.of() : Map.copyOf(member.offsets));
            }
        });
        return new CommittedOffsets(read, failed);
    }

    @Override
    public Map<String, Map<TopicPartition, Throwable>> commit(Map<String, GroupCommit> wanted) {
        Map<String, Map<TopicPartition, Throwable>> refused = new HashMap<>();
        wanted.forEach((group, commit) -> {
            commits++;
            Throwable answer = refusal(groups.get(group), commit.kind());
            if (answer == null) {
                groups.computeIfAbsent(group, any -> new Member(made(commit.kind())))
                        .offsets
                        .putAll(commit.offsets());
            } else {
                commit.offsets()
                        .keySet()
                        .forEach(partition -> refused.computeIfAbsent(group, any -> new HashMap<>())
                                .put(partition, answer));
            }
        });
        return refused;
    }

    private static FoundGroup made(GroupKind kind) {
        return kind == GroupKind.SHARE ? FoundGroup.of(kind) : FoundGroup.ofOffsetsOnly();
    }

    private static Throwable refusal(Member member, GroupKind kind) {
        if (member == null) {
            return null;
        }
        GroupKind there = member.found.kind().orElse(null);
        if (there == null || !there.hasOffsetsOf(kind)) {
            return new GroupIdNotFoundException("not of that kind");
        }
        if (!member.joined) {
            return null;
        }
        return kind == GroupKind.SHARE
                ? new GroupNotEmptyException("it has members")
                : new UnknownMemberIdException("it has members");
    }

    @Override
    public Map<String, Set<String>> internalTopics(Set<String> wanted) {
        Map<String, Set<String>> topics = new HashMap<>(internal);
        topics.keySet().retainAll(wanted);
        return topics;
    }

    @Override
    public Optional<Duration> offsetsRetention() {
        return Optional.of(retention);
    }

    /** As a broker answers who has no right to a group. */
    static Throwable noRight(String group) {
        return GroupAuthorizationException.forGroupId(group);
    }
}
