package io.streambus.cli.link;

import com.fasterxml.jackson.databind.JsonNode;
import io.streambus.cli.client.BridgeClient;
import io.streambus.cli.command.SelectedLinksCommand;
import io.streambus.cli.exit.EndsWith;
import io.streambus.cli.exit.ExitCode;
import io.streambus.cli.output.Amounts;
import io.streambus.cli.output.Table;
import io.streambus.cli.process.Surroundings;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code streambus link metrics}. */
@Command(
        name = "metrics",
        description = "Shows what links have copied, how fast, and how far they are behind.",
        sortOptions = false)
@EndsWith({ExitCode.FAILED, ExitCode.NOT_FOUND, ExitCode.NO_ANSWER, ExitCode.NOT_ALLOWED, ExitCode.UNAVAILABLE})
final class MetricsCommand extends SelectedLinksCommand {

    @Option(names = "--partitions", description = "A second table with every partition.")
    boolean partitions;

    MetricsCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    protected void run(BridgeClient bridge) throws InterruptedException {
        Map<String, JsonNode> metrics = read(bridge, "/metrics");
        if (!isTable()) {
            printNamed(metrics);
        } else if (!metrics.isEmpty()) {
            print(totals(metrics).lines(ink()));
            if (partitions) {
                print(List.of(""));
                print(partitions(metrics).lines(ink()));
            }
        }
    }

    private static Table totals(Map<String, JsonNode> metrics) {
        Table table = new Table(
                "LINK",
                "RECORDS",
                "BYTES",
                "RECORDS/S",
                "BYTES/S",
                "LAG",
                "AVG LAG",
                "MAX LAG",
                "ERRORS",
                "ERRORS/S",
                "FAILURES",
                "UPTIME");
        metrics.forEach((id, body) -> table.row(
                id,
                Amounts.number(body.path("total_messages_replicated")),
                Amounts.bytes(body.path("total_bytes_replicated")),
                Amounts.number(body.path("messages_per_second")),
                Amounts.bytes(body.path("bytes_per_second")),
                Amounts.duration(body.path("replication_lag")),
                Amounts.duration(body.path("average_replication_lag")),
                Amounts.duration(body.path("max_replication_lag")),
                Amounts.number(body.path("total_errors")),
                Amounts.fineNumber(body.path("errors_per_second")),
                Amounts.number(body.path("consecutive_failures")),
                Amounts.number(body.path("uptime_seconds")) + " s"));
        return table;
    }

    private static Table partitions(Map<String, JsonNode> metrics) {
        Table table = new Table(
                "LINK",
                "TOPIC",
                "PARTITION",
                "DIRECTION",
                "SOURCE",
                "TARGET",
                "LAG",
                "UNCOMMITTED",
                "RECORDS",
                "BYTES");
        metrics.forEach((id, body) -> body.path("partition_metrics")
                .properties()
                .forEach(entry -> {
                    JsonNode partition = entry.getValue();
                    table.row(
                            id,
                            partition.path("topic").asText(),
                            Amounts.number(partition.path("partition")),
                            direction(entry.getKey()),
                            Amounts.number(partition.path("source_offset")),
                            Amounts.number(partition.path("target_offset")),
                            Amounts.number(partition.path("lag")),
                            Amounts.number(partition.path("open_transaction").path("lag")),
                            Amounts.number(partition.path("messages_replicated")),
                            Amounts.bytes(partition.path("bytes_replicated")));
                }));
        return table;
    }

    /**
     * From where a partition is copied, and to where if that does not follow from it.
     *
     * @param name {@code orders-0} in a link of one direction, {@code us-west-1/orders-0} or {@code us-west-1>us-east-1/orders-0} in others
     */
    private static String direction(String name) {
        int end = name.indexOf('/');
        String clusters = end < 0 ? "" : name.substring(0, end);
        return clusters.contains(">") ? clusters.replace(">", " -> ") : clusters.isEmpty() ? "" : "from " + clusters;
    }
}
