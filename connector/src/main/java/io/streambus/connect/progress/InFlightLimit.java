package io.streambus.connect.progress;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.connect.source.SourceRecord;

/**
 * Bounds what a task has handed to the worker and the target has not acknowledged yet. The worker keeps every such record as an object, while its
 * producer's {@code buffer.memory} counts compressed bytes only: a slow target would fill the heap.
 *
 * <p>Confined to the task's thread, but for {@link #acknowledged}, which belongs to the thread of the worker's producer.
 */
public final class InFlightLimit {

    /** What a record costs in the worker besides its key and value, roughly: itself before and after conversion, its headers, its callback. */
    static final long RECORD_OVERHEAD = 800;

    /** What all tasks together should be able to hand over in a second: some 200,000 small records. */
    private static final long GOAL_BYTES_PER_SECOND = 256 << 20;

    /** From a record's being handed over to its acknowledgement, besides the round trip: it waits for others, is compressed and written. */
    private static final Duration NEAREST = Duration.ofMillis(50);

    /** Some 800 records: a batch of the producer and the next. */
    private static final long LEAST = 1 << 20;

    /** An acknowledgement and the beginning of the wait may miss each other. */
    private static final long TURN_NANOS = Duration.ofMillis(10).toNanos();

    private final long limit;
    private final AtomicLong acknowledged = new AtomicLong();
    private long handedOver;
    private volatile Thread waiting;

    /** @param limit in bytes, with what records cost besides; may be exceeded by what is handed over in one go */
    public InFlightLimit(long limit) {
        this.limit = limit;
    }

    /**
     * What one task needs in flight, so that all together reach the goal; more would only live longer in the worker, and garbage collection pays for
     * that.
     *
     * @param roundTrip to the target
     * @param tasks of the connector
     * @param most of one task
     */
    public static long limit(Duration roundTrip, int tasks, long most) {
        double seconds = roundTrip.plus(NEAREST).toNanos() / 1e9;
        return Math.min(most, Math.max(LEAST, (long) (GOAL_BYTES_PER_SECOND * seconds / tasks)));
    }

    public void handedOver(SourceRecord record) {
        handedOver += bytes(record);
    }

    /** A transform dropped the record. */
    public void filtered(SourceRecord record) {
        handedOver -= bytes(record);
    }

    /** The record is on the target. */
    public void acknowledged(SourceRecord record) {
        acknowledged.lazySet(acknowledged.get() + bytes(record));
        Thread waits = waiting;
        if (waits != null && bytes() <= limit / 2) {
            LockSupport.unpark(waits);
        }
    }

    /**
     * Waits while as much is in flight as may be, until half of it has arrived.
     *
     * @return false if there is still no room after {@code timeout}
     */
    public boolean awaitRoom(Duration timeout) throws InterruptedException {
        if (bytes() < limit) {
            return true;
        }
        long end = System.nanoTime() + timeout.toNanos();
        waiting = Thread.currentThread();
        try {
            while (bytes() > limit / 2) {
                long left = end - System.nanoTime();
                if (left <= 0) {
                    return false;
                }
                LockSupport.parkNanos(this, Math.min(left, TURN_NANOS));
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
            }
            return true;
        } finally {
            waiting = null;
        }
    }

    private long bytes() {
        return handedOver - acknowledged.get();
    }

    private static long bytes(SourceRecord record) {
        return RECORD_OVERHEAD + length(record.key()) + length(record.value());
    }

    private static long length(Object bytes) {
        return bytes == null ? 0 : ((byte[]) bytes).length;
    }
}
