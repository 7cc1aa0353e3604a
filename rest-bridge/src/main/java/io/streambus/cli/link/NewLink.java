package io.streambus.cli.link;

import com.fasterxml.jackson.databind.JsonNode;
import io.streambus.cli.client.BridgeClient;
import io.streambus.cli.client.BridgeRequest;
import io.streambus.cli.client.ProblemText;
import io.streambus.cli.exit.CommandFailure;
import io.streambus.cli.exit.ExitCode;
import io.streambus.cli.link.LinkFiles.Document;
import java.util.ArrayList;
import java.util.List;

/** The two calls for a link that is not there yet. */
final class NewLink {

    private final BridgeClient bridge;

    NewLink(BridgeClient bridge) {
        this.bridge = bridge;
    }

    /** @return the link as it is now */
    JsonNode create(Document document) throws InterruptedException {
        return bridge.call(BridgeRequest.post(BridgeRequest.LINKS, document.content()))
                .body();
    }

    /**
     * Has the document checked, and nothing else.
     *
     * @return the bridge's verdict
     * @throws CommandFailure with every fault, if it has some
     */
    JsonNode check(Document document) throws InterruptedException {
        return valid(bridge.call(BridgeRequest.post(BridgeRequest.LINKS + "?validate_only=true", document.content()))
                .body());
    }

    /**
     * A verdict, if it is a good one.
     *
     * @throws CommandFailure with every fault, if it has some
     */
    static JsonNode valid(JsonNode verdict) {
        if (!verdict.path("valid").asBoolean()) {
            List<String> lines = new ArrayList<>();
            lines.add("the document has faults");
            lines.addAll(ProblemText.faults(verdict.path("errors")));
            throw new CommandFailure(ExitCode.FAILED, String.join(System.lineSeparator(), lines));
        }
        return verdict;
    }

    /** What a good verdict says of topics. */
    static String topics(JsonNode verdict) {
        if (!verdict.path("topics").isArray()) {
            List<String> warnings = new ArrayList<>();
            verdict.path("warnings").forEach(warning -> warnings.add(warning.asText()));
            return "topics unknown" + (warnings.isEmpty() ? "" : ": " + String.join(" ", warnings));
        }
        JsonNode topics = verdict.path("topics");
        return topics.isEmpty()
                ? "no topic matches yet"
                : topics.size() + (topics.size() == 1 ? " topic: " : " topics: ") + Fields.text(topics);
    }
}
