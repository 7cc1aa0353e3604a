package io.streambus.cli.link;

import io.streambus.cli.output.Plain;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * A line on a terminal that counts the seconds of a wait and is gone when it ends; nothing where there is no terminal. Thread-safe: only its own
 * thread draws, and it has ended before the line is erased.
 */
final class Progress implements AutoCloseable {

    private static final Duration STEP = Duration.ofMillis(500);

    private final PrintWriter messages;
    private final Optional<ScheduledExecutorService> clock;
    private final long started = System.nanoTime();

    /** @param what such as "link-1: starting" */
    Progress(String what, PrintWriter messages, boolean terminal) {
        this.messages = messages;
        this.clock = terminal ? Optional.of(clock()) : Optional.empty();
        String text = Plain.text(what);
        clock.ifPresent(each ->
                each.scheduleAtFixedRate(() -> draw(text), STEP.toMillis(), STEP.toMillis(), TimeUnit.MILLISECONDS));
    }

    private static ScheduledExecutorService clock() {
        return Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "progress");
            thread.setDaemon(true);
            return thread;
        });
    }

    private void draw(String what) {
        messages.print("\r" + what + ", " + TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - started) + " s\u001b[K");
        messages.flush();
    }

    @Override
    public void close() {
        clock.ifPresent(this::end);
    }

    private void end(ScheduledExecutorService running) {
        running.shutdown();
        try {
            if (running.awaitTermination(1, TimeUnit.SECONDS)) {
                messages.print("\r\u001b[K");
                messages.flush();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
