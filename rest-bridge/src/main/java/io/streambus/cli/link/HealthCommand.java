package io.streambus.cli.link;

import com.fasterxml.jackson.databind.JsonNode;
import io.streambus.cli.client.BridgeClient;
import io.streambus.cli.client.OwnWords;
import io.streambus.cli.command.SelectedLinksCommand;
import io.streambus.cli.exit.EndsWith;
import io.streambus.cli.exit.ExitCode;
import io.streambus.cli.output.Plain;
import io.streambus.cli.output.Table;
import io.streambus.cli.process.Surroundings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code streambus link health}. */
@Command(
        name = "health",
        description = "Shows the health of links: the status, what it rests on, issues and warnings.",
        sortOptions = false)
@EndsWith({
    ExitCode.FAILED,
    ExitCode.NOT_FOUND,
    ExitCode.NO_ANSWER,
    ExitCode.NOT_ALLOWED,
    ExitCode.UNAVAILABLE,
    ExitCode.UNHEALTHY
})
final class HealthCommand extends SelectedLinksCommand {

    @Option(names = "--strict", description = "Exit with " + ExitCode.UNHEALTHY + " unless every link is healthy.")
    boolean strict;

    HealthCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    protected void run(BridgeClient bridge) throws InterruptedException {
        Map<String, JsonNode> health = read(bridge, "/health");
        if (!isTable()) {
            printNamed(health);
        } else if (!health.isEmpty()) {
            print(table(health).lines(ink()));
            print(sentences(health));
        }
        boolean allWell = health.values().stream()
                .allMatch(body -> body.path("status").asText().equals("healthy"));
        if (strict && !allWell) {
            endWith(ExitCode.UNHEALTHY);
        }
    }

    private static Table table(Map<String, JsonNode> health) {
        Table table = new Table("LINK", "HEALTH", "SOURCE", "TARGET", "LAG", "ERRORS", "CHECKPOINTS");
        health.forEach((id, body) -> table.row(
                id,
                body.path("status").asText(),
                check(body, "source_cluster_reachable", "reachable", "unreachable"),
                check(body, "target_cluster_reachable", "reachable", "unreachable"),
                check(body, "replication_lag_healthy", "fine", "too much"),
                check(body, "error_rate_healthy", "fine", "too many"),
                check(body, "checkpoint_healthy", "fine", "too old")));
        return table;
    }

    private static String check(JsonNode body, String field, String good, String bad) {
        return body.path(field).isBoolean() ? (body.path(field).booleanValue() ? good : bad) : "-";
    }

    private static List<String> sentences(Map<String, JsonNode> health) {
        List<String> lines = new ArrayList<>();
        health.forEach((id, body) -> {
            body.path("issues").forEach(issue -> lines.add(Plain.text(id) + ": issue: " + OwnWords.of(issue.asText())));
            body.path("warnings")
                    .forEach(warning -> lines.add(Plain.text(id) + ": warning: " + OwnWords.of(warning.asText())));
        });
        return lines;
    }
}
