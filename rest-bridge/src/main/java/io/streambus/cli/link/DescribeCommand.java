package io.streambus.cli.link;

import com.fasterxml.jackson.databind.JsonNode;
import io.streambus.cli.client.BridgeClient;
import io.streambus.cli.command.SelectedLinksCommand;
import io.streambus.cli.exit.EndsWith;
import io.streambus.cli.exit.ExitCode;
import io.streambus.cli.output.Fields;
import io.streambus.cli.output.Plain;
import io.streambus.cli.process.Surroundings;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;

/** {@code streambus link describe}. */
@Command(
        name = "describe",
        description = "Shows links with every field: the document with its defaults, status, metrics and health.",
        sortOptions = false)
@EndsWith({ExitCode.FAILED, ExitCode.NOT_FOUND, ExitCode.NO_ANSWER, ExitCode.NOT_ALLOWED, ExitCode.UNAVAILABLE})
final class DescribeCommand extends SelectedLinksCommand {

    DescribeCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    protected void run(BridgeClient bridge) throws InterruptedException {
        Collection<JsonNode> links = read(bridge, "").values();
        if (!isTable()) {
            print(links);
            return;
        }
        boolean first = true;
        for (JsonNode link : links) {
            print(first ? List.of() : List.of(""));
            print(lines(link));
            first = false;
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
