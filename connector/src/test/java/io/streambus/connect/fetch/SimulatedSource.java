package io.streambus.connect.fetch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/**
 * Logs with gaps, and consumers that read of them as Kafka's do: any number of records at a time, as far away as told. Thread-safe.
 */
public final class SimulatedSource {

    static final int POLL_RECORDS = 500;

    private static final byte[] VALUE = new byte[1000];
    static final long RECORD_BYTES = VALUE.length + FetchedChunk.RECORD_OVERHEAD;

    private final Map<TopicPartition, AtomicLong> ends = new ConcurrentHashMap<>();
    private final Map<TopicPartition, AtomicLong> starts = new ConcurrentHashMap<>();
    private final Duration roundTrip;
    final AtomicLong served = new AtomicLong();
    final AtomicInteger open = new AtomicInteger();
    final AtomicInteger mostOpen = new AtomicInteger();

    public SimulatedSource(Duration roundTrip) {
        this.roundTrip = roundTrip;
    }

    public void append(TopicPartition partition, long records) {
        ends.computeIfAbsent(partition, of -> new AtomicLong()).addAndGet(records);
        starts.computeIfAbsent(partition, of -> new AtomicLong());
    }

    public void deleteBefore(TopicPartition partition, long offset) {
        starts.get(partition).set(offset);
    }

    public long end(TopicPartition partition) {
        return ends.get(partition).get();
    }

    /** Of each record; none has a key, and all are of the beginning of time. */
    public static byte[] value() {
        return VALUE.clone();
    }

    /** A third of the offsets hold nothing: markers, or compacted. */
    public static boolean holds(long offset) {
        return offset % 3 != 1;
    }

    public MockConsumer<byte[], byte[]> consumer() {
        int now = open.incrementAndGet();
        mostOpen.accumulateAndGet(now, Math::max);
        return new Reader();
    }

    /** Not synchronized as its base is: waking up must not wait for the poll that it shall end. */
    @SuppressWarnings("UnsynchronizedOverridesSynchronized")
    final class Reader extends MockConsumer<byte[], byte[]> {

        private final Random random = new Random(open.get());
        private final Map<TopicPartition, Long> positions = new HashMap<>();
        private volatile boolean woken;
        private volatile boolean polling;
        private double fetches;

        Reader() {
            super("none");
        }

        @Override
        public void seek(TopicPartition partition, OffsetAndMetadata to) {
            positions.put(partition, to.offset());
        }

        /** What is no longer assigned is no longer paused either, which the base forgets. */
        @Override
        public void assign(Collection<TopicPartition> partitions) {
            Set<TopicPartition> gone = new HashSet<>(paused());
            gone.removeAll(partitions);
            resume(gone);
            super.assign(partitions);
        }

        @Override
        public void wakeup() {
            woken = true;
        }

        @Override
        public OptionalLong currentLag(TopicPartition partition) {
            return OptionalLong.of(end(partition) - positions.get(partition));
        }

        @Override
        public Map<MetricName, ? extends Metric> metrics() {
            MetricName name = new MetricName("fetch-total", "consumer-fetch-manager-metrics", "", Map.of());
            return Map.of(name, new Metric() {
                @Override
                public MetricName metricName() {
                    return name;
                }

                @Override
                public Object metricValue() {
                    return fetches;
                }
            });
        }

        @Override
        public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
            if (polling) {
                throw new IllegalStateException("two threads");
            }
            polling = true;
            try {
                return fetch();
            } finally {
                polling = false;
            }
        }

        private ConsumerRecords<byte[], byte[]> fetch() {
            if (woken) {
                woken = false;
                throw new WakeupException();
            }
            LockSupport.parkNanos(roundTrip.toNanos());
            fetches++;
            Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> records = new HashMap<>();
            Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>();
            Set<TopicPartition> paused = paused();
            for (TopicPartition partition : assignment()) {
                long from = positions.get(partition);
                if (paused.contains(partition) || from >= end(partition)) {
                    continue;
                }
                if (from < starts.get(partition).get()) {
                    throw new OffsetOutOfRangeException(Collections.singletonMap(partition, from));
                }
                long to = Math.min(
                        end(partition),
                        from
                                + 1
                                + random.nextInt(1 + POLL_RECORDS / assignment().size()));
                List<ConsumerRecord<byte[], byte[]>> list = new ArrayList<>();
                for (long offset = from; offset < to; offset++) {
                    if (holds(offset)) {
                        list.add(new ConsumerRecord<>(
                                partition.topic(),
                                partition.partition(),
                                offset,
                                0L,
                                TimestampType.CREATE_TIME,
                                -1,
                                VALUE.length,
                                null,
                                VALUE,
                                new RecordHeaders(),
                                java.util.Optional.of(1)));
                    }
                }
                positions.put(partition, to);
                served.addAndGet(list.size());
                if (!list.isEmpty()) {
                    records.put(partition, list);
                }
                next.put(partition, new OffsetAndMetadata(to));
            }
            return new ConsumerRecords<>(records, next);
        }

        @Override
        public void close(org.apache.kafka.clients.consumer.CloseOptions options) {
            open.decrementAndGet();
        }
    }
}
