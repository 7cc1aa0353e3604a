package io.streambus.cli.link.lifecycle;

import io.streambus.cli.output.Plain;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A line on a terminal that counts the seconds of a wait and is gone when it ends; nothing where there is no terminal. Thread-safe: only its own
 * thread draws, and it has ended before the line is erased.
 */
final class Progress implements AutoCloseable {

    private static final Duration STEP = Duration.ofMillis(500);

    private final String what;
    private final PrintWriter messages;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread artist = new Thread(this::drawUntilTheEnd, "progress");
    private final boolean terminal;

    /** @param what such as "link-1: starting" */
    Progress(String what, PrintWriter messages, boolean terminal) {
        this.what = Plain.text(what);
        this.messages = Objects.requireNonNull(messages, "messages");
        this.terminal = terminal;
    }

    /** Begins to draw. */
    void show() {
        if (terminal) {
            artist.setDaemon(true);
            artist.start();
        }
    }

    private void drawUntilTheEnd() {
        try {
            for (long ms = STEP.toMillis();
                    !ended.await(STEP.toMillis(), TimeUnit.MILLISECONDS);
                    ms += STEP.toMillis()) {
                messages.print("\r" + what + ", " + TimeUnit.MILLISECONDS.toSeconds(ms) + " s\u001b[K");
                messages.flush();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        ended.countDown();
        if (!terminal) {
            return;
        }
        try {
            artist.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        messages.print("\r\u001b[K");
        messages.flush();
    }
}
