package io.streambus.e2e.crash;

import io.streambus.e2e.replication.Cluster;
import io.streambus.e2e.replication.TopicRecords;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * One record by its contents, which are the same on both sides.
 *
 * @param key as text
 * @param content key, value, timestamp and headers but the provenance, as text
 */
record Line(String key, String content) {

    Line {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(content, "content");
    }

    static List<Line> of(List<ConsumerRecord<byte[], byte[]>> records) {
        List<String> contents = Cluster.contents(records);
        List<Line> lines = new ArrayList<>();
        for (int i = 0; i < records.size(); i++) {
            lines.add(new Line(TopicRecords.text(records.get(i).key()), contents.get(i)));
        }
        return lines;
    }
}
