package io.streambus.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.streambus.cli.client.BridgeClient;
import io.streambus.cli.client.BridgeRequest;
import io.streambus.cli.exit.CommandFailure;
import io.streambus.cli.process.Surroundings;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** What every command has that works on links by their ids, or on all of them. Confined to one thread. */
public abstract class SelectedLinksCommand extends ClientCommand {

    @Parameters(arity = "0..*", paramLabel = "LINK", description = "Ids of links.")
    List<String> ids = new ArrayList<>();

    @Option(names = "--all", description = "All links.")
    protected boolean all;

    protected SelectedLinksCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    protected void check() {
        if (all == !ids.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(),
                    all
                            ? "links are named, and --all is given: leave one of them out"
                            : "no link is named: give ids, or --all (streambus link list shows them)");
        }
        if (ids.stream().anyMatch(String::isBlank)) {
            throw new ParameterException(spec.commandLine(), "an id must not be empty");
        }
    }

    /** The ids of the selected links, each once. */
    protected List<String> selected(BridgeClient bridge) throws InterruptedException {
        if (!all) {
            return List.copyOf(new LinkedHashSet<>(ids));
        }
        List<String> every = new ArrayList<>();
        bridge.all(BridgeRequest.get(BridgeRequest.LINKS))
                .forEach(link -> every.add(link.path("id").asText()));
        return every;
    }

    /**
     * Reads the same of every selected link; says of which it cannot be had.
     *
     * @param part below the link's own path, such as {@code /health}; empty for the link itself
     * @return bodies by the links' ids, in the order of the selection
     */
    protected Map<String, JsonNode> read(BridgeClient bridge, String part) throws InterruptedException {
        Map<String, JsonNode> bodies = new LinkedHashMap<>();
        for (String id : selected(bridge)) {
            try {
                bodies.put(
                        id,
                        bridge.send(BridgeRequest.get(BridgeRequest.link(id) + part))
                                .body());
            } catch (CommandFailure e) {
                failed(id, e);
            }
        }
        return bodies;
    }

    /** Prints bodies for programs: of the one link that was named, else an array. */
    protected void print(Collection<JsonNode> bodies) {
        print(!all && ids.size() == 1, bodies);
    }

    /** Prints bodies for programs that do not say by themselves whose they are: the link's id comes before everything else. */
    protected void printNamed(Map<String, JsonNode> bodies) {
        List<JsonNode> named = new ArrayList<>();
        bodies.forEach((id, body) -> {
            ObjectNode entry = JsonNodeFactory.instance.objectNode().put("link_id", id);
            body.properties().forEach(field -> entry.set(field.getKey(), field.getValue()));
            named.add(entry);
        });
        print(named);
    }
}
