package io.streambus.cli.context;

import io.streambus.cli.exit.CommandFailure;
import io.streambus.cli.exit.ExitCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Where a secret is: {@code env:NAME}, {@code file:PATH} or {@code command:WORDS}, whose first line of output it is.
 *
 * @param kind env, file or command
 * @param place what follows the colon
 */
public record SecretSource(String kind, String place) {

    private static final long COMMAND_SECONDS = 30;

    public SecretSource {
        if (!kind.matches("env|file|command") || place.isBlank()) {
            throw new IllegalArgumentException(
                    "a secret is referred to by env:NAME, file:PATH or command:WORDS, found kind '" + kind + "'");
        }
    }

    /** @throws IllegalArgumentException if the text is none; the message does not repeat it, for it may be the secret itself */
    public static SecretSource parse(String text) {
        int colon = text.indexOf(':');
        String kind = colon < 0 ? "" : text.substring(0, colon);
        if (!kind.matches("env|file|command") || text.substring(colon + 1).isBlank()) {
            throw new IllegalArgumentException("a secret is referred to by env:NAME, file:PATH or command:WORDS,"
                    + " and the text given is none of them");
        }
        return new SecretSource(kind, text.substring(colon + 1));
    }

    /** Whether using it runs a program, so that nobody else may write it. */
    boolean runsSomething() {
        return kind.equals("command");
    }

    /**
     * Fetches the secret: the first line, without the blanks around it.
     *
     * @throws CommandFailure if it is not there
     */
    String fetch(Map<String, String> environment) throws InterruptedException {
        String secret = switch (kind) {
            case "env" -> environment.getOrDefault(place, "");
            case "file" -> fromFile();
            default -> fromCommand();
        };
        String line = secret.strip().lines().findFirst().orElse("");
        if (line.isBlank()) {
            throw failure("gives no text");
        }
        return line.strip();
    }

    private String fromFile() {
        try {
            return Files.readString(Path.of(place));
        } catch (IOException | IllegalArgumentException e) {
            throw failure("cannot be read: " + e);
        }
    }

    private String fromCommand() throws InterruptedException {
        Process process;
        try {
            process = new ProcessBuilder("sh", "-c", place)
                    .redirectInput(ProcessBuilder.Redirect.INHERIT)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        } catch (IOException e) {
            throw failure("cannot be run: " + e.getMessage());
        }
        try {
            byte[] output = process.getInputStream().readNBytes(64 * 1024);
            if (!process.waitFor(COMMAND_SECONDS, TimeUnit.SECONDS)) {
                throw failure("does not end within " + COMMAND_SECONDS + " s");
            }
            if (process.exitValue() != 0) {
                throw failure("ended with exit code " + process.exitValue());
            }
            return new String(output, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw failure("cannot be read: " + e);
        } finally {
            process.destroy();
        }
    }

    private CommandFailure failure(String what) {
        return new CommandFailure(ExitCode.USAGE, "the secret that the context refers to by '" + this + "' " + what);
    }

    @Override
    public String toString() {
        return kind + ":" + place;
    }
}
