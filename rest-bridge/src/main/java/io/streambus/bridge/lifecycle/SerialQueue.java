package io.streambus.bridge.lifecycle;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * Runs tasks one after the other on threads of a shared pool, so that a thousand owners need no thousand threads. Thread-safe: guarded by
 * {@code tasks}.
 */
final class SerialQueue {

    private final Executor pool;
    private final int bound;
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private boolean running;

    /** @param bound how many tasks may wait */
    SerialQueue(Executor pool, int bound) {
        this.pool = pool;
        this.bound = bound;
    }

    /**
     * Queues a task.
     *
     * @param patienceMs after how long the future fails with a {@link java.util.concurrent.TimeoutException}; a task that has not begun by then
     *     never does
     * @return what the task returns or throws; a {@link FullException} if too many tasks wait
     */
    <T> CompletableFuture<T> submit(Callable<T> task, long patienceMs) {
        CompletableFuture<T> outcome = new CompletableFuture<>();
        Runnable step = () -> {
            if (outcome.isDone()) {
                return;
            }
            try {
                outcome.complete(task.call());
            } catch (Exception e) {
                outcome.completeExceptionally(e);
            }
        };
        synchronized (tasks) {
            if (tasks.size() >= bound) {
                outcome.completeExceptionally(new FullException());
                return outcome;
            }
            tasks.add(step);
            if (!running) {
                running = true;
                pool.execute(this::drain);
            }
        }
        return outcome.orTimeout(patienceMs, TimeUnit.MILLISECONDS);
    }

    /** As many tasks wait as may. */
    static final class FullException extends RuntimeException {
        private static final long serialVersionUID = 1L;
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
