package io.streambus.cli.link;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.streambus.cli.client.BridgeClient;
import io.streambus.cli.client.BridgeRequest;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** Which links: by id, or all of them. */
final class Selection {

    @Parameters(arity = "0..*", paramLabel = "LINK", description = "Ids of links.")
    List<String> ids = new ArrayList<>();

    @Option(names = "--all", description = "All links.")
    boolean all;

    /** @throws ParameterException unless either is given */
    void check(CommandLine command) {
        if (all == !ids.isEmpty()) {
            throw new ParameterException(
                    command,
                    all
                            ? "links are named, and --all is given: leave one of them out"
                            : "no link is named: give ids, or --all (streambus link list shows them)");
        }
        if (ids.stream().anyMatch(String::isBlank)) {
            throw new ParameterException(command, "an id must not be empty");
        }
    }

    /** The ids, each once. */
    List<String> in(BridgeClient bridge) throws InterruptedException {
        if (!all) {
            return List.copyOf(new LinkedHashSet<>(ids));
        }
        List<String> every = new ArrayList<>();
        bridge.all(BridgeRequest.get(BridgeRequest.LINKS))
                .forEach(link -> every.add(link.path("id").asText()));
        return every;
    }

    /** For programs: the body of the one link that was named, else an array. */
    JsonNode form(List<JsonNode> bodies) {
        if (!all && ids.size() == 1 && bodies.size() == 1) {
            return bodies.get(0);
        }
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        bodies.forEach(array::add);
        return array;
    }
}
