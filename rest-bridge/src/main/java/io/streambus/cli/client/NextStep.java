package io.streambus.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.streambus.cli.output.Plain;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What to do about a problem that a bridge answers with. Pure. */
final class NextStep {

    private NextStep() {}

    /**
     * In words of the command line; empty where nobody but the command knows.
     *
     * @param retryAfter the header, in seconds
     */
    static Optional<String> of(int status, JsonNode problem, Optional<String> retryAfter) {
        return switch (problem.path("code").asText()) {
            case "LINK_NOT_FOUND" -> Optional.of("streambus link list shows the links");
            case "PARTITION_NOT_FOUND" -> Optional.of("streambus link metrics LINK --partitions shows them");
            case "LINK_EXISTS" -> Optional.of("streambus link apply changes it; another id makes another link");
            case "VALIDATION_FAILED", "PRECHECK_FAILED" -> Optional.of("correct it, and run the command again");
            case "STALE_VERSION" ->
                Optional.of("somebody else has changed the link in between: look at it, and run the command again");
            case "INVALID_STATE" -> allowed(problem.path("allowed_actions"));
            default -> byStatus(status, problem, retryAfter);
        };
    }

    private static Optional<String> allowed(JsonNode actions) {
        List<String> commands = new ArrayList<>();
        actions.forEach(
                action -> commands.add(action.asText().equals("update") ? "apply" : Plain.text(action.asText())));
        return Optional.of(
                commands.isEmpty()
                        ? "streambus link describe shows where the link is"
                        : "streambus link " + String.join(" or ", commands));
    }

    private static Optional<String> byStatus(int status, JsonNode problem, Optional<String> retryAfter) {
        if (status == 401) {
            return Optional.of("give credentials: streambus context add NAME --url … --user … or --token-from …,"
                    + " and choose it by --context or streambus context use");
        }
        if (status == 403) {
            return Optional.of("ask for a higher role, or choose another context by --context");
        }
        if (problem.path("retryable").asBoolean()) {
            return Optional.of("try again"
                    + retryAfter
                            .filter(seconds -> seconds.matches("\\d{1,6}"))
                            .map(seconds -> " in " + seconds + " s")
                            .orElse(" later"));
        }
        return status >= 500 ? Optional.of("look for the request id in the bridge's log") : Optional.empty();
    }
}
