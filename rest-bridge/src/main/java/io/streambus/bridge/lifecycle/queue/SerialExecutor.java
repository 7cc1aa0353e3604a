package io.streambus.bridge.lifecycle.queue;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * Runs tasks one after the other on threads of a shared pool, so that a thousand owners need no thousand threads. Thread-safe: guarded by
 * {@code tasks}.
 */
public final class SerialExecutor {

    private final Executor pool;
    private final int bound;
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private boolean running;

    /** @param bound how many tasks may wait */
    public SerialExecutor(Executor pool, int bound) {
        this.pool = pool;
        this.bound = bound;
    }

    /** As many tasks wait as may. */
    public static final class FullException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** The task has waited for as long as it may, and never begins. */
    public static final class NotBegunException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /**
     * Queues a task.
     *
     * @param patience for how long the task may wait, and then for how long its outcome is waited for
     * @return what the task returns or throws; a {@link FullException} if too many tasks wait; a {@link NotBegunException} if it waits too long; a
     *     {@link java.util.concurrent.TimeoutException} if it runs too long, which it goes on doing; a {@link RejectedExecutionException} if the pool has
     *     been shut down
     */
    public <T> CompletableFuture<T> submit(Callable<T> task, Duration patience) {
        CompletableFuture<T> outcome = new CompletableFuture<>();
        CompletableFuture<Void> begun = new CompletableFuture<>();
        Runnable step = () -> {
            if (!begun.complete(null)) {
                return;
            }
            outcome.orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS);
            try {
                outcome.complete(task.call());
            } catch (Throwable e) {
                // Also an Error: who waits must hear of it, and the tasks behind must have their turn.
                outcome.completeExceptionally(e);
            }
        };
        if (!enqueued(step, outcome)) {
            return outcome;
        }
        begun.orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS).exceptionally(waitedTooLong -> {
            outcome.completeExceptionally(new NotBegunException());
            return null;
        });
        return outcome;
    }

    private boolean enqueued(Runnable step, CompletableFuture<?> outcome) {
        synchronized (tasks) {
            if (tasks.size() >= bound) {
                outcome.completeExceptionally(new FullException());
                return false;
            }
            tasks.add(step);
            if (running) {
                return true;
            }
            try {
                pool.execute(this::drain);
                running = true;
                return true;
            } catch (RejectedExecutionException e) {
                tasks.clear();
                outcome.completeExceptionally(e);
                return false;
            }
        }
    }

    private void drain() {
        while (true) {
            Runnable next;
            synchronized (tasks) {
                next = tasks.poll();
                if (next == null) {
                    running = false;
                    return;
                }
            }
            next.run();
        }
    }
}
