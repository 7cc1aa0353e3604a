package io.streambus.connect.limits;

import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.header.Header;

/**
 * Which records a topic of the target takes, by its settings. A record that is refused fails the worker's producer, and with it the whole task: so
 * it has to be known before. What cannot be known before, a quota or a right that is taken away, still fails the task, with the reason.
 *
 * @param maxBytes {@code max.message.bytes}: of a batch, after compression
 * @param needsKey whether the topic is compacted
 * @param maxAgeMs how far before now a timestamp may lie
 * @param maxAheadMs how far after now a timestamp may lie
 */
public record TopicLimits(int maxBytes, boolean needsKey, long maxAgeMs, long maxAheadMs) {

    /** For topics whose settings the flow may not see. */
    public static final TopicLimits NONE = new TopicLimits(Integer.MAX_VALUE, false, Long.MAX_VALUE, Long.MAX_VALUE);

    /** A batch of one record: 61 bytes of batch header, and at least 7 of lengths, deltas and attributes. */
    private static final int BATCH_OVERHEAD = 61 + 7;

    public static TopicLimits of(Config settings) {
        boolean createTime = !"LogAppendTime".equals(value(settings, TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, ""));
        return new TopicLimits(
                Integer.parseInt(value(settings, TopicConfig.MAX_MESSAGE_BYTES_CONFIG, "" + Integer.MAX_VALUE)),
                value(settings, TopicConfig.CLEANUP_POLICY_CONFIG, "").contains(TopicConfig.CLEANUP_POLICY_COMPACT),
                createTime
                        ? Long.parseLong(value(
                                settings, TopicConfig.MESSAGE_TIMESTAMP_BEFORE_MAX_MS_CONFIG, "" + Long.MAX_VALUE))
                        : Long.MAX_VALUE,
                createTime
                        ? Long.parseLong(
                                value(settings, TopicConfig.MESSAGE_TIMESTAMP_AFTER_MAX_MS_CONFIG, "" + Long.MAX_VALUE))
                        : Long.MAX_VALUE);
    }

    private static String value(Config settings, String name, String otherwise) {
        ConfigEntry entry = settings.get(name);
        return entry == null || entry.value() == null ? otherwise : entry.value();
    }

    /**
     * @param producer which is to write it
     * @param nowMs the clock, ms since the epoch
     * @return why the topic, or the producer, would refuse the record, with the numbers; null if neither would: an answer per record, so no object
     */
    String refusal(ConsumerRecord<byte[], byte[]> record, WorkerProducer producer, long nowMs) {
        if (needsKey && record.key() == null) {
            return "it has no key, and the topic is compacted";
        }
        long timestamp = record.timestamp();
        if (timestamp >= 0 && nowMs - timestamp > maxAgeMs) {
            return "its timestamp " + timestamp + " is older than message.timestamp.before.max.ms = " + maxAgeMs
                    + " allows";
        }
        if (timestamp >= 0 && timestamp - nowMs > maxAheadMs) {
            return "its timestamp " + timestamp + " is further in the future than message.timestamp.after.max.ms = "
                    + maxAheadMs + " allows";
        }
        // Headers are only looked at where they may matter: a record with less than half the bytes is not worth the
        // loop.
        if (length(record.key()) + length(record.value()) <= Math.min(maxBytes, producer.maxRequestBytes()) / 2) {
            return null;
        }
        return refusalOfLarge(record, producer);
    }

    private String refusalOfLarge(ConsumerRecord<byte[], byte[]> record, WorkerProducer producer) {
        long bytes = BATCH_OVERHEAD + length(record.key()) + length(record.value());
        for (Header header : record.headers()) {
            bytes += header.key().length() + length(header.value()) + 2L;
        }
        if (bytes > producer.maxRequestBytes()) {
            return "it has " + bytes + " bytes, and the worker's producer takes max.request.size = "
                    + producer.maxRequestBytes();
        }
        if (bytes > maxBytes && !producer.compressesTo(record, maxBytes - BATCH_OVERHEAD)) {
            return "it has " + bytes + " bytes, and the topic takes max.message.bytes = " + maxBytes;
        }
        return null;
    }

    private static long length(byte[] bytes) {
        return bytes == null ? 0 : bytes.length;
    }
}
