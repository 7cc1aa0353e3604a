package io.streambus.runtime.embedded.process;

import io.streambus.runtime.embedded.StartFailedException;
import java.io.BufferedReader;
import java.io.DataOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A child JVM on this JVM's class path, its output in a file. Thread-safe: guarded by this, but for the start.
 *
 * <p>It ends with this JVM: by its standard input, which ends, and by a shutdown hook for one that is frozen and cannot see that. Only a
 * frozen child of a parent that was killed stays.
 */
final class Child implements AutoCloseable {

    private static final int START_SECONDS = 90;
    private static final int CLOSE_SECONDS = 25;
    private static final int TAIL_LINES = 30;

    /** What to write to the child first. */
    interface Instruction {
        void write(DataOutputStream out) throws IOException;
    }

    private final String what;
    private final Process process;
    private final Path output;
    private final Thread atExit;
    private boolean suspended;

    private Child(String what, Process process, Path output) {
        this.what = what;
        this.process = process;
        this.output = output;
        this.atExit = new Thread(process::destroyForcibly, "end-" + what);
    }

    /** @param what named in errors and threads */
    static Child launch(String what, Path output, JavaVm vm, Class<?> main, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(vm.options());
        command.addAll(List.of("-cp", vm.classPath(), main.getName()));
        command.addAll(arguments);
        try {
            Files.createDirectories(output.toAbsolutePath().getParent());
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.appendTo(output.toFile()))
                    .start();
            Child child = new Child(what, process, output);
            Runtime.getRuntime().addShutdownHook(child.atExit);
            return child;
        } catch (IOException e) {
            throw new StartFailedException(what + " could not be launched: " + e.getMessage(), e);
        }
    }

    /**
     * Tells the child what to be and waits until it is.
     *
     * @return the addresses it reports, at least one
     * @throws StartFailedException with the end of its output; the child is gone then
     */
    List<String> start(Instruction instruction) {
        try {
            DataOutputStream out = new DataOutputStream(process.getOutputStream());
            instruction.write(out);
            out.flush();
            ProcessReport report = CompletableFuture.supplyAsync(
                            this::report, work -> new Thread(work, "start-" + what).start())
                    .get(START_SECONDS, TimeUnit.SECONDS);
            if (report instanceof ProcessReport.Ready ready) {
                return ready.addresses();
            }
            kill();
            if (report instanceof ProcessReport.PortTaken taken) {
                throw new StartFailedException.PortTaken(what, taken.port(), null);
            }
            throw failed(((ProcessReport.Failed) report).reason(), null);
        } catch (TimeoutException e) {
            kill();
            throw failed("it was not ready after " + START_SECONDS + " s", e);
        } catch (IOException | ExecutionException e) {
            kill();
            throw failed(String.valueOf(e.getMessage()), e);
        } catch (InterruptedException e) {
            kill();
            Thread.currentThread().interrupt();
            throw failed("interrupted", e);
        }
    }

    private ProcessReport report() {
        try {
            BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
            String line = lines.readLine();
            return line == null ? new ProcessReport.Failed("it ended without a word") : ProcessReport.parse(line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private StartFailedException failed(String reason, Throwable cause) {
        return new StartFailedException(
                what + " did not start: " + reason + "; the end of " + output + ":" + System.lineSeparator() + tail(),
                cause);
    }

    private String tail() {
        try {
            List<String> lines = Files.readAllLines(output, StandardCharsets.UTF_8);
            return String.join(
                    System.lineSeparator(), lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
        } catch (IOException e) {
            return "(not readable: " + e.getMessage() + ")";
        }
    }

    void tell(String line) throws IOException {
        process.getOutputStream().write((line + System.lineSeparator()).getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    synchronized void kill() {
        process.destroyForcibly();
        awaitEnd(CLOSE_SECONDS);
        Runtime.getRuntime().removeShutdownHook(atExit);
    }

    synchronized void suspend() {
        signal("STOP");
        suspended = true;
    }

    synchronized void resume() {
        signal("CONT");
        suspended = false;
    }

    private void signal(String signal) {
        if (!process.isAlive()) {
            throw new IllegalStateException(
                    what + " (pid " + pid() + ") is not running, so SIG" + signal + " cannot be sent");
        }
        try {
            // The shell's own kill: the program is missing on slim systems.
            Process kill = new ProcessBuilder("sh", "-c", "kill -" + signal + " " + pid())
                    .redirectErrorStream(true)
                    .redirectOutput(new File("/dev/null"))
                    .start();
            if (kill.waitFor() != 0) {
                throw new IllegalStateException(
                        "SIG" + signal + " could not be sent to " + what + " (pid " + pid() + ")");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("SIG" + signal + " could not be sent to " + what, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while sending SIG" + signal + " to " + what, e);
        }
    }

    /** Lets the child end in good order, and kills it if it does not in time. Idempotent. */
    @Override
    public synchronized void close() {
        if (process.isAlive()) {
            if (suspended) {
                resume();
            }
            try {
                process.getOutputStream().close();
            } catch (IOException e) {
                // It has just ended by itself.
                awaitEnd(0);
            }
            awaitEnd(CLOSE_SECONDS);
        }
        kill();
    }

    private void awaitEnd(int seconds) {
        boolean interrupted = Thread.interrupted();
        try {
            process.waitFor(seconds, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            interrupted = true;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
