package io.streambus.cli.link;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.streambus.cli.client.BridgeClient;
import io.streambus.cli.client.BridgeRequest;
import io.streambus.cli.command.ClientCommand;
import io.streambus.cli.exit.EndsWith;
import io.streambus.cli.exit.ExitCode;
import io.streambus.cli.output.Amounts;
import io.streambus.cli.output.Table;
import io.streambus.cli.process.Surroundings;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code streambus link list}. */
@Command(name = "list", description = "Lists the links.", sortOptions = false)
@EndsWith({ExitCode.FAILED, ExitCode.NO_ANSWER, ExitCode.NOT_ALLOWED, ExitCode.UNAVAILABLE})
final class ListCommand extends ClientCommand {

    @Option(names = "--status", paramLabel = "WORD", description = "Only links in this status, such as active.")
    String status;

    @Option(names = "--health", paramLabel = "WORD", description = "Only links with this health, such as degraded.")
    String health;

    ListCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    protected void run(BridgeClient bridge) throws InterruptedException {
        ArrayNode links = bridge.all(BridgeRequest.get(BridgeRequest.LINKS + query()));
        if (!isTable()) {
            print(links);
            return;
        }
        Table table = new Table("ID", "NAME", "TYPE", "STATUS", "HEALTH", "LAG", "RECORDS/S");
        links.forEach(link -> table.row(
                link.path("id").asText(),
                link.path("name").asText(),
                link.path("type").asText(),
                link.path("status").asText(),
                link.path("health").path("status").asText(),
                Amounts.duration(link.path("metrics").path("replication_lag")),
                Amounts.number(link.path("metrics").path("messages_per_second"))));
        if (table.isEmpty()) {
            messages().println("there are no " + (query().isEmpty() ? "" : "such ") + "links");
        } else {
            print(table.lines(ink()));
        }
    }

    private String query() {
        List<String> filters = new ArrayList<>();
        if (status != null) {
            filters.add("status=" + BridgeRequest.encoded(status));
        }
        if (health != null) {
            filters.add("health=" + BridgeRequest.encoded(health));
        }
        return filters.isEmpty() ? "" : "?" + String.join("&", filters);
    }
}
