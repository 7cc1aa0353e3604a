package io.streambus.cli.ending;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Brings Ctrl-C (SIGINT) and SIGTERM to the command's own thread, and holds the end of the JVM until that thread has cleaned up. The JVM then exits with
 * 130 or 143, as shells expect it. Thread-safe: latches only.
 */
public final class Ending {

    /** An embedded worker with a task that hangs takes its time to stop; beyond this nobody waits. */
    private static final Duration CLEAN_UP_DEADLINE = Duration.ofSeconds(30);

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch cleanedUp = new CountDownLatch(1);
    private final Thread hook = new Thread(this::hold, "ending");

    /** Begins to listen for signals. */
    public void install() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Whether the end was asked for. */
    public boolean asked() {
        return asked.getCount() == 0;
    }

    /** @throws CancellationException if the end was asked for */
    public void check() {
        if (asked()) {
            throw new CancellationException("the end was asked for");
        }
    }

    /** Waits, and returns early, with true, when the end is asked for. */
    public boolean askedWithin(Duration time) throws InterruptedException {
        return asked.await(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Asks for the end without a signal. */
    public void ask() {
        asked.countDown();
    }

    /** Lets the JVM end. */
    public void cleanedUp() {
        cleanedUp.countDown();
    }

    private void hold() {
        asked.countDown();
        try {
            if (!cleanedUp.await(CLEAN_UP_DEADLINE.toMillis(), TimeUnit.MILLISECONDS)) {
                System.err.println("not ended cleanly within " + CLEAN_UP_DEADLINE.toSeconds() + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
