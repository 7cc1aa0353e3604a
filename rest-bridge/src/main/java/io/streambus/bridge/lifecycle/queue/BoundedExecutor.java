package io.streambus.bridge.lifecycle.queue;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Runs tasks on a few threads of its own, which end while there is nothing to do; only so many tasks may wait. Thread-safe. */
public final class BoundedExecutor implements AutoCloseable {

    private final ThreadPoolExecutor threads;

    /** @param waiting how many tasks may wait */
    public BoundedExecutor(int threads, int waiting, ThreadFactory factory) {
        this.threads = new ThreadPoolExecutor(
                threads, threads, 1, TimeUnit.MINUTES, new ArrayBlockingQueue<>(waiting), factory);
        this.threads.allowCoreThreadTimeOut(true);
    }

    /**
     * Queues a task.
     *
     * @param patience for how long the outcome is waited for
     * @return what the task returns or throws; a {@link SerialExecutor.FullException} if too many tasks wait; a
     *     {@link java.util.concurrent.TimeoutException} if it takes too long; a {@link RejectedExecutionException} if this has been closed
     */
    public <T> CompletableFuture<T> submit(Supplier<T> task, Duration patience) {
        try {
            return CompletableFuture.supplyAsync(task, threads).orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedFuture(threads.isShutdown() ? e : new SerialExecutor.FullException());
        }
    }

    /** Interrupts what runs; what waits never begins. */
    @Override
    public void close() {
        threads.shutdownNow();
    }
}
