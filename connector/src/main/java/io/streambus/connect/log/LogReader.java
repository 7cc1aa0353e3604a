package io.streambus.connect.log;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads one partition to where it ends, as compacted topics are read. What is read committed or not is the consumer's matter. Confined to the caller's
 * thread; the consumer belongs to the caller, who may go on polling it.
 */
public final class LogReader {

    private static final Duration POLL = Duration.ofMillis(200);

    private final Consumer<byte[], byte[]> consumer;
    private final TopicPartition partition;
    private final Duration timeout;

    /**
     * @param consumer with the settings of {@link #settings}; it gets the partition in place of whatever it had
     * @param timeout without any progress; a long topic may take longer as a whole
     */
    public LogReader(Consumer<byte[], byte[]> consumer, TopicPartition partition, Duration timeout) {
        this.consumer = consumer;
        this.partition = partition;
        this.timeout = timeout;
    }

    /**
     * What the consumer needs to be set to: it starts at the beginning, belongs to no group and makes no topics.
     *
     * @param base how to reach the cluster, and what else is wanted
     * @return a copy with more settings, to be changed at will
     */
    public static Map<String, Object> settings(Map<String, ?> base) {
        Map<String, Object> settings = new HashMap<>(base);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
        settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        return settings;
    }

    /**
     * Reads from the first record that there is.
     *
     * @return the offset behind the last one that there was when this began
     * @throws TimeoutException if the cluster does not answer for as long as the time-out
     */
    public long readAll(java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> each) {
        long end = end();
        consumer.assign(List.of(partition));
        consumer.seekToBeginning(List.of(partition));
        read(end, each);
        return end;
    }

    /**
     * Reads from an offset on; nothing, and without a request for records, if the partition ends there or before.
     *
     * @return the offset behind the last record that there was when this began
     * @throws TimeoutException if the cluster does not answer for as long as the time-out
     */
    public long readFrom(long offset, java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> each) {
        long end = end();
        if (offset < end) {
            consumer.assign(List.of(partition));
            consumer.seek(partition, offset);
            read(end, each);
        }
        return end;
    }

    private long end() {
        return consumer.endOffsets(List.of(partition), timeout).get(partition);
    }

    /** The position goes beyond transaction markers and aborted records too, which are never handed out. */
    private void read(long end, java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> each) {
        long deadline = System.nanoTime() + timeout.toNanos();
        long position = consumer.position(partition, timeout);
        while (position < end) {
            consumer.poll(POLL).forEach(each);
            long next = consumer.position(partition, timeout);
            if (next > position) {
                deadline = System.nanoTime() + timeout.toNanos();
            } else if (System.nanoTime() - deadline > 0) {
                throw new TimeoutException("The cluster gave nothing of " + partition + " for " + timeout.toSeconds()
                        + " s, though it has more");
            }
            position = next;
        }
    }
}
