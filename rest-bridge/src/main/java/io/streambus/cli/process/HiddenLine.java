package io.streambus.cli.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A line that is typed unseen at the terminal. Java's own console is there only while standard output is a terminal too, and the line to be made of a
 * password is what one appends to a file. So the terminal is told by {@code stty}, and gets its echo back also when the process is interrupted.
 */
public final class HiddenLine {

    private static final Path TERMINAL = Path.of("/dev/tty");
    private static final long STTY_SECONDS = 5;

    private HiddenLine() {}

    /**
     * Asks on the terminal.
     *
     * @param input standard input, which is the terminal
     * @return empty if the input ends
     * @throws IOException if the terminal cannot be kept from showing what is typed; nothing has been read then
     */
    public static Optional<String> ask(String prompt, InputStream input) throws IOException {
        String before = stty("-g");
        Thread restore = new Thread(() -> restore(before), "streambus-echo");
        Runtime.getRuntime().addShutdownHook(restore);
        try {
            stty("-echo");
            show(prompt);
            return Optional.ofNullable(
                    new BufferedReader(new InputStreamReader(input, StandardCharsets.UTF_8)).readLine());
        } finally {
            restore(before);
            show(System.lineSeparator());
            try {
                Runtime.getRuntime().removeShutdownHook(restore);
            } catch (IllegalStateException e) {
                // The process is ending, and the hook runs.
            }
        }
    }

    private static void restore(String settings) {
        try {
            stty(settings);
        } catch (IOException e) {
            System.err.println("the terminal does not show what is typed: stty echo");
        }
    }

    private static void show(String text) throws IOException {
        try (OutputStream terminal = Files.newOutputStream(TERMINAL, StandardOpenOption.WRITE)) {
            terminal.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static String stty(String argument) throws IOException {
        try {
            Process process = new ProcessBuilder("stty", argument)
                    .redirectInput(TERMINAL.toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (process.waitFor(STTY_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0) {
                return answer;
            }
            throw new IOException("stty " + argument + " failed");
        } catch (IOException e) {
            throw new IOException(
                    "the terminal cannot be kept from showing what is typed; pipe the password into the command", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}
