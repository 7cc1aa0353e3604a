package io.streambus.cli.exit;

import picocli.CommandLine.IExitCodeGenerator;

/** A command cannot do what it was asked for; the message says all there is to say, on one line or several. */
public class CommandFailure extends RuntimeException implements IExitCodeGenerator {
    private static final long serialVersionUID = 1L;

    private final int exitCode;

    /** @param exitCode one of {@link ExitCode} */
    public CommandFailure(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    @Override
    public int getExitCode() {
        return exitCode;
    }
}
