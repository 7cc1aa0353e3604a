package io.streambus.connect.checkpoint;

import io.streambus.connect.checkpoint.Claim.Claimant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;

/**
 * Makes of the entries of one flow, taken in the order in which they stand in the checkpoints topic, what holds: of each partition and task the entry
 * of the highest generation, and nothing from before an erasure. Confined to one thread, or guarded by the caller.
 */
public final class FlowEntries {

    private final Map<TopicPartition, NavigableMap<Long, PartitionCheckpoint>> partitions = new HashMap<>();
    private final Map<Integer, NavigableMap<Long, TaskCheckpoint>> tasks = new HashMap<>();
    private long erasedBefore;

    /**
     * Takes an entry in; one of an unknown version, and offset maps, are passed over.
     *
     * @param value null for a tombstone
     * @param offset where the entry stands in the checkpoints topic
     * @return whether the entry holds from now on
     * @throws IllegalArgumentException if the value is no checkpoint
     */
    public boolean take(CheckpointKey key, byte[] value, long offset) {
        if (key instanceof CheckpointKey.Partition partition) {
            return take(
                    partitions,
                    new TopicPartition(partition.topic(), partition.partition()),
                    partition.generation(),
                    Optional.ofNullable(value).flatMap(CheckpointFormat::decodePartition));
        }
        if (key instanceof CheckpointKey.Task task) {
            return take(
                    tasks,
                    task.task(),
                    task.generation(),
                    Optional.ofNullable(value).flatMap(CheckpointFormat::decodeTask));
        }
        if (key instanceof CheckpointKey.Claiming claiming
                && claiming.claimant() == Claimant.ERASURE
                && value != null) {
            erasedBefore = offset;
            partitions
                    .values()
                    .forEach(generations -> generations.headMap(offset).clear());
            partitions.values().removeIf(Map::isEmpty);
            tasks.values().forEach(generations -> generations.headMap(offset).clear());
            tasks.values().removeIf(Map::isEmpty);
        }
        return false;
    }

    private <K, V> boolean take(Map<K, NavigableMap<Long, V>> entries, K key, long generation, Optional<V> value) {
        NavigableMap<Long, V> generations = entries.computeIfAbsent(key, any -> new TreeMap<>());
        if (value.isPresent() && generation >= erasedBefore) {
            generations.put(generation, value.get());
        } else {
            generations.remove(generation);
        }
        if (generations.isEmpty()) {
            entries.remove(key);
        }
        return value.isPresent() && !generations.isEmpty() && generations.lastKey() == generation;
    }

    /** By source partition. */
    public Map<TopicPartition, PartitionCheckpoint> partitions() {
        return newest(partitions);
    }

    /** By number. */
    public Map<Integer, TaskCheckpoint> tasks() {
        return newest(tasks);
    }

    public boolean isEmpty() {
        return partitions.isEmpty() && tasks.isEmpty();
    }

    private static <K, V> Map<K, V> newest(Map<K, NavigableMap<Long, V>> entries) {
        Map<K, V> newest = new HashMap<>();
        entries.forEach(
                (key, generations) -> newest.put(key, generations.lastEntry().getValue()));
        return newest;
    }

    /** The generations of a partition's entries that are there, holding or not. */
    public Set<Long> generations(TopicPartition partition) {
        NavigableMap<Long, PartitionCheckpoint> found = partitions.get(partition);
        return found == null ? Set.of() : new HashSet<>(found.keySet());
    }

    /** The generation of the partition's entry that holds; empty if there is none. */
    public OptionalLong generation(TopicPartition partition) {
        NavigableMap<Long, PartitionCheckpoint> found = partitions.get(partition);
        return found == null ? OptionalLong.empty() : OptionalLong.of(found.lastKey());
    }

    /** The generations of the entries of tasks that are there, by number. */
    public Map<Integer, Set<Long>> taskGenerations() {
        Map<Integer, Set<Long>> all = new HashMap<>();
        tasks.forEach((task, generations) -> all.put(task, new HashSet<>(generations.keySet())));
        return all;
    }
}
