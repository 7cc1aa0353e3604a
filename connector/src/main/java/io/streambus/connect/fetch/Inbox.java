package io.streambus.connect.fetch;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Where the lanes leave what they have read, and the task's thread finds it: one lock per fetch, none per record. Thread-safe. */
final class Inbox {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private List<FetchedChunk> chunks = new ArrayList<>();
    private RuntimeException failure;

    void put(List<FetchedChunk> read) {
        lock.lock();
        try {
            chunks.addAll(read);
            arrived.signal();
        } finally {
            lock.unlock();
        }
    }

    /** A lane can no longer read. The first failure counts. */
    void fail(RuntimeException why) {
        lock.lock();
        try {
            failure = failure == null ? why : failure;
            arrived.signal();
        } finally {
            lock.unlock();
        }
    }

    /**
     * @param nanos how long to wait if nothing is there
     * @return in the order in which each lane has put it; empty if nothing came in time
     * @throws RuntimeException that a lane has failed with
     */
    List<FetchedChunk> take(long nanos) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = nanos;
            while (chunks.isEmpty() && failure == null && left > 0) {
                left = arrived.awaitNanos(left);
            }
            if (failure != null) {
                throw failure;
            }
            List<FetchedChunk> taken = chunks;
            chunks = new ArrayList<>();
            return taken;
        } finally {
            lock.unlock();
        }
    }
}
