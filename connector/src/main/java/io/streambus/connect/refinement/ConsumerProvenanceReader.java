package io.streambus.connect.refinement;

import io.streambus.connect.log.LogReader;
import io.streambus.connect.provenance.OwnCopies;
import io.streambus.connect.provenance.Provenance;
import io.streambus.connect.provenance.ProvenanceRule;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.record.TimestampType;

/**
 * Reads the headers through a Kafka consumer. A copy is a record whose header says that it was read from the source partition and put into this
 * one, see {@link OwnCopies}. Confined to one thread, as the consumer, which it has for itself while it is used but does not close.
 */
public final class ConsumerProvenanceReader implements ProvenanceReader {

    private static final Duration POLL = Duration.ofMillis(500);

    private final Consumer<byte[], byte[]> consumer;
    private final TopicPartition target;
    private final OwnCopies copies;
    private final Duration timeout;

    /**
     * Assigns the partition to the consumer, in place of whatever it had.
     *
     * @param consumer with the settings of {@link #settings}
     * @param target on the target cluster; the partition has the same number on the source
     * @param sourceCluster the source cluster's name in the hops
     * @param sourceTopic the topic there that the copies are of
     * @param timeout without any progress; a long stretch of records of other origin may take longer as a whole
     */
    public ConsumerProvenanceReader(
            Consumer<byte[], byte[]> consumer,
            TopicPartition target,
            String sourceCluster,
            String sourceTopic,
            Duration timeout) {
        this.consumer = consumer;
        this.target = target;
        this.copies = new OwnCopies(sourceCluster, sourceTopic, target.topic(), target.partition());
        this.timeout = timeout;
        consumer.assign(List.of(target));
    }

    /**
     * What the consumer needs to be set to.
     *
     * @param base how to reach the target: bootstrap servers, security, the user's own settings
     */
    public static Map<String, Object> settings(Map<String, ?> base) {
        Map<String, Object> settings = new HashMap<>();
        // A probe wants one record: more than a few come for nothing, unless they are strangers to step over.
        settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 64 << 10);
        settings.putAll(base);
        // Copies of a transaction that was aborted stand on the target, but nobody will read them.
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        return LogReader.settings(settings);
    }

    @Override
    public Optional<Copy> firstCopy(long from, long until) {
        // Not left to the reset policy: a consumer would find out by an error and a second round trip.
        long begin = Math.max(from, logStart());
        if (begin >= until) {
            return Optional.empty();
        }
        consumer.seek(target, begin);
        long position = begin;
        long deadline = System.nanoTime() + timeout.toNanos();
        while (position < until) {
            ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
            for (ConsumerRecord<byte[], byte[]> record : records.records(target)) {
                if (record.offset() >= until) {
                    return Optional.empty();
                }
                Optional<Copy> copy = copy(record);
                if (copy.isPresent()) {
                    return copy;
                }
            }
            long now = consumer.position(target, timeout);
            if (now > position) {
                position = now;
                deadline = System.nanoTime() + timeout.toNanos();
            } else if (System.nanoTime() - deadline > 0) {
                throw new TimeoutException(
                        "Reading " + target + " from offset " + position + " to " + until
                                + ", the target gave nothing for " + timeout.toMillis()
                                + " ms. TopicSnapshot for an open transaction in that partition, if the target answers otherwise");
            }
        }
        return Optional.empty();
    }

    @Override
    public long logStart() {
        return consumer.beginningOffsets(List.of(target), timeout).get(target);
    }

    @Override
    public long logEnd() {
        return consumer.endOffsets(List.of(target), timeout).get(target);
    }

    private Optional<Copy> copy(ConsumerRecord<byte[], byte[]> record) {
        Header header = record.headers().lastHeader(Provenance.HEADER);
        if (header == null) {
            return Optional.empty();
        }
        boolean given = record.timestampType() != TimestampType.LOG_APPEND_TIME;
        OptionalLong source =
                copies.sourceOffset(header.value(), given ? record.timestamp() : ProvenanceRule.UNKNOWN_TIMESTAMP);
        return source.isPresent() ? Optional.of(new Copy(source.getAsLong(), record.offset())) : Optional.empty();
    }
}
