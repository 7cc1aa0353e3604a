package io.streambus.connect.checkpoint;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads what a flow had written to the checkpoints topic before. Confined to the caller's thread; the consumer belongs to the caller. */
public final class CheckpointReader {

    private static final Logger LOG = LoggerFactory.getLogger(CheckpointReader.class);
    private static final Duration POLL = Duration.ofMillis(500);

    private final Consumer<byte[], byte[]> consumer;
    private final Duration timeout;

    /** @param timeout without any progress; a long topic may take longer as a whole */
    public CheckpointReader(Consumer<byte[], byte[]> consumer, Duration timeout) {
        this.consumer = consumer;
        this.timeout = timeout;
    }

    /**
     * Reads the topic from its beginning to where it ends now.
     *
     * @return the newest checkpoint of each partition of the flow; empty if the topic does not exist
     * @throws TimeoutException if the target does not answer for as long as the time-out
     */
    public Map<TopicPartition, PartitionCheckpoint> read(String flow) {
        List<PartitionInfo> found = consumer.partitionsFor(CheckpointFormat.TOPIC, timeout);
        if (found == null || found.isEmpty()) {
            return Map.of();
        }
        List<TopicPartition> partitions = found.stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, timeout);
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        Map<TopicPartition, PartitionCheckpoint> newest = new HashMap<>();
        long deadline = System.nanoTime() + timeout.toNanos();
        while (partitions.stream().anyMatch(partition -> consumer.position(partition, timeout) < ends.get(partition))) {
            var records = consumer.poll(POLL);
            if (!records.isEmpty()) {
                deadline = System.nanoTime() + timeout.toNanos();
            } else if (System.nanoTime() - deadline > 0) {
                throw new TimeoutException("The target gave nothing of " + CheckpointFormat.TOPIC + " for "
                        + timeout.toSeconds() + " s, though it has more");
            }
            records.forEach(entry -> take(entry, flow, newest));
        }
        return newest;
    }

    private static void take(
            ConsumerRecord<byte[], byte[]> entry, String flow, Map<TopicPartition, PartitionCheckpoint> newest) {
        try {
            Optional<CheckpointKey> key =
                    entry.key() == null ? Optional.empty() : CheckpointFormat.decodeKey(entry.key());
            if (key.isPresent()
                    && key.get() instanceof CheckpointKey.Partition partition
                    && partition.flow().equals(flow)) {
                TopicPartition of = new TopicPartition(partition.topic(), partition.partition());
                if (entry.value() == null) {
                    newest.remove(of);
                } else {
                    CheckpointFormat.decodePartition(entry.value()).ifPresent(checkpoint -> newest.put(of, checkpoint));
                }
            }
        } catch (IllegalArgumentException e) {
            LOG.warn(
                    "Passed over offset {} of {}-{}: {}. Something else wrote to this topic.",
                    entry.offset(),
                    entry.topic(),
                    entry.partition(),
                    e.getMessage());
        }
    }
}
