package io.streambus.bridge.http.body;

import java.util.concurrent.atomic.AtomicLong;

/** Bytes of memory that calls share. Thread-safe. */
final class Budget {

    private final long most;
    private final AtomicLong taken = new AtomicLong();

    Budget(long most) {
        this.most = most;
    }

    Share share() {
        return new Share();
    }

    /** What one call has of it. Thread-safe. */
    final class Share {
        private final AtomicLong own = new AtomicLong();

        /** @return whether there was room; what was taken has to be given back either way */
        boolean take(long bytes) {
            own.addAndGet(bytes);
            return taken.addAndGet(bytes) <= most;
        }

        /** Idempotent. */
        void giveBack() {
            taken.addAndGet(-own.getAndSet(0));
        }
    }
}
