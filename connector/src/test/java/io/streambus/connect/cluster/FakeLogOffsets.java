package io.streambus.connect.cluster;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** Tells what a map says, which may change meanwhile. */
public final class FakeLogOffsets implements LogOffsets {

    private final Map<TopicPartition, Range> logs;

    public FakeLogOffsets(Map<TopicPartition, Range> logs) {
        this.logs = logs;
    }

    @Override
    public Map<TopicPartition, Range> of(Collection<TopicPartition> partitions) {
        Map<TopicPartition, Range> some = new HashMap<>(logs);
        some.keySet().retainAll(partitions);
        return some;
    }
}
