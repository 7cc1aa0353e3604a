package io.streambus.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.streambus.cli.exit.CommandFailure;
import io.streambus.cli.exit.ExitCode;
import java.util.Optional;

/** A bridge answered that it will not or cannot do it. */
public final class RequestRefused extends CommandFailure {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;
    private final transient JsonNode problem;

    /**
     * A refusal in words.
     *
     * @param problem missing if the body is none
     * @param address of who refused
     * @param retryAfter the header, in seconds
     */
    RequestRefused(int status, JsonNode problem, String address, Optional<String> retryAfter) {
        super(
                exitCode(status, problem.path("code").asText()),
                ProblemText.of(status, problem, address),
                NextStep.of(status, problem, retryAfter));
        this.status = status;
        this.code = problem.path("code").asText();
        this.problem = problem;
    }

    /** The status of the HTTP response. */
    public int status() {
        return status;
    }

    /** The stable word of the problem; empty if the response held none. */
    public String code() {
        return code;
    }

    /** Whether the bridge says that this action would be allowed in the link's status. */
    public boolean allows(String action) {
        return problem.path("allowed_actions")
                .valueStream()
                .anyMatch(word -> word.asText().equals(action));
    }

    private static int exitCode(int status, String code) {
        return switch (status) {
            case 401, 403 -> ExitCode.NOT_ALLOWED;
            // Any server has no page at some address; that there is no such link is said by a bridge.
            case 404 -> code.endsWith("_NOT_FOUND") ? ExitCode.NOT_FOUND : ExitCode.FAILED;
            case 409, 412 -> ExitCode.CONFLICT;
            case 502, 503, 504 -> ExitCode.UNAVAILABLE;
            default -> ExitCode.FAILED;
        };
    }
}
