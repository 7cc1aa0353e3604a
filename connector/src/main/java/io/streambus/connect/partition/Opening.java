package io.streambus.connect.partition;

import io.streambus.connect.checkpoint.CheckpointEntry;
import io.streambus.connect.checkpoint.CheckpointKey;
import io.streambus.connect.progress.OffsetMaps;
import io.streambus.connect.progress.PartitionProgress;
import io.streambus.connect.progress.SourcePartition;
import io.streambus.connect.provenance.ProvenanceRule;
import io.streambus.connect.start.StartCandidate;
import io.streambus.connect.start.StartDecision;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/** Makes owned partitions of those that may begin, and the entries that go with it. Confined to the task's thread. */
final class Opening {

    private final PartitionAssignment.Identity identity;
    private final ProvenanceRule rule;
    private final OffsetMaps offsets;

    /** Under which generations entries of the partitions stand that those of this task replace. */
    private final Map<TopicPartition, Set<Long>> replaced;

    Opening(
            PartitionAssignment.Identity identity,
            ProvenanceRule rule,
            OffsetMaps offsets,
            Map<TopicPartition, Set<Long>> generations) {
        this.identity = identity;
        this.rule = rule;
        this.offsets = offsets;
        this.replaced = new HashMap<>(generations);
    }

    OwnedPartition open(StartCandidate candidate, StartDecision.Begin begin) {
        TopicPartition source = candidate.source();
        String targetTopic = candidate.topic().targetName();
        PartitionProgress progress = new PartitionProgress(
                begin.first(),
                begin.evidence().end(),
                offsets.open(
                        source,
                        candidate.topic().id(),
                        begin.tail(),
                        begin.first().nextSourceOffset()));
        return new OwnedPartition(
                source,
                targetTopic,
                candidate.limits(),
                rule.stampFor(source.topic(), targetTopic, source.partition()),
                new SourcePartition(identity.sourceAlias(), source, progress),
                begin.evidence(),
                begin.verified());
    }

    /** What is to be on the target before the first record of a partition is handed over, which has been opened; the map first. */
    List<CheckpointEntry> first(TopicPartition source, StartDecision.Begin begin) {
        List<CheckpointEntry> entries = new ArrayList<>();
        offsets.changes(source).forEach((key, page) -> entries.add(CheckpointEntry.of(key, page)));
        entries.add(CheckpointEntry.of(key(source, identity.generation()), begin.first()));
        return entries;
    }

    /** Removals of what earlier owners of the partition have written. Asked once the target has its first checkpoint; later on there are none. */
    List<CheckpointEntry> outdated(TopicPartition source) {
        Set<Long> generations = Optional.ofNullable(replaced.remove(source)).orElse(Set.of());
        return generations.stream()
                .filter(generation -> generation != identity.generation())
                .map(generation -> CheckpointEntry.removing(key(source, generation)))
                .toList();
    }

    private CheckpointKey.Partition key(TopicPartition source, long generation) {
        return new CheckpointKey.Partition(identity.flow(), source.topic(), source.partition(), generation);
    }
}
