package io.streambus.demo.stage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntConsumer;

/**
 * The bridge as a child process, so that it can be killed while replication goes on. It ends with this process, however that ends: the child
 * watches its standard input. Thread-safe: the process handle is, and closing is guarded by an atomic.
 */
public final class BridgeProcess implements AutoCloseable {

    private static final Duration GRACE = Duration.ofSeconds(8);
    /** Ctrl-C in a terminal reaches the child as well as this process, and may reach the child first. */
    private static final Duration CTRL_C_RACE = Duration.ofMillis(500);

    private static final int TAIL_LINES = 15;

    private final Process process;
    private final Path output;
    private final AtomicBoolean closing = new AtomicBoolean();

    private BridgeProcess(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /**
     * Starts the bridge; it may take seconds until it answers.
     *
     * @param output where its log goes
     * @throws StageException if no process can be started
     */
    static BridgeProcess start(DemoInstallation installation, Path config, Path output) {
        List<String> command = List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "-Dstreambus.home=" + installation.home(),
                "-cp",
                installation.bridgeClassPath(),
                "io.streambus.cli.StreamBus",
                "bridge",
                "--config",
                config.toString(),
                "--exit-with-parent");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectInput(ProcessBuilder.Redirect.PIPE)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
                    .start();
            return new BridgeProcess(process, output);
        } catch (IOException e) {
            throw new StageException("the bridge could not be started as a process: " + e.getMessage(), e);
        }
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Calls {@code listener} with the exit code when the bridge ends without having been closed; at most once, from a thread of the JDK's. */
    void onUnexpectedEnd(IntConsumer listener) {
        process.onExit()
                .thenAcceptAsync(
                        ended -> {
                            if (!closing.get()) {
                                listener.accept(ended.exitValue());
                            }
                        },
                        CompletableFuture.delayedExecutor(CTRL_C_RACE.toMillis(), TimeUnit.MILLISECONDS))
                .exceptionally(failure -> null);
    }

    /** The last lines of its log, for an error message. */
    String tail() {
        try {
            List<String> lines = Files.readAllLines(output, StandardCharsets.UTF_8);
            return String.join(
                    System.lineSeparator(), lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
        } catch (IOException | UncheckedIOException e) {
            return "(its log " + output + " cannot be read: " + e.getMessage() + ")";
        }
    }

    /** Ends the process: politely, and after 8 s by force. Idempotent. */
    @Override
    public void close() {
        closing.set(true);
        process.destroy();
        try {
            if (!process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
