package io.streambus.bridge.lifecycle.queue;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** Threads that do not keep the process alive. Thread-safe: stateless. */
public final class DaemonThreads {

    private DaemonThreads() {}

    /** @param prefix of their names, which end with their number */
    public static ThreadFactory named(String prefix) {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, prefix + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}
