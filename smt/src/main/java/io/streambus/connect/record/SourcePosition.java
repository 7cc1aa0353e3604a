package io.streambus.connect.record;

import java.util.Map;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.source.SourceRecord;

/**
 * Where a record stood in the cluster that it was read from. In front of a sink connector that is its original topic, partition and offset,
 * whatever transforms made of them; behind a source connector that copies from a Kafka cluster, what its source maps say in MirrorMaker 2's form
 * ({@code org.apache.kafka.connect.mirror.MirrorUtils}): {@code {topic, partition}} and {@code {offset}}.
 *
 * <p>Nothing here allocates.
 */
public final class SourcePosition {

    private static final String TOPIC = "topic";
    private static final String PARTITION = "partition";
    private static final String OFFSET = "offset";

    private SourcePosition() {}

    /**
     * @return the topic at the source; behind a source connector that does not read from Kafka, the topic that the record is meant for. Null only
     *     if the record has no topic at all
     */
    public static String topic(ConnectRecord<?> record) {
        if (record instanceof SinkRecord sink) {
            return sink.originalTopic();
        }
        return part(record, TOPIC) instanceof String topic ? topic : record.topic();
    }

    /** Whether the record tells its partition and offset at the source. */
    public static boolean isKnown(ConnectRecord<?> record) {
        if (record instanceof SinkRecord sink) {
            return sink.originalKafkaPartition() != null && sink.originalKafkaOffset() >= 0;
        }
        return part(record, PARTITION) instanceof Number partition
                && partition.longValue() >= 0
                && partition.longValue() <= Integer.MAX_VALUE
                && offsetPart(record) instanceof Number offset
                && offset.longValue() >= 0;
    }

    /**
     * @return from 0
     * @throws DataException if the position is not {@link #isKnown known}
     */
    public static int partition(ConnectRecord<?> record) {
        requireKnown(record);
        return record instanceof SinkRecord sink
                ? sink.originalKafkaPartition()
                : ((Number) part(record, PARTITION)).intValue();
    }

    /**
     * @return from 0
     * @throws DataException if the position is not {@link #isKnown known}
     */
    public static long offset(ConnectRecord<?> record) {
        requireKnown(record);
        return record instanceof SinkRecord sink
                ? sink.originalKafkaOffset()
                : ((Number) offsetPart(record)).longValue();
    }

    private static void requireKnown(ConnectRecord<?> record) {
        if (!isKnown(record)) {
            throw new DataException(
                    "a record for topic " + record.topic() + " does not tell its partition and offset at the"
                            + " source: its connector copies from no Kafka cluster. Use the transform with StreamBus's or MirrorMaker 2's"
                            + " source connector, or with a sink connector");
        }
    }

    private static Object part(ConnectRecord<?> record, String key) {
        Map<String, ?> sourcePartition = record instanceof SourceRecord source ? source.sourcePartition() : null;
        return sourcePartition == null ? null : sourcePartition.get(key);
    }

    private static Object offsetPart(ConnectRecord<?> record) {
        Map<String, ?> sourceOffset = record instanceof SourceRecord source ? source.sourceOffset() : null;
        return sourceOffset == null ? null : sourceOffset.get(OFFSET);
    }
}
