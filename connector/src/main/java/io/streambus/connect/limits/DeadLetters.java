package io.streambus.connect.limits;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.connect.header.Headers;
import org.apache.kafka.connect.source.SourceRecord;

/**
 * Knows which records the target would refuse, and makes dead letters of them. Judged is what will be written: the converted record, provenance
 * included, after StreamBus's own transforms. Confined to the task's thread.
 */
public final class DeadLetters {

    private static final String HEADER = "streambus.dead.letter.";

    private final WorkerProducer producer;
    private final TransformPreview transforms;
    private final Optional<String> topic;
    private final LongFunction<? extends Map<String, ?>> offsets;
    private final LongSupplier nowMs;
    private TopicLimits topicLimits = TopicLimits.NONE;

    /**
     * @param topic on the target, for refused records; empty if they stop their partition
     * @param offsets makes the source offset of a dead letter out of that of the record
     * @param nowMs the clock, ms since the epoch
     */
    public DeadLetters(
            WorkerProducer producer,
            TransformPreview transforms,
            Optional<String> topic,
            LongFunction<? extends Map<String, ?>> offsets,
            LongSupplier nowMs) {
        this.producer = producer;
        this.transforms = transforms;
        this.topic = topic;
        this.offsets = offsets;
        this.nowMs = nowMs;
    }

    /** The topic on the target for refused records; empty if they stop their partition. */
    public Optional<String> topic() {
        return topic;
    }

    /** To be told at every snapshot of the topics, so that no dead letter is refused either. */
    public void topicTakes(TopicLimits limits) {
        topicLimits = limits;
    }

    /**
     * Costs a few additions for all but those that may be near a limit.
     *
     * @param converted as the task will hand it over
     * @param headerBytes the characters of its headers' names and the bytes of their values, in all; more does no harm
     * @param limits of its topic
     * @param nowMs the clock, ms since the epoch
     * @return why topic or producer would refuse the record, with the numbers; null if they take it, or one of our transforms will drop it: an
     *     answer per record, so no object
     */
    public String refusal(SourceRecord converted, int headerBytes, TopicLimits limits, long nowMs) {
        if (limits.refusalWhateverItsSize(converted, nowMs) == null && fits(converted, headerBytes, limits)) {
            return null;
        }
        return judge(converted, limits, nowMs);
    }

    /** Whether the record is so small that no look at its headers, no transform of ours and no compression could make it too large. */
    private boolean fits(SourceRecord converted, int headerBytes, TopicLimits limits) {
        int headers = converted.headers().size();
        long most = RecordSize.BATCH_OVERHEAD
                + RecordSize.MAX_RECORD_OVERHEAD
                + 3 * RecordSize.MAX_VARINT
                + length(converted.key())
                + length(converted.value())
                // A character has up to 3 bytes (a pair of them 4), and name and value are preceded by their lengths.
                + 3L * headerBytes
                + 2 * RecordSize.MAX_VARINT * headers
                + transforms.mostAdded(headers);
        // What cannot be compressed grows a little; by a sixth with the worst of the codecs.
        return most <= producer.maxRecordBytes() && most + most / 4 + 256 <= limits.maxBytes();
    }

    private static int length(Object bytes) {
        return bytes == null ? 0 : ((byte[]) bytes).length;
    }

    private String judge(SourceRecord converted, TopicLimits limits, long nowMs) {
        SourceRecord written = transforms.apply(converted);
        if (written == null) {
            return null;
        }
        String refusal = limits.refusalWhateverItsSize(written, nowMs);
        if (refusal != null) {
            return refusal;
        }
        RecordSize size = RecordSize.of(written);
        refusal = producer.refusal(size);
        return refusal != null ? refusal : limits.refusalOfSize(written, size, producer);
    }

    /**
     * @param converted as it would have gone to its own topic
     * @param record as it came from the source
     * @return the same for the dead-letter topic, with where from and why; null if there is no such topic or it would be refused too, as
     *     {@link #stopReason} then says
     */
    public SourceRecord deadLetter(SourceRecord converted, ConsumerRecord<byte[], byte[]> record, String why) {
        if (topic.isEmpty()) {
            return null;
        }
        SourceRecord letter = letter(converted, record, why);
        return judge(letter, topicLimits, nowMs.getAsLong()) == null ? letter : null;
    }

    /**
     * @param why the record would be refused
     * @return the same, and why the record does not go to the dead-letter topic, if there is one
     */
    public String stopReason(SourceRecord converted, ConsumerRecord<byte[], byte[]> record, String why) {
        String refusal = topic.isEmpty() ? null : judge(letter(converted, record, why), topicLimits, nowMs.getAsLong());
        return refusal == null
                ? why
                : why + "; nor can it go to the dead-letter topic " + topic.get() + ", with four headers more: there "
                        + refusal;
    }

    private SourceRecord letter(SourceRecord converted, ConsumerRecord<byte[], byte[]> record, String why) {
        Headers headers = converted.headers().duplicate();
        headers.addBytes(HEADER + "topic", record.topic().getBytes(UTF_8));
        headers.addBytes(
                HEADER + "partition", String.valueOf(record.partition()).getBytes(UTF_8));
        headers.addBytes(HEADER + "offset", String.valueOf(record.offset()).getBytes(UTF_8));
        headers.addBytes(HEADER + "reason", why.getBytes(UTF_8));
        Long timestamp = converted.timestamp();
        return new SourceRecord(
                converted.sourcePartition(),
                offsets.apply(record.offset()),
                topic.orElseThrow(),
                null,
                converted.keySchema(),
                converted.key(),
                converted.valueSchema(),
                converted.value(),
                // The reason has it, where it is what the record is refused for.
                topicLimits.refusalOfTimestamp(timestamp, nowMs.getAsLong()) == null ? timestamp : null,
                headers);
    }
}
