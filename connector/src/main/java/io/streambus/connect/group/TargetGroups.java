package io.streambus.connect.group;

import io.streambus.connect.checkpoint.group.GroupKind;
import io.streambus.connect.checkpoint.group.GroupOutcome;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * The groups of the target that have names of wanted ones, as they were looked at in one pass.
 *
 * @param cluster as the flow names it
 */
record TargetGroups(String cluster, Map<String, FoundGroup> found, GroupCluster.CommittedOffsets committed) {

    static TargetGroups look(GroupCluster target, Map<String, GroupKind> wanted) throws InterruptedException {
        Map<String, FoundGroup> found = new HashMap<>(target.groups());
        found.keySet().retainAll(wanted.keySet());
        Map<String, GroupKind> same = new HashMap<>();
        found.forEach((name, group) -> {
            if (group.canBe(wanted.get(name))) {
                same.put(name, group.kind().orElseThrow());
            }
        });
        return new TargetGroups(target.cluster(), found, target.offsets(same));
    }

    /** What keeps everything of a group from being committed; empty if nothing does. */
    Optional<GroupOutcome> obstacle(String group, GroupKind kind) {
        FoundGroup there = found.get(group);
        if (there != null && !there.canBe(kind)) {
            return Optional.of(Refusal.otherKind(
                    cluster, there.kind().map(GroupKind::word).orElse("something else than consumers")));
        }
        return Optional.ofNullable(committed.failed().get(group)).map(answer -> Refusal.outcome(cluster, answer));
    }

    OptionalLong offset(String group, TopicPartition partition) {
        OffsetAndMetadata offset =
                committed.read().getOrDefault(group, Map.of()).get(partition);
        return offset == null ? OptionalLong.empty() : OptionalLong.of(offset.offset());
    }
}
