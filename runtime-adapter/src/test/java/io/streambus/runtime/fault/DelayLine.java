package io.streambus.runtime.fault;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What one connection has on the way in one direction. Bytes put in come out after the delay of the line, as many as the window allows
 * being on the way at once: a delay costs time, not throughput, until the window is full. Thread-safe: guarded by its lock.
 */
final class DelayLine {

    static final int MAX_CHUNK_BYTES = 16 * 1024;

    /** No bytes: the sender has closed its side. */
    static final ByteBuffer END = ByteBuffer.allocate(0);

    private record Chunk(ByteBuffer bytes, long due) {}

    private record Acknowledgement(int bytes, long due) {}

    private final FaultDirection direction;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final Deque<Chunk> onTheWay = new ArrayDeque<>();
    private final Condition acknowledged = lock.newCondition();
    private final Deque<Acknowledgement> acknowledgements = new ArrayDeque<>();
    private int unacknowledged;

    DelayLine(FaultDirection direction) {
        this.direction = direction;
    }

    /** Waits for room in the window. */
    void put(ByteBuffer bytes) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (unacknowledged > 0
                    && unacknowledged + bytes.remaining()
                            > direction.conditions().windowBytes()) {
                Acknowledgement next = acknowledgements.peek();
                if (next == null) {
                    acknowledged.await();
                } else if (next.due - System.nanoTime() > 0) {
                    acknowledged.awaitNanos(next.due - System.nanoTime());
                } else {
                    unacknowledged -= next.bytes;
                    acknowledgements.remove();
                }
            }
            unacknowledged += bytes.remaining();
            long due = direction.send(bytes.remaining())
                    + direction.conditions().delay().toNanos();
            onTheWay.add(new Chunk(bytes, due));
            arrived.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for the next bytes to arrive; {@link #END} at last. */
    ByteBuffer take() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (true) {
                Chunk next = onTheWay.peek();
                if (next == null) {
                    arrived.await();
                } else if (next.due - System.nanoTime() > 0) {
                    arrived.awaitNanos(next.due - System.nanoTime());
                } else {
                    return onTheWay.remove().bytes;
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** The receiver has taken so many bytes; the sender hears of it after the way back. */
    void acknowledge(int bytes) {
        lock.lock();
        try {
            long due = System.nanoTime() + direction.conditions().delay().toNanos();
            acknowledgements.add(new Acknowledgement(bytes, due));
            acknowledged.signal();
        } finally {
            lock.unlock();
        }
    }
}
