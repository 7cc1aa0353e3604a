package io.streambus.runtime.fault;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** One direction of the line, with what all its connections share: conditions, bandwidth, and whether it is frozen. Thread-safe: guarded by its lock. */
final class FaultDirection {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private LinkConditions conditions = LinkConditions.CLEAN;
    private boolean frozen;
    private long freeAt = System.nanoTime();

    void set(LinkConditions newConditions) {
        lock.lock();
        try {
            conditions = newConditions;
            freeAt = System.nanoTime();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void freeze(boolean newFrozen) {
        lock.lock();
        try {
            frozen = newFrozen;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    LinkConditions conditions() {
        lock.lock();
        try {
            return conditions;
        } finally {
            lock.unlock();
        }
    }

    void awaitThaw() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (frozen) {
                changed.await();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Takes the line for so many bytes. @return when ({@link System#nanoTime}) the last of them has been sent */
    long send(int bytes) {
        lock.lock();
        try {
            long now = System.nanoTime();
            if (freeAt - now < 0) {
                freeAt = now;
            }
            if (conditions.bytesPerSecond() != Long.MAX_VALUE) {
                freeAt += (long) (bytes * (double) TimeUnit.SECONDS.toNanos(1) / conditions.bytesPerSecond());
            }
            return freeAt;
        } finally {
            lock.unlock();
        }
    }
}
