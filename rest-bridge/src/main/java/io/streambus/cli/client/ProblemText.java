package io.streambus.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.streambus.cli.output.Plain;
import java.util.ArrayList;
import java.util.List;

/** A problem body (RFC 9457) as a message: what, which faults, what to do. Pure. */
public final class ProblemText {

    private ProblemText() {}

    /**
     * What went wrong, without the next step.
     *
     * @param problem missing if the body is none
     */
    static String of(int status, JsonNode problem, String address) {
        if (!problem.path("code").isTextual()) {
            return address + " answered with " + status
                    + " and no problem body: is a StreamBus bridge there? A proxy in between would answer so too";
        }
        List<String> lines = new ArrayList<>();
        String detail =
                OwnWords.of(problem.path("detail").asText(problem.path("title").asText()));
        lines.add(detail + " (" + problem.path("code").asText() + ")");
        JsonNode errors = problem.path("errors");
        // One fault may have been told in the detail.
        boolean told = errors.size() == 1
                && detail.contains(OwnWords.of(errors.path(0).path("detail").asText()));
        if (!told) {
            lines.addAll(faults(errors));
        }
        if (problem.path("allowed_actions").isArray()) {
            lines.add("  what is allowed now: " + words(problem.path("allowed_actions")));
        }
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
                    + OwnWords.of(error.path("detail").asText()));
        });
        return lines;
    }

    private static String words(JsonNode array) {
        List<String> words = new ArrayList<>();
        array.forEach(word -> words.add(Plain.text(word.asText())));
        return words.isEmpty() ? "nothing" : String.join(", ", words);
    }
}
