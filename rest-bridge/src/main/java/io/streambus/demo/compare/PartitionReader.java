package io.streambus.demo.compare;

import io.streambus.demo.compare.ReadRecord.ReadHeader;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads one cluster's partitions from their first record to the end they have when reading begins; aborted records are not there.
 * Confined to one thread: a second {@link #read} ends the first.
 */
final class PartitionReader implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(200);

    private final Consumer<byte[], byte[]> consumer;
    private final String cluster;
    private final Clock clock;
    private final Duration patience;

    /**
     * @param cluster the name that error messages give the cluster
     * @param patience how long the cluster may give nothing before reading fails
     */
    PartitionReader(String cluster, String bootstrapServers, Clock clock, Duration patience) {
        this.cluster = cluster;
        this.clock = clock;
        this.patience = patience;
        this.consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ConsumerConfig.CLIENT_ID_CONFIG,
                        "streambus-compare-" + cluster,
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed",
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "none",
                        ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                        false,
                        ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                        2000,
                        ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
                        4 * 1024 * 1024),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    /**
     * @return the records by ascending offset, none where the partition does not exist; its methods throw {@link IllegalStateException} when
     *     the cluster gives nothing for too long
     * @throws org.apache.kafka.common.KafkaException if the cluster does not answer
     */
    Iterator<ReadRecord> read(TopicPartition partition) {
        if (!exists(partition)) {
            return Collections.emptyIterator();
        }
        consumer.assign(List.of(partition));
        consumer.seekToBeginning(List.of(partition));
        long end = consumer.endOffsets(List.of(partition)).get(partition);
        return new Records(partition, end);
    }

    /**
     * Like {@link #read}, but from the last {@code records} offsets on.
     *
     * @param records 1 or more
     */
    Iterator<ReadRecord> readLast(TopicPartition partition, long records) {
        if (!exists(partition)) {
            return Collections.emptyIterator();
        }
        consumer.assign(List.of(partition));
        long beginning = consumer.beginningOffsets(List.of(partition)).get(partition);
        long end = consumer.endOffsets(List.of(partition)).get(partition);
        consumer.seek(partition, Math.max(beginning, end - records));
        return new Records(partition, end);
    }

    @Override
    public void close() {
        consumer.close();
    }

    /** Asking for the offsets of a partition that is not there would take until the time-out. */
    private boolean exists(TopicPartition partition) {
        return consumer.partitionsFor(partition.topic()).stream()
                .anyMatch(info -> info.partition() == partition.partition());
    }

    private static ReadRecord convert(ConsumerRecord<byte[], byte[]> consumed) {
        List<ReadHeader> headers = new ArrayList<>();
        consumed.headers()
                .forEach(header -> headers.add(new ReadHeader(
                        header.key(), Optional.ofNullable(header.value()).map(Bytes::new))));
        return new ReadRecord(
                consumed.offset(),
                consumed.timestamp(),
                Optional.ofNullable(consumed.key()).map(Bytes::new),
                Optional.ofNullable(consumed.value()).map(Bytes::new),
                headers);
    }

    private final class Records implements Iterator<ReadRecord> {
        private final TopicPartition partition;
        private final long end;
        private Iterator<ConsumerRecord<byte[], byte[]>> polled = Collections.emptyIterator();

        Records(TopicPartition partition, long end) {
            this.partition = partition;
            this.end = end;
        }

        @Override
        public boolean hasNext() {
            Instant deadline = clock.instant().plus(patience);
            // The position goes beyond transaction markers and aborted records too, which are never handed out.
            while (!polled.hasNext() && consumer.position(partition) < end) {
                polled = consumer.poll(POLL).records(partition).iterator();
                if (!polled.hasNext() && clock.instant().isAfter(deadline)) {
                    throw new IllegalStateException(
                            "cluster %s gave no record of %s from offset %d on (its end is %d) for %d s: look at the log of its broker"
                                    .formatted(
                                            cluster,
                                            partition,
                                            consumer.position(partition),
                                            end,
                                            patience.toSeconds()));
                }
            }
            return polled.hasNext();
        }

        @Override
        public ReadRecord next() {
            if (!hasNext()) {
                throw new NoSuchElementException(partition + " has no record after its end " + end);
            }
            return convert(polled.next());
        }
    }
}
