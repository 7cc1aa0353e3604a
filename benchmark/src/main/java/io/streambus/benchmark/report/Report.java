package io.streambus.benchmark.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.streambus.benchmark.candidate.Candidates;
import io.streambus.benchmark.stage.Installation;
import io.streambus.benchmark.trial.CaseResult;
import io.streambus.benchmark.trial.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * The figures of a run, for people and for programs.
 *
 * @param command as it was typed
 */
public record Report(String command, Machine machine, List<CaseResult> results) {

    private static final String METHOD = "method.md";
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    public Report {
        Objects.requireNonNull(machine, "machine");
        results = List.copyOf(results);
    }

    /** Writes {@code benchmarks.md} and {@code benchmarks.json} into the directory, which is made if missing. */
    public void write(Path directory) throws IOException {
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("benchmarks.md"), markdown());
        Files.writeString(directory.resolve("benchmarks.json"), JSON.writeValueAsString(json()) + "\n");
    }

    private String markdown() throws IOException {
        StringBuilder text = new StringBuilder("# Benchmarks\n\n")
                .append("Written by `")
                .append(command)
                .append("`; no figure is typed by hand.\n\n");
        machine.lines().forEach(line -> text.append("- ").append(line).append('\n'));
        text.append("- every candidate's JVM: `")
                .append(String.join(" ", Installation.workerOptions()))
                .append("`\n");
        for (CaseResult result : results) {
            text.append("\n## ").append(result.played().title()).append("\n\n");
            Table.of(result).forEach(line -> text.append(line).append('\n'));
        }
        return text.append('\n').append(method()).toString();
    }

    private static String method() throws IOException {
        try (InputStream method = Objects.requireNonNull(Report.class.getResourceAsStream(METHOD), METHOD)) {
            return new String(method.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    ObjectNode json() {
        ObjectNode json = JSON.createObjectNode().put("command", command);
        json.putObject("machine")
                .put("cores", machine.cores())
                .put("memory_bytes", machine.memoryBytes())
                .put("system", machine.system())
                .put("java", machine.java())
                .put("kafka", machine.kafka())
                .put("time", machine.time().toString())
                .put("load_before", machine.loadBefore());
        results.forEach(result -> add(json.withArray("cases").addObject(), result));
        return json;
    }

    private static void add(ObjectNode json, CaseResult result) {
        json.put("case", result.played().name()).put("title", result.played().title());
        for (CaseResult.Turn turn : result.turns()) {
            ObjectNode figures = json.withArray("turns").addObject().put("candidate", turn.candidate());
            if (turn.outcome() instanceof Outcome.Measured measured) {
                figures.put("compared_records", measured.compared())
                        .put("measured_records", measured.window().records());
                for (Column column : Column.ALL) {
                    column.value().of(result.played(), measured).ifPresent(value -> figures.put(column.key(), value));
                }
            } else {
                figures.put("refused", ((Outcome.Refused) turn.outcome()).reason());
            }
        }
        for (String theirs : List.of(Candidates.DEFAULTS, Candidates.TUNED)) {
            Comparison.of(result, Candidates.OURS, theirs).ifPresent(comparison -> {
                ObjectNode ratios = json.withObject("/ours_by").putObject(theirs);
                for (Column column : Column.ALL) {
                    comparison.ratio(column).ifPresent(ratio -> ratios.put(column.key(), ratio));
                }
            });
        }
    }
}
