package io.streambus.connect.group.pass;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.connect.errors.ConnectException;

/**
 * Runs passes over the groups of a flow every so often on a thread of its own, for a worker stops a task only between two polls, and closes the clients
 * where they were used. Thread-safe.
 */
final class PassThread implements AutoCloseable {

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    private final String flow;
    private final Opening opening;
    private final Thread thread;
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile RuntimeException failure;

    /** Opens what the passes need. */
    interface Opening {
        /** @param open takes what is to be closed after the last pass, the last one first */
        Passes open(Deque<AutoCloseable> open) throws InterruptedException;
    }

    /** One pass after the other. */
    interface Passes {
        /** @return how long to wait before the next one */
        Duration run() throws InterruptedException;
    }

    PassThread(String flow, Opening opening) {
        this.flow = flow;
        this.opening = opening;
        this.thread = new Thread(this::run, "streambus-groups-" + flow);
        this.thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** What has ended the thread, whatever it was: a task whose thread is gone must not look as if it ran. Empty while it runs, or was told to end. */
    Optional<RuntimeException> failure() {
        return Optional.ofNullable(failure);
    }

    private void run() {
        Deque<AutoCloseable> open = new ArrayDeque<>();
        try {
            Passes passes = opening.open(open);
            while (closing.getCount() > 0) {
                Duration wait = passes.run();
                boolean unused = closing.await(wait.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException | InterruptException e) {
            if (closing.getCount() > 0) {
                failure = ended(e);
            }
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            failure = e;
        } catch (Error e) {
            // The task throws it on, and Connect logs it.
            failure = ended(e);
        } finally {
            // A client that is closed by an interrupted thread says so loudly, and goes at once.
            boolean interrupted = Thread.interrupted();
            while (!open.isEmpty()) {
                Utils.closeQuietly(open.pop(), "client of the groups of " + flow);
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private ConnectException ended(Throwable e) {
        return new ConnectException(
                "The thread that translates the groups of flow " + flow + " has ended: " + e
                        + ". Nothing is committed on the target any more; restart the task",
                e);
    }

    /** Idempotent. */
    @Override
    public void close() {
        closing.countDown();
        thread.interrupt();
        try {
            thread.join(CLOSE_TIMEOUT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
