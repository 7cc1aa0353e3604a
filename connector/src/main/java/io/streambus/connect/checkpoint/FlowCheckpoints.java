package io.streambus.connect.checkpoint;

import io.streambus.connect.offset.OffsetMap;
import io.streambus.connect.offset.OffsetPage;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/**
 * All that a flow has written to the checkpoints topic, as it stands.
 *
 * @param partitions progress by source partition
 * @param generations by source partition, of all entries that stand there: those that hold and those that a later one has replaced
 * @param taskGenerations of the life signs of tasks that stand there, by task number
 * @param pages of the offset maps by source partition, then by number; of any source topic that had the name
 * @param tasks life signs by task number
 */
public record FlowCheckpoints(
        Map<TopicPartition, PartitionCheckpoint> partitions,
        Map<TopicPartition, Set<Long>> generations,
        Map<Integer, Set<Long>> taskGenerations,
        Map<TopicPartition, Map<Integer, OffsetPage>> pages,
        Map<Integer, TaskCheckpoint> tasks) {

    public FlowCheckpoints {
        partitions = Map.copyOf(partitions);
        generations = Map.copyOf(generations);
        taskGenerations = Map.copyOf(taskGenerations);
        pages = pages.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, entry -> Map.copyOf(entry.getValue())));
        tasks = Map.copyOf(tasks);
    }

    /** A partition's stored pages, for the task that goes on from them; empty if there are none. */
    public Map<Integer, OffsetPage> pages(TopicPartition source) {
        return pages.getOrDefault(source, Map.of());
    }

    /**
     * A partition's offset map, of the topic that its checkpoint tells of. A checkpoint that an operator has set names no topic: then of the only one
     * that there are pages of.
     *
     * @return an empty map if nothing is known
     */
    public OffsetMap offsetMap(TopicPartition source) {
        Map<Integer, OffsetPage> stored = pages(source);
        Optional<PartitionCheckpoint> checkpoint = Optional.ofNullable(partitions.get(source));
        Optional<Uuid> topicId = checkpoint.flatMap(PartitionCheckpoint::topicId);
        Set<Optional<Uuid>> found =
                stored.values().stream().map(OffsetPage::topicId).collect(Collectors.toSet());
        OffsetMap map = OffsetMap.of(
                stored,
                topicId.isEmpty() && found.size() == 1 ? found.iterator().next() : topicId);
        OptionalLong hole = checkpoint.map(PartitionCheckpoint::openHole).orElse(OptionalLong.empty());
        return hole.isPresent() ? map.openFrom(hole.getAsLong()) : map;
    }
}
