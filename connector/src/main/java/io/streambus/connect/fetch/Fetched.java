package io.streambus.connect.fetch;

import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;

/** What comes next of one partition. */
public sealed interface Fetched {

    TopicPartition partition();

    /**
     * Records that follow those given out before.
     *
     * @param records in their order; empty where there were only such as no consumer sees: transaction markers, compacted and aborted records
     * @param next the offset behind them, with the epoch of the leader that served them, if known
     */
    record Records(TopicPartition partition, List<ConsumerRecord<byte[], byte[]>> records, OffsetAndMetadata next)
            implements Fetched {}

    /**
     * What should come next is not there, and nothing more comes of the partition.
     *
     * @param expected the offset that should come next
     * @param cause a {@link org.apache.kafka.clients.consumer.LogTruncationException} if the log was found cut back; may tell of other partitions too
     */
    record Gone(TopicPartition partition, long expected, OffsetOutOfRangeException cause) implements Fetched {}
}
