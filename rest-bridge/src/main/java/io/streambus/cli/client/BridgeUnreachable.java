package io.streambus.cli.client;

import io.streambus.cli.exit.CommandFailure;
import io.streambus.cli.exit.ExitCode;

/** No bridge answers, or not in time, or not as one that is trusted. */
public final class BridgeUnreachable extends CommandFailure {
    private static final long serialVersionUID = 1L;

    public BridgeUnreachable(String message) {
        super(ExitCode.NO_ANSWER, message);
    }
}
