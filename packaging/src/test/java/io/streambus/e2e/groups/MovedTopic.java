package io.streambus.e2e.groups;

import io.streambus.e2e.replication.Cluster;
import io.streambus.e2e.replication.TopicRecords;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * A topic of one partition and its copies, by which is judged what a group reads that goes on at the target. Records are told by their values, of which no
 * two are the same: so it holds for whoever has copied them. Confined to one thread.
 */
final class MovedTopic {

    private static final Duration POLL = Duration.ofMillis(200);

    private final Cluster target;
    private final String copies;
    /** By value. */
    private final Map<String, Long> sourceOffsets = new HashMap<>();

    private final List<String> there;

    /**
     * @param reread records that the group had read at the source
     * @param skipped records that stand on the target, and neither side has shown to the group
     */
    record Resumed(long reread, long skipped) {}

    /** @param copies the topic's name on the target, where all copies stand */
    MovedTopic(Cluster source, String topic, Cluster target, String copies) {
        this.target = target;
        this.copies = copies;
        source.read(topic, 0).forEach(record -> sourceOffsets.put(TopicRecords.text(record.value()), record.offset()));
        this.there = target.read(copies, 0).stream()
                .map(record -> TopicRecords.text(record.value()))
                // Somebody else's records may stand there too.
                .filter(sourceOffsets::containsKey)
                .toList();
    }

    /** @param position where the group stood at the source */
    Resumed goOn(String group, long position) {
        List<String> read = read(group);
        long reread =
                read.stream().filter(text -> sourceOffsets.get(text) < position).count();
        long unread = there.stream()
                .filter(text -> sourceOffsets.get(text) >= position)
                .count();
        return new Resumed(reread, unread - (read.size() - reread));
    }

    /** To the end, as a stock consumer does that starts where its group stands, or at the beginning if it stands nowhere. */
    private List<String> read(String group) {
        TopicPartition partition = new TopicPartition(copies, 0);
        List<String> read = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        target.bootstrapServers(),
                        "group.id",
                        group,
                        "auto.offset.reset",
                        "earliest",
                        "isolation.level",
                        "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.subscribe(List.of(copies));
            while (!consumer.assignment().contains(partition)
                    || consumer.position(partition)
                            < consumer.endOffsets(List.of(partition)).get(partition)) {
                consumer.poll(POLL).forEach(record -> read.add(TopicRecords.text(record.value())));
            }
        }
        read.retainAll(sourceOffsets.keySet());
        return read;
    }
}
