package io.streambus.benchmark.check;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * What a topic holds: the hash of every record, by partition, in order. Compares by identity.
 *
 * @param partitions hashes by partition; not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // eight bytes for each of millions of records
public record LogContent(long[][] partitions) {

    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(30);

    /** Reads the topic from its beginning to the end it has now. */
    public static LogContent read(String bootstrapServers, String topic, int partitions) {
        Map<String, Object> settings = new HashMap<>();
        settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 10_000);
        settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 8 << 20);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        List<TopicPartition> all = IntStream.range(0, partitions)
                .mapToObj(partition -> new TopicPartition(topic, partition))
                .toList();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(all);
            Map<TopicPartition, Long> ends = consumer.endOffsets(all);
            return new LogContent(read(consumer, topic, partitions, ends));
        }
    }

    private static long[][] read(
            KafkaConsumer<byte[], byte[]> consumer, String topic, int partitions, Map<TopicPartition, Long> ends) {
        RecordHash hash = new RecordHash();
        long[][] hashes = new long[partitions][1_024];
        int[] sizes = new int[partitions];
        long silentSince = System.nanoTime();
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
            if (!records.isEmpty()) {
                silentSince = System.nanoTime();
            } else if (System.nanoTime() - silentSince > LONGEST_SILENCE.toNanos()) {
                throw new IllegalStateException("the topic " + topic + " could not be read to its end within "
                        + LONGEST_SILENCE.toSeconds() + " s");
            }
            for (ConsumerRecord<byte[], byte[]> record : records) {
                int partition = record.partition();
                if (sizes[partition] == hashes[partition].length) {
                    hashes[partition] = Arrays.copyOf(hashes[partition], 2 * sizes[partition]);
                }
                hashes[partition][sizes[partition]++] = hash.of(record);
            }
        }
        for (int partition = 0; partition < partitions; partition++) {
            hashes[partition] = Arrays.copyOf(hashes[partition], sizes[partition]);
        }
        return hashes;
    }

    public long records() {
        return Arrays.stream(partitions).mapToLong(hashes -> hashes.length).sum();
    }
}
