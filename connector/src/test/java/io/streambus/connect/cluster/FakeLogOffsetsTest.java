package io.streambus.connect.cluster;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

class FakeLogOffsetsTest extends LogOffsetsContract {

    private final Map<TopicPartition, LogOffsets.Range> logs = new HashMap<>();

    @Override
    LogOffsets offsets() {
        return new FakeLogOffsets(logs);
    }

    @Override
    TopicPartition log(int start, int end) {
        TopicPartition log = new TopicPartition("topic-" + logs.size(), 0);
        logs.put(log, new LogOffsets.Range(start, end));
        return log;
    }
}
