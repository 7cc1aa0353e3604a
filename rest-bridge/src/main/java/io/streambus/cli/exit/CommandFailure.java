package io.streambus.cli.exit;

import java.util.Objects;
import java.util.Optional;
import picocli.CommandLine.IExitCodeGenerator;

/** A command cannot do what it was asked for; the message says all there is to say, on one line or several, the next step last. */
public class CommandFailure extends RuntimeException implements IExitCodeGenerator {
    private static final long serialVersionUID = 1L;

    private static final String NEXT = "  next: ";

    private final int exitCode;
    private final String what;

    /** @param exitCode one of {@link ExitCode} */
    public CommandFailure(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
        this.what = message;
    }

    /**
     * A failure with a way out of it.
     *
     * @param what went wrong, on one line or several
     * @param next what to do now, in one line
     */
    public CommandFailure(int exitCode, String what, String next) {
        super(what + System.lineSeparator() + NEXT + next);
        this.exitCode = exitCode;
        this.what = Objects.requireNonNull(what, "what");
    }

    /** A failure with a way out of it, where one is known. */
    protected CommandFailure(int exitCode, String what, Optional<String> next) {
        super(next.map(step -> what + System.lineSeparator() + NEXT + step).orElse(what));
        this.exitCode = exitCode;
        this.what = what;
    }

    /** The same failure for somebody who knows a better way out. */
    public CommandFailure withNext(String next) {
        return new CommandFailure(exitCode, what, next);
    }

    @Override
    public int getExitCode() {
        return exitCode;
    }
}
