package io.streambus.cli.link;

import com.fasterxml.jackson.databind.JsonNode;
import io.streambus.cli.client.BridgeClient;
import io.streambus.cli.client.BridgeRequest;
import io.streambus.cli.exit.CommandFailure;
import io.streambus.cli.output.Plain;
import io.streambus.cli.process.Surroundings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code streambus link describe}. */
@Command(
        name = "describe",
        description = "Shows links with every field: the document with its defaults, status, metrics and health.",
        sortOptions = false)
final class DescribeCommand extends BridgeCall {

    @Mixin
    Selection selection;

    DescribeCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    void check() {
        selection.check(spec.commandLine());
    }

    @Override
    void run(BridgeClient bridge) throws InterruptedException {
        List<JsonNode> bodies = new ArrayList<>();
        for (String id : selection.in(bridge)) {
            try {
                bodies.add(
                        bridge.call(BridgeRequest.get(BridgeRequest.link(id))).body());
            } catch (CommandFailure e) {
                failed(id, e);
            }
        }
        if (!isTable()) {
            print(selection.form(bodies));
            return;
        }
        for (int i = 0; i < bodies.size(); i++) {
            print(i == 0 ? List.of() : List.of(""));
            print(lines(bodies.get(i)));
        }
    }

    /** One line for each field that has a value, by its path. */
    static List<String> lines(JsonNode link) {
        Map<String, JsonNode> fields = Fields.of(link);
        int width = fields.keySet().stream().mapToInt(String::length).max().orElse(0);
        return fields.entrySet().stream()
                .map(field -> ("%-" + width + "s   %s")
                        .formatted(Plain.text(field.getKey()), Plain.text(Fields.text(field.getValue()))))
                .toList();
    }
}
