package io.streambus.e2e.replication;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Writes to a topic without a pause, spread over its partitions, until it is closed. */
public final class Load implements AutoCloseable {

    private static final int BATCH = 50;
    private static final Duration PAUSE = Duration.ofMillis(10);
    private static final Duration LONG_PAUSE = Duration.ofMillis(50);

    private final Duration pause;

    private final AtomicBoolean running = new AtomicBoolean(true);
    private final AtomicInteger written = new AtomicInteger();
    private final AtomicReference<RuntimeException> failure = new AtomicReference<>();
    private final Thread thread;

    public Load(Cluster cluster, String topic, int partitions) {
        this(cluster, topic, partitions, PAUSE);
    }

    /** @param record makes each record of its number, 0 for the first */
    public Load(Cluster cluster, String name, IntFunction<ProducerRecord<byte[], byte[]>> record) {
        this(cluster, name, record, PAUSE);
    }

    /** Under a thousand records per second, for tests that take long. */
    public static Load gentle(Cluster cluster, String topic, int partitions) {
        return new Load(cluster, topic, partitions, LONG_PAUSE);
    }

    /** Leaves the partitions to the producer, which goes by the key and by how many partitions there are by then. */
    public static Load byKey(Cluster cluster, String topic) {
        return new Load(cluster, topic, 0, PAUSE);
    }

    /** @param partitions 0 leaves the choice to the producer */
    private Load(Cluster cluster, String topic, int partitions, Duration pause) {
        this(
                cluster,
                topic,
                number -> new ProducerRecord<>(
                        topic,
                        partitions == 0 ? null : (Integer) (number % partitions),
                        TopicRecords.key(number),
                        TopicRecords.value(number)),
                pause);
    }

    private Load(Cluster cluster, String name, IntFunction<ProducerRecord<byte[], byte[]>> record, Duration pause) {
        this.pause = pause;
        thread = new Thread(() -> write(cluster, record), "load-" + name);
        thread.start();
    }

    private void write(Cluster cluster, IntFunction<ProducerRecord<byte[], byte[]>> record) {
        try {
            while (running.get()) {
                List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
                for (int i = 0; i < BATCH; i++) {
                    records.add(record.apply(written.get() + i));
                }
                cluster.write(records);
                written.addAndGet(BATCH);
                LockSupport.parkNanos(pause.toNanos());
            }
        } catch (RuntimeException e) {
            failure.set(e);
        }
    }

    /** How many records are on the cluster by now. */
    public int written() {
        return written.get();
    }

    /** Returns when the last record is on the cluster. */
    @Override
    public void close() throws InterruptedException {
        running.set(false);
        thread.join();
        if (failure.get() != null) {
            throw failure.get();
        }
    }
}
