package io.streambus.demo;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Brings Ctrl-C (SIGINT) and SIGTERM to the demo's own thread, and holds the end of the JVM until that thread has cleaned up. The JVM then exits with
 * 130 or 143, as shells expect it. Thread-safe: latches only.
 */
final class Ending {

    /** A worker with a task that hangs takes its time to stop; beyond this nobody waits. */
    private static final Duration CLEAN_UP_DEADLINE = Duration.ofSeconds(30);

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch cleanedUp = new CountDownLatch(1);
    private final Thread hook = new Thread(this::hold, "demo-ending");

    /** Begins to listen for signals. */
    void install() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    boolean asked() {
        return asked.getCount() == 0;
    }

    /** @throws CancellationException if the end was asked for */
    void check() {
        if (asked()) {
            throw new CancellationException("the demo was asked to end");
        }
    }

    /** Waits, and returns early, with true, when the end is asked for. */
    boolean askedWithin(Duration time) throws InterruptedException {
        return asked.await(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Lets the JVM end. */
    void cleanedUp() {
        cleanedUp.countDown();
    }

    private void hold() {
        asked.countDown();
        try {
            if (!cleanedUp.await(CLEAN_UP_DEADLINE.toMillis(), TimeUnit.MILLISECONDS)) {
                System.err.println("the demo did not end cleanly within " + CLEAN_UP_DEADLINE.toSeconds() + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
