package io.streambus.cli.process;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

/**
 * What a command finds around it.
 *
 * @param environment the variables
 * @param home the user's directory
 * @param input standard input
 * @param inputIsTerminal whether somebody can answer a question
 * @param outputIsTerminal whether standard output can be drawn on
 * @param messagesAreTerminal whether standard error can be drawn on
 */
public record Surroundings(
        Map<String, String> environment,
        Path home,
        InputStream input,
        boolean inputIsTerminal,
        boolean outputIsTerminal,
        boolean messagesAreTerminal) {

    public Surroundings {
        environment = Map.copyOf(environment);
        Objects.requireNonNull(home, "home");
        Objects.requireNonNull(input, "input");
    }

    /** Those of this process. Which streams are terminals is said by the launcher: Java cannot tell them apart. */
    public static Surroundings ofThisProcess() {
        return new Surroundings(
                System.getenv(),
                home(System.getenv(), System.getProperty("user.home")),
                System.in,
                Boolean.getBoolean("streambus.terminal.in"),
                Boolean.getBoolean("streambus.terminal"),
                Boolean.getBoolean("streambus.terminal.err"));
    }

    /** {@code $HOME}, as every shell has it: Java's own answer is the one of the user database. */
    static Path home(Map<String, String> environment, String ofTheUser) {
        String named = environment.getOrDefault("HOME", "");
        return Path.of(named.isEmpty() ? ofTheUser : named);
    }

    /** Whether output may be coloured (https://no-color.org). */
    public boolean colour() {
        return outputIsTerminal && environment.getOrDefault("NO_COLOR", "").isEmpty();
    }
}
