package io.streambus.cli.status;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.streambus.cli.client.BridgeClient;
import io.streambus.cli.client.BridgeRequest;
import io.streambus.cli.client.BridgeUnreachable;
import io.streambus.cli.client.RequestRefused;
import io.streambus.cli.command.ClientCommand;
import io.streambus.cli.exit.EndsWith;
import io.streambus.cli.exit.ExitCode;
import io.streambus.cli.option.DurationConverter;
import io.streambus.cli.output.Documents;
import io.streambus.cli.process.Surroundings;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** {@code streambus status}: all links at a glance, once or again and again. */
@Command(
        name = "status",
        description = {
            "Shows all links: status, health, lag, rates and errors. With --watch again and again until Ctrl-C: in place on"
                    + " a terminal, else line after line; a bridge that is unreachable meanwhile is waited for."
        },
        sortOptions = false)
@EndsWith({ExitCode.FAILED, ExitCode.NO_ANSWER, ExitCode.NOT_ALLOWED, ExitCode.UNAVAILABLE})
public final class StatusCommand extends ClientCommand {

    /** A bridge that hangs must show soon. */
    private static final Duration LOOK = Duration.ofSeconds(5);

    private static final Duration SHORTEST = Duration.ofMillis(100);

    @Option(
            names = {"-w", "--watch"},
            description = "Go on until Ctrl-C.")
    boolean watch;

    @Option(
            names = "--interval",
            paramLabel = "TIME",
            defaultValue = "2s",
            converter = DurationConverter.class,
            description = "Between two looks (default: ${DEFAULT-VALUE}).")
    Duration interval;

    @Option(names = "--count", paramLabel = "N", description = "With --watch: end after N looks.")
    Long count;

    StatusCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    protected void check() {
        if (interval.compareTo(SHORTEST) < 0) {
            throw new ParameterException(spec.commandLine(), "--interval must be 100ms or more, found " + interval);
        }
        if (count != null && (!watch || count < 1)) {
            throw new ParameterException(spec.commandLine(), "--count goes with --watch and must be 1 or more");
        }
    }

    @Override
    protected void run(BridgeClient bridge) throws InterruptedException {
        if (!watch) {
            ArrayNode links = look(bridge);
            if (!isTable()) {
                print(links);
            } else if (links.isEmpty()) {
                messages().println("there are no links");
            } else {
                print(StatusText.table(links).lines(ink()));
            }
            return;
        }
        StatusText text = new StatusText(
                Clock.system(ZoneId.systemDefault()), bridge.url().toString(), ink());
        for (long look = 1; ; look++) {
            show(bridge, text);
            if (count != null && look >= count) {
                return;
            }
            TimeUnit.MILLISECONDS.sleep(interval.toMillis());
        }
    }

    private void show(BridgeClient bridge, StatusText text) throws InterruptedException {
        try {
            ArrayNode links = look(bridge);
            if (!isTable()) {
                out().println(Documents.entry(output, links));
            } else if (surroundings.outputIsTerminal()) {
                draw(text.screen(links));
            } else {
                print(text.appended(links));
            }
        } catch (BridgeUnreachable | RequestRefused e) {
            if (e.getExitCode() == ExitCode.NOT_ALLOWED) {
                throw e;
            }
            if (!isTable()) {
                messages().println(spec.qualifiedName() + ": " + e.getMessage());
                messages().flush();
            } else if (surroundings.outputIsTerminal()) {
                draw(text.screenWithout(e.getMessage()));
            } else {
                print(List.of(text.appendedWithout(e.getMessage())));
            }
        }
        out().flush();
    }

    /** From the top left, each line erased to its end, and all below: no flicker. */
    private void draw(List<String> lines) {
        StringBuilder screen = new StringBuilder("\u001b[H");
        lines.forEach(line -> screen.append(line).append("\u001b[K\n"));
        out().print(screen.append("\u001b[J"));
        out().flush();
    }

    /** The entries of the list, with errors where a link runs: only its metrics tell them. */
    private static ArrayNode look(BridgeClient bridge) throws InterruptedException {
        ArrayNode links = JsonNodeFactory.instance.arrayNode();
        for (JsonNode entry : bridge.all(BridgeRequest.get(BridgeRequest.LINKS).within(LOOK))) {
            ObjectNode link = entry.deepCopy();
            String status = link.path("status").asText();
            if (!status.equals("stopped")) {
                errors(bridge, link);
            }
            links.add(link);
        }
        return links;
    }

    private static void errors(BridgeClient bridge, ObjectNode link) throws InterruptedException {
        try {
            JsonNode metrics = bridge.send(
                            BridgeRequest.get(BridgeRequest.link(link.path("id").asText()) + "/metrics")
                                    .within(LOOK))
                    .body();
            for (String field : List.of("total_errors", "errors_per_second", "consecutive_failures")) {
                if (metrics.has(field)) {
                    link.withObject("/metrics").set(field, metrics.path(field));
                }
            }
        } catch (RequestRefused e) {
            // Not observed yet, or gone meanwhile: the list is true without them.
        }
    }
}
