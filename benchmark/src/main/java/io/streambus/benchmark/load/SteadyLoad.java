package io.streambus.benchmark.load;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;

/**
 * Writes at a steady rate. Every value begins with the time at which it was <em>due</em>, not at which it was sent: whatever holds the writer up
 * counts as waiting (no coordinated omission).
 */
public final class SteadyLoad {

    private static final long SEED = 20_260_102;
    private static final long TICK_NANOS = TimeUnit.MICROSECONDS.toNanos(200);

    private SteadyLoad() {}

    /**
     * Writes for so long; returns when everything is acknowledged.
     *
     * @return how many
     */
    public static long write(
            String bootstrapServers, String topic, int partitions, RecordShape shape, int perSecond, Duration time) {
        RecordFactory factory = new RecordFactory(shape, SEED);
        AtomicReference<Exception> failure = new AtomicReference<>();
        long records = time.toMillis() * perSecond / 1_000;
        try (KafkaProducer<byte[], byte[]> producer = BulkLoad.producer(bootstrapServers, shape, 0, partitions)) {
            producer.partitionsFor(topic);
            long start = System.nanoTime();
            long number = 0;
            while (number < records && failure.get() == null) {
                long due = Math.min(records, (System.nanoTime() - start) * perSecond / TimeUnit.SECONDS.toNanos(1));
                for (; number < due; number++) {
                    long dueAt = start + number * TimeUnit.SECONDS.toNanos(1) / perSecond;
                    var unused = producer.send(
                            factory.record(
                                    topic, (int) (number % partitions), number, System.currentTimeMillis(), dueAt),
                            (metadata, fault) -> {
                                if (fault != null) {
                                    failure.set(fault);
                                }
                            });
                }
                LockSupport.parkNanos(TICK_NANOS);
            }
        }
        if (failure.get() != null) {
            throw new IllegalStateException(
                    "the topic " + topic + " could not be written to: "
                            + failure.get().getMessage(),
                    failure.get());
        }
        return records;
    }

    /** When the record with this value was due, on the scale of {@link System#nanoTime} of the process that wrote it. */
    public static long dueAt(byte[] value) {
        return RecordFactory.stampOf(value);
    }
}
