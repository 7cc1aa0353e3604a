package io.streambus.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.streambus.cli.output.Plain;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A problem body (RFC 9457) as a message: what, which faults, what to do. Pure. */
public final class ProblemText {

    private ProblemText() {}

    /**
     * The message for an answer that is an error.
     *
     * @param problem missing if the body is none
     * @param retryAfter the header, in seconds
     */
    static String of(int status, JsonNode problem, String address, Optional<String> retryAfter) {
        if (!problem.path("code").isTextual()) {
            return address + " answered with " + status
                    + " and no problem body: is a StreamBus bridge there? A proxy in between would answer so too";
        }
        String code = problem.path("code").asText();
        List<String> lines = new ArrayList<>();
        String detail = problem.path("detail").asText(problem.path("title").asText());
        lines.add(Plain.text(detail) + " (" + code + ", " + status + ")");
        JsonNode errors = problem.path("errors");
        boolean told = errors.size() == 1
                && detail.contains(errors.path(0).path("detail").asText());
        if (!told) {
            lines.addAll(faults(errors));
        }
        if (problem.path("allowed_actions").isArray()) {
            lines.add("  what is allowed now: " + words(problem.path("allowed_actions")));
        }
        nextStep(code, status, problem, retryAfter).ifPresent(step -> lines.add("  " + step));
        if (status >= 500 && problem.path("request_id").isTextual()) {
            lines.add("  request id " + Plain.text(problem.path("request_id").asText()) + ", also in the bridge's log");
        }
        return String.join(System.lineSeparator(), lines);
    }

    /** One line for each fault: its JSON pointer and what is wrong. */
    public static List<String> faults(JsonNode errors) {
        List<String> lines = new ArrayList<>();
        errors.forEach(error -> {
            String pointer = error.path("pointer").asText();
            lines.add("  " + (pointer.isEmpty() ? "" : Plain.text(pointer) + ": ")
                    + Plain.text(error.path("detail").asText()));
        });
        return lines;
    }

    private static Optional<String> nextStep(String code, int status, JsonNode problem, Optional<String> retryAfter) {
        if (status == 401) {
            return Optional.of("give credentials: streambus context add NAME --url … --user … or --token-from …,"
                    + " and choose it by --context or streambus context use");
        }
        if (status == 403) {
            return Optional.of("ask for a higher role, or choose another context by --context");
        }
        if (code.equals("STALE_VERSION")) {
            return Optional.of("somebody else has changed the link in between: look at it, and run the command again");
        }
        if (problem.path("retryable").asBoolean()) {
            return Optional.of("try again"
                    + retryAfter
                            .filter(seconds -> seconds.matches("\\d{1,6}"))
                            .map(seconds -> " in " + seconds + " s")
                            .orElse(" later"));
        }
        return Optional.empty();
    }

    private static String words(JsonNode array) {
        List<String> words = new ArrayList<>();
        array.forEach(word -> words.add(Plain.text(word.asText())));
        return words.isEmpty() ? "nothing" : String.join(", ", words);
    }
}
