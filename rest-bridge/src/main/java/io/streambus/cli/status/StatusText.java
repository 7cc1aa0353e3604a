package io.streambus.cli.status;

import com.fasterxml.jackson.databind.JsonNode;
import io.streambus.cli.client.OwnWords;
import io.streambus.cli.output.Amounts;
import io.streambus.cli.output.Ink;
import io.streambus.cli.output.Plain;
import io.streambus.cli.output.Table;
import java.time.Clock;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What {@code status --watch} prints. Confined to one thread: keeps what was seen last. */
final class StatusText {

    private final Clock clock;
    private final String bridge;
    private final Ink ink;
    private List<String> last = List.of();
    private String lastTime = "never";

    /** @param bridge its address, for messages */
    StatusText(Clock clock, String bridge, Ink ink) {
        this.clock = Objects.requireNonNull(clock, "clock");
        this.bridge = Objects.requireNonNull(bridge, "bridge");
        this.ink = Objects.requireNonNull(ink, "ink");
    }

    static Table table(JsonNode links) {
        Table table = new Table("LINK", "STATUS", "HEALTH", "LAG", "RECORDS/S", "BYTES/S", "RECORDS", "ERRORS");
        links.forEach(link -> {
            JsonNode metrics = link.path("metrics");
            table.row(
                    link.path("id").asText(),
                    link.path("status").asText(),
                    link.path("health").path("status").asText(),
                    Amounts.duration(metrics.path("replication_lag")),
                    Amounts.number(metrics.path("messages_per_second")),
                    Amounts.bytes(metrics.path("bytes_per_second")),
                    Amounts.number(metrics.path("total_messages_replicated")),
                    Amounts.number(metrics.path("total_errors")));
        });
        return table;
    }

    /** The whole picture, for a terminal. */
    List<String> screen(JsonNode links) {
        last = new ArrayList<>(table(links).lines(ink));
        links.forEach(link -> {
            if (link.path("status_reason").isTextual()) {
                last.add(Plain.text(link.path("id").asText()) + ": "
                        + OwnWords.of(link.path("status_reason").asText()));
            }
        });
        lastTime = now();
        List<String> lines = new ArrayList<>();
        lines.add(lastTime + "   " + bridge + "   Ctrl-C ends");
        lines.add("");
        lines.addAll(last);
        return lines;
    }

    /** The picture while nobody answers: what was seen last, and since when it is old. */
    List<String> screenWithout(String reason) {
        List<String> lines = new ArrayList<>();
        lines.add(now() + "   " + firstLine(reason));
        lines.add("last seen " + lastTime + "; replication does not need the bridge");
        lines.addAll(last);
        return lines;
    }

    /** A line for each link, for files and pipes. */
    List<String> appended(JsonNode links) {
        String time = now();
        List<String> lines = new ArrayList<>();
        links.forEach(link -> {
            JsonNode metrics = link.path("metrics");
            lines.add(Plain.text(time + " " + link.path("id").asText() + " "
                    + link.path("status").asText() + " "
                    + link.path("health").path("status").asText("-") + " lag "
                    + Amounts.duration(metrics.path("replication_lag")) + ", "
                    + Amounts.number(metrics.path("messages_per_second")) + " records/s, "
                    + Amounts.bytes(metrics.path("bytes_per_second")) + "/s, "
                    + Amounts.number(metrics.path("total_messages_replicated")) + " records, "
                    + Amounts.number(metrics.path("total_errors")) + " errors"));
        });
        return lines.isEmpty() ? List.of(time + " no links") : lines;
    }

    String appendedWithout(String reason) {
        return now() + " " + firstLine(reason);
    }

    private static String firstLine(String text) {
        return Plain.text(text.lines().findFirst().orElse("no answer"));
    }

    private String now() {
        return LocalTime.now(clock).truncatedTo(ChronoUnit.SECONDS).format(DateTimeFormatter.ISO_LOCAL_TIME);
    }
}
