package io.streambus.cli;

import io.streambus.cli.process.Surroundings;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The command line within the test. Confined to one thread. */
public final class Cli {

    private final Path home;
    private final Map<String, String> environment = new HashMap<>();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private String input = "";
    private boolean inputIsTerminal;
    private boolean outputIsTerminal;

    public Cli(Path home) {
        this.home = home;
    }

    public Cli with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    public Cli typing(String text) {
        input = text;
        inputIsTerminal = true;
        return this;
    }

    public Cli piping(String text) {
        input = text;
        return this;
    }

    public Cli onTerminal() {
        outputIsTerminal = true;
        return this;
    }

    /** Runs a command that is split at blanks. */
    public int run(String command) {
        return run(command.split(" "));
    }

    /** Runs a command that is split at blanks and talks to this bridge. */
    public int run(String command, BridgeStub bridge) {
        return run(command + " --url " + bridge.url());
    }

    public int run(String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        Surroundings surroundings = new Surroundings(
                environment,
                home,
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                inputIsTerminal,
                outputIsTerminal,
                false);
        return StreamBus.commandLine(surroundings)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    public String out() {
        return out.toString();
    }

    /** What was said on standard error, sentence by sentence. */
    public String err() {
        return unbroken(err.toString());
    }

    /** What was said on standard error, as it is on the screen. */
    public List<String> errLines() {
        return err.toString().lines().toList();
    }

    /** A message without the breaks that make it fit on a screen. */
    static String unbroken(String message) {
        return message.replaceAll("\\R {4,}(?=\\S)", " ");
    }
}
