package io.streambus.connect.partition;

import io.streambus.connect.topic.Shard;
import io.streambus.connect.topic.SourceTopic;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.TopicPartition;

/**
 * What one snapshot of the topics says of a task's partitions.
 *
 * @param partitions those that both sides have, with their topics
 * @param awaitingTarget those that the target does not have yet, in order
 */
record Wanted(Map<TopicPartition, SourceTopic> partitions, Set<TopicPartition> awaitingTarget) {

    static Wanted by(TopicSnapshot snapshot, Shard shard) {
        Map<TopicPartition, SourceTopic> wanted = new LinkedHashMap<>();
        Set<TopicPartition> waiting = new TreeSet<>(Comparator.comparing(TopicPartition::toString));
        for (SourceTopic topic : snapshot.topics()) {
            for (int partition = 0; partition < topic.partitions(); partition++) {
                if (shard.owns(topic.name(), partition)) {
                    TopicPartition mine = new TopicPartition(topic.name(), partition);
                    if (partition < topic.targetPartitions()) {
                        wanted.put(mine, topic);
                    } else {
                        waiting.add(mine);
                    }
                }
            }
        }
        return new Wanted(wanted, waiting);
    }
}
