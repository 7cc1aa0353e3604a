package io.streambus.demo.sample;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.TopicPartition;

/** The topics of the demo, in the order in which reports list them. */
public enum SampleTopic {
    ORDERS("orders", 6),
    USERS("users", 3),
    INVENTORY("inventory", 3);

    private final String topicName;
    private final int partitions;

    SampleTopic(String topicName, int partitions) {
        this.topicName = topicName;
        this.partitions = partitions;
    }

    public String topicName() {
        return topicName;
    }

    public int partitions() {
        return partitions;
    }

    /** Every partition of every sample topic. */
    public static List<TopicPartition> allPartitions() {
        List<TopicPartition> all = new ArrayList<>();
        for (SampleTopic topic : values()) {
            for (int partition = 0; partition < topic.partitions; partition++) {
                all.add(new TopicPartition(topic.topicName, partition));
            }
        }
        return all;
    }
}
