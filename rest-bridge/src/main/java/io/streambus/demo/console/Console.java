package io.streambus.demo.console;

import java.io.PrintStream;
import java.util.Objects;

/**
 * Prints lines that stay, and below them one live line that each update replaces. Where the output is no terminal, every update is a line of its own.
 * Thread-safe: guarded by this.
 */
public final class Console {

    private static final String ERASE_TO_END = "\u001b[K";

    private final PrintStream out;
    private final boolean terminal;
    private String live = "";

    /** @param terminal whether {@code out} understands carriage return and erase */
    public Console(PrintStream out, boolean terminal) {
        this.out = Objects.requireNonNull(out, "out");
        this.terminal = terminal;
    }

    /** Prints lines above the live one. */
    public synchronized void print(String lines) {
        eraseLive();
        out.println(lines);
        drawLive();
        out.flush();
    }

    /** Replaces the live line. */
    public synchronized void live(String line) {
        if (terminal) {
            live = line;
            drawLive();
        } else {
            out.println(line);
        }
        out.flush();
    }

    /** Like {@link #live}, for steps that only a terminal needs to see come and go. */
    public synchronized void passing(String line) {
        if (terminal) {
            live(line);
        }
    }

    /** Leaves the live line as it stands; the next one begins below it. */
    public synchronized void keepLive() {
        if (!live.isEmpty()) {
            out.println();
            live = "";
            out.flush();
        }
    }

    /** Removes the live line. */
    public synchronized void dropLive() {
        eraseLive();
        live = "";
        out.flush();
    }

    private void drawLive() {
        if (!live.isEmpty()) {
            out.print("\r" + live + ERASE_TO_END);
        }
    }

    private void eraseLive() {
        if (!live.isEmpty()) {
            out.print("\r" + ERASE_TO_END);
        }
    }
}
