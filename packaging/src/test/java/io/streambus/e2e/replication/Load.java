package io.streambus.e2e.replication;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Writes to a topic without a pause, spread over its partitions, until it is closed. */
final class Load implements AutoCloseable {

    private static final int BATCH = 50;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final AtomicBoolean running = new AtomicBoolean(true);
    private final AtomicInteger written = new AtomicInteger();
    private final AtomicReference<RuntimeException> failure = new AtomicReference<>();
    private final Thread thread;

    Load(Cluster cluster, String topic, int partitions) {
        thread = new Thread(() -> write(cluster, topic, partitions), "load-" + topic);
        thread.start();
    }

    private void write(Cluster cluster, String topic, int partitions) {
        try {
            while (running.get()) {
                List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
                for (int i = 0; i < BATCH; i++) {
                    int number = written.get() + i;
                    records.add(new ProducerRecord<>(
                            topic, number % partitions, Records.key(number), Records.value(number)));
                }
                cluster.write(records);
                written.addAndGet(BATCH);
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        } catch (RuntimeException e) {
            failure.set(e);
        }
    }

    /** How many records are on the cluster by now. */
    int written() {
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
