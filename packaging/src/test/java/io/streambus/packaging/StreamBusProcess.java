package io.streambus.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The launcher of the unpacked bridge archive as a process, with all it prints in a file. Confined to the test's thread. */
public final class StreamBusProcess implements AutoCloseable {

    private static final Duration END = Duration.ofSeconds(40);

    private final Process process;
    private final Path output;

    private StreamBusProcess(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    public static StreamBusProcess start(Path directory, String... arguments) throws IOException {
        return start(Dist.bridge().resolve("streambus"), directory, Map.of(), arguments);
    }

    /** @param directory where the output goes */
    static StreamBusProcess start(Path launcher, Path directory, Map<String, String> environment, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(launcher.toString());
        command.addAll(List.of(arguments));
        return start(command, directory, environment);
    }

    static StreamBusProcess start(List<String> command, Path directory, Map<String, String> environment)
            throws IOException {
        Path output = Files.createTempFile(directory, "streambus-", ".out");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        // The Java that runs the test is the one to test with.
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().putAll(environment);
        return new StreamBusProcess(builder.start(), output);
    }

    public String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for text in the output, and fails at once should the process end before. */
    Matcher awaitOutput(String regex, Duration patience) {
        Pattern pattern = Pattern.compile(regex);
        await().atMost(patience).pollInterval(Duration.ofMillis(100)).until(() -> found(pattern) || !process.isAlive());
        Matcher matcher = pattern.matcher(output());
        assertThat(matcher.find())
                .as(
                        "'%s' in the output of a process that is %s:%n%s",
                        regex, process.isAlive() ? "alive" : "dead", output())
                .isTrue();
        return matcher;
    }

    /** Waits for the end. */
    public int exitCode(Duration patience) throws InterruptedException {
        assertThat(process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS))
                .as("ended within %s; output so far:%n%s", patience, output())
                .isTrue();
        return process.exitValue();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    long pid() {
        return process.pid();
    }

    /** SIGTERM. */
    void terminate() {
        process.destroy();
    }

    /** SIGKILL. */
    public void kill() {
        process.destroyForcibly();
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(END.toMillis(), TimeUnit.MILLISECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }

    private boolean found(Pattern pattern) {
        return pattern.matcher(output()).find();
    }
}
