package io.streambus.connect.topic;

/**
 * The share of one task: task i of n has partition p of topic t when {@code (hash(t) + p) mod n = i}. It depends on nothing but names and
 * numbers, so every task finds its own partitions, new ones too, without being told and without a restart of any task. The partitions of a topic
 * are spread evenly; the hash keeps many topics with one partition from all landing on task 0.
 *
 * @param index from 0
 * @param count of tasks, at least 1
 */
public record Shard(int index, int count) {
    public Shard {
        if (index < 0 || index >= count) {
            throw new IllegalArgumentException(
                    "task " + index + " of " + count + " tasks: the index must lie within 0 and the count less 1");
        }
    }

    public boolean owns(String topic, int partition) {
        // String.hashCode is specified by the language, so every worker on every JVM agrees.
        return Math.floorMod(topic.hashCode() + (long) partition, (long) count) == index;
    }

    /** Whether any of the topic's first so many partitions is the task's. */
    public boolean ownsAny(String topic, int partitions) {
        return Math.floorMod(index - (long) topic.hashCode(), (long) count) < partitions;
    }
}
