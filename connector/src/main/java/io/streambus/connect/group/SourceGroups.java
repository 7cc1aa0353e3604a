package io.streambus.connect.group;

import io.streambus.connect.checkpoint.group.GroupKind;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * The groups of the source that are wanted, and what they have committed, as they were looked at in one pass.
 *
 * @param kinds by group
 * @param offsets by group; missing where they could not be read
 * @param failed why not, by group
 */
record SourceGroups(
        Map<String, GroupKind> kinds,
        Map<String, Map<TopicPartition, OffsetAndMetadata>> offsets,
        Map<String, Throwable> failed) {

    static SourceGroups look(GroupCluster source, Map<String, GroupKind> wanted) throws InterruptedException {
        GroupCluster.CommittedOffsets committed = source.offsets(wanted);
        return new SourceGroups(wanted, committed.read(), committed.failed());
    }

    /** Groups without a name, which old consumers could have, cannot be asked for. */
    static Map<String, GroupKind> wanted(GroupCluster source, Predicate<String> selection) throws InterruptedException {
        Map<String, GroupKind> kinds = new HashMap<>();
        source.groups()
                .forEach((name, group) -> group.kind()
                        .filter(kind -> !name.isEmpty() && selection.test(name))
                        .ifPresent(kind -> kinds.put(name, kind)));
        return kinds;
    }

    /** All partitions that any of them has a position in. */
    Set<TopicPartition> partitions() {
        Set<TopicPartition> all = new HashSet<>();
        offsets.values().forEach(ofGroup -> all.addAll(ofGroup.keySet()));
        return all;
    }
}
