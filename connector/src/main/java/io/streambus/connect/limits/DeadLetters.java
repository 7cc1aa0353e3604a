package io.streambus.connect.limits;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.connect.header.Headers;
import org.apache.kafka.connect.source.SourceRecord;

/**
 * What becomes of records that the target would refuse: they stop their partition, or go to the dead-letter topic where there is one. Judged before
 * any transform, by the record as the source has it. Confined to the task's thread.
 */
public final class DeadLetters {

    private static final String HEADER = "streambus.dead.letter.";

    private final WorkerProducer producer;
    private final Optional<String> deadLetterTopic;
    private final LongFunction<? extends Map<String, ?>> offsets;

    /**
     * @param deadLetterTopic on the target; empty if refused records stop their partition
     * @param offsets makes the source offset of a record that goes there
     */
    public DeadLetters(
            WorkerProducer producer, Optional<String> deadLetterTopic, LongFunction<? extends Map<String, ?>> offsets) {
        this.producer = producer;
        this.deadLetterTopic = deadLetterTopic;
        this.offsets = offsets;
    }

    /** @return why the record would be refused; null if it would not: an answer per record, so no object */
    public String of(ConsumerRecord<byte[], byte[]> record, TopicLimits limits, long nowMs) {
        return limits.refusal(record, producer, nowMs);
    }

    /**
     * @param converted as it would have gone to its own topic
     * @return the same for the dead-letter topic, with where from and why; null if there is no such topic, or the record is too large even for the
     *     worker's producer
     */
    public SourceRecord deadLetter(SourceRecord converted, ConsumerRecord<byte[], byte[]> record, String why) {
        long bytes = Math.max(0L, record.serializedKeySize()) + Math.max(0, record.serializedValueSize());
        if (deadLetterTopic.isEmpty() || bytes > producer.maxRequestBytes() - 4096L) {
            return null;
        }
        Headers headers = converted.headers().duplicate();
        headers.addBytes(HEADER + "topic", record.topic().getBytes(UTF_8));
        headers.addBytes(
                HEADER + "partition", String.valueOf(record.partition()).getBytes(UTF_8));
        headers.addBytes(HEADER + "offset", String.valueOf(record.offset()).getBytes(UTF_8));
        headers.addBytes(HEADER + "reason", why.getBytes(UTF_8));
        return new SourceRecord(
                converted.sourcePartition(),
                offsets.apply(record.offset()),
                deadLetterTopic.get(),
                null,
                converted.keySchema(),
                converted.key(),
                converted.valueSchema(),
                converted.value(),
                converted.timestamp(),
                headers);
    }
}
