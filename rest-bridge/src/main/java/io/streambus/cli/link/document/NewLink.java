package io.streambus.cli.link.document;

import com.fasterxml.jackson.databind.JsonNode;
import io.streambus.cli.client.BridgeClient;
import io.streambus.cli.client.BridgeRequest;
import io.streambus.cli.client.ProblemText;
import io.streambus.cli.exit.CommandFailure;
import io.streambus.cli.exit.ExitCode;
import io.streambus.cli.link.document.LinkFiles.Document;
import io.streambus.cli.output.Fields;
import java.util.ArrayList;
import java.util.List;

/** The two requests for a link that is not there yet. */
public final class NewLink {

    private final BridgeClient bridge;

    public NewLink(BridgeClient bridge) {
        this.bridge = bridge;
    }

    /** @return the link as it is now */
    public JsonNode create(Document document) throws InterruptedException {
        return bridge.send(BridgeRequest.post(BridgeRequest.LINKS, document.content()))
                .body();
    }

    /**
     * Has the document checked, and nothing else.
     *
     * @return the bridge's validation result, which is valid
     * @throws CommandFailure with every fault, if it has some
     */
    public JsonNode check(Document document) throws InterruptedException {
        return valid(bridge.send(BridgeRequest.post(BridgeRequest.LINKS + "?validate_only=true", document.content()))
                .body());
    }

    /**
     * The result of a validation, if it is a good one.
     *
     * @throws CommandFailure with every fault, if it has some
     */
    public static JsonNode valid(JsonNode validation) {
        if (!validation.path("valid").asBoolean()) {
            List<String> lines = new ArrayList<>();
            lines.add("the document has faults");
            lines.addAll(ProblemText.faults(validation.path("errors")));
            throw new CommandFailure(
                    ExitCode.FAILED,
                    String.join(System.lineSeparator(), lines),
                    "correct it, and run the command again");
        }
        return validation;
    }

    /** What the result of a validation says of topics. */
    public static String topics(JsonNode validation) {
        if (!validation.path("topics").isArray()) {
            List<String> warnings = new ArrayList<>();
            validation.path("warnings").forEach(warning -> warnings.add(warning.asText()));
            return "topics unknown" + (warnings.isEmpty() ? "" : ": " + String.join(" ", warnings));
        }
        JsonNode topics = validation.path("topics");
        return topics.isEmpty()
                ? "no topic matches yet"
                : topics.size() + (topics.size() == 1 ? " topic: " : " topics: ") + Fields.text(topics);
    }
}
