package io.streambus.connect.limits;

import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.source.SourceRecord;

/**
 * Which records a topic of the target takes, by its settings. A record that is refused fails the worker's producer, and with it the whole task: so
 * it has to be known before. What cannot be known before, a quota or a right that is taken away, still fails the task, with the reason.
 *
 * <p>The broker judges timestamps by its own clock when the record arrives: a record within the difference of the two clocks of a bound may be
 * judged otherwise here. Immutable.
 *
 * @param maxBytes {@code max.message.bytes}: of a batch, after compression
 * @param compacted whether the topic wants keys
 * @param maxAgeMs how far before now a timestamp may lie
 * @param maxAheadMs how far after now a timestamp may lie
 * @param logAppendTime whether the broker sets the timestamps: then those that records come with have no bounds
 * @param codec {@code compression.type}: what the broker stores batches in, whatever they come in; {@code producer} for as they come
 */
public record TopicLimits(
        int maxBytes, boolean compacted, long maxAgeMs, long maxAheadMs, boolean logAppendTime, String codec) {

    private static final String AS_IT_COMES = "producer";

    /** For topics whose settings the flow may not see. */
    public static final TopicLimits NONE =
            new TopicLimits(Integer.MAX_VALUE, false, Long.MAX_VALUE, Long.MAX_VALUE, false, AS_IT_COMES);

    /** @param settings of the topic; what they do not say has no limit */
    public static TopicLimits of(Config settings) {
        return new TopicLimits(
                Integer.parseInt(value(settings, TopicConfig.MAX_MESSAGE_BYTES_CONFIG, "" + Integer.MAX_VALUE)),
                value(settings, TopicConfig.CLEANUP_POLICY_CONFIG, "").contains(TopicConfig.CLEANUP_POLICY_COMPACT),
                Long.parseLong(
                        value(settings, TopicConfig.MESSAGE_TIMESTAMP_BEFORE_MAX_MS_CONFIG, "" + Long.MAX_VALUE)),
                Long.parseLong(value(settings, TopicConfig.MESSAGE_TIMESTAMP_AFTER_MAX_MS_CONFIG, "" + Long.MAX_VALUE)),
                TimestampType.LOG_APPEND_TIME.name.equals(
                        value(settings, TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "")),
                // "uncompressed" is the topic setting's own word.
                value(settings, TopicConfig.COMPRESSION_TYPE_CONFIG, AS_IT_COMES)
                        .replace("uncompressed", WorkerProducer.NO_COMPRESSION));
    }

    private static String value(Config settings, String name, String otherwise) {
        ConfigEntry entry = settings.get(name);
        return entry == null || entry.value() == null ? otherwise : entry.value();
    }

    /** @return why the topic would refuse the record whatever its size, with the numbers; null if it would not */
    String refusalWhateverItsSize(SourceRecord record, long nowMs) {
        if (compacted && record.key() == null) {
            return "it has no key, and the topic is compacted";
        }
        return refusalOfTimestamp(record.timestamp(), nowMs);
    }

    /**
     * @param timestamp ms since the epoch; null for a record that gets the time at which it is written
     * @return why the topic would refuse it; null if it would not
     */
    String refusalOfTimestamp(Long timestamp, long nowMs) {
        if (timestamp == null || logAppendTime) {
            return null;
        }
        if (nowMs - timestamp > maxAgeMs) {
            return "its timestamp " + timestamp + " is older than message.timestamp.before.max.ms = " + maxAgeMs
                    + " allows";
        }
        if (timestamp - nowMs > maxAheadMs) {
            return "its timestamp " + timestamp + " is further in the future than message.timestamp.after.max.ms = "
                    + maxAheadMs + " allows";
        }
        return null;
    }

    /** @return why the topic would refuse the record for its size, with the numbers; null if it would not */
    String refusalOfSize(SourceRecord record, RecordSize size, WorkerProducer producer) {
        if (maxBytes == Integer.MAX_VALUE) {
            return null;
        }
        // The broker looks at the batch as it comes, and again where it stores it otherwise.
        long sent = producer.compresses()
                ? CompressedBatch.sizeOf(record, size, producer::compression).orElse(0)
                : size.batch();
        if (sent > maxBytes) {
            return tooLarge(sent, producer.compresses() ? " when compressed" : "");
        }
        if (codec.equals(AS_IT_COMES) || codec.equals(producer.codec())) {
            return null;
        }
        long stored = codec.equals(WorkerProducer.NO_COMPRESSION)
                ? size.batch()
                : CompressedBatch.sizeOf(
                                record, size, () -> Compression.of(codec).build())
                        .orElse(0);
        return stored > maxBytes ? tooLarge(stored, " when stored with compression.type = " + codec) : null;
    }

    private String tooLarge(long bytes, String how) {
        return "it has " + bytes + " bytes" + how + ", and the topic takes max.message.bytes = " + maxBytes;
    }
}
