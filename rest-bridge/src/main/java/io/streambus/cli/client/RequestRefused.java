package io.streambus.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.streambus.cli.exit.CommandFailure;
import io.streambus.cli.exit.ExitCode;

/** A bridge answered that it will not or cannot do it. */
public final class RequestRefused extends CommandFailure {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;

    RequestRefused(int status, JsonNode problem, String message) {
        super(exitCode(status), message);
        this.status = status;
        this.code = problem.path("code").asText();
    }

    /** The status of the HTTP response. */
    public int status() {
        return status;
    }

    /** The stable word of the problem; empty if the response held none. */
    public String code() {
        return code;
    }

    private static int exitCode(int status) {
        return switch (status) {
            case 401, 403 -> ExitCode.NOT_ALLOWED;
            case 404 -> ExitCode.NOT_FOUND;
            case 409, 412 -> ExitCode.CONFLICT;
            case 502, 503, 504 -> ExitCode.UNAVAILABLE;
            default -> ExitCode.FAILED;
        };
    }
}
