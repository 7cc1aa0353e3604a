package io.streambus.benchmark.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.streambus.benchmark.contender.Contenders;
import io.streambus.benchmark.stage.BenchmarkInstallation;
import io.streambus.benchmark.trial.CaseResult;
import io.streambus.benchmark.trial.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The figures of a case, for people and for programs. A directory collects cases, which may be measured one by one, as long as the whole takes.
 *
 * @param command as it was typed
 */
public record BenchmarkReport(String command, Machine machine, CaseResult result) {

    private static final String METHOD = "method.md";
    private static final String CASES = "benchmarks";
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    public BenchmarkReport {
        Objects.requireNonNull(machine, "machine");
        Objects.requireNonNull(result, "result");
    }

    /**
     * Writes the case into the directory, which is made if missing, and {@code benchmarks.md} and {@code benchmarks.json} of all cases that are there.
     *
     * @param order of the cases; others come behind
     */
    public void write(Path directory, List<String> order) throws IOException {
        Path cases = Files.createDirectories(directory.resolve(CASES));
        String name = result.played().name();
        Files.writeString(cases.resolve(name + ".md"), section());
        Files.writeString(cases.resolve(name + ".json"), JSON.writeValueAsString(json()) + "\n");
        List<String> found = names(cases, order);
        StringBuilder text = new StringBuilder(
                        "# Benchmarks\n\nWritten by `./streambus benchmark --out`; no figure is typed by hand.\n")
                .append("Every candidate's JVM: `")
                .append(String.join(" ", BenchmarkInstallation.workerOptions()))
                .append("`\n");
        ArrayNode all = JSON.createArrayNode();
        for (String each : found) {
            text.append('\n').append(Files.readString(cases.resolve(each + ".md")));
            all.add(JSON.readTree(cases.resolve(each + ".json").toFile()));
        }
        Files.writeString(
                directory.resolve("benchmarks.md"),
                text.append('\n').append(method()).toString());
        Files.writeString(directory.resolve("benchmarks.json"), JSON.writeValueAsString(all) + "\n");
    }

    private static List<String> names(Path cases, List<String> order) throws IOException {
        try (Stream<Path> files = Files.list(cases)) {
            Comparator<String> byOrder =
                    Comparator.comparingInt(name -> order.contains(name) ? order.indexOf(name) : order.size());
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".json"))
                    .map(name -> name.substring(0, name.length() - ".json".length()))
                    .sorted(byOrder.thenComparing(Comparator.naturalOrder()))
                    .toList();
        }
    }

    private String section() {
        StringBuilder text =
                new StringBuilder("## ").append(result.played().title()).append("\n\n");
        FigureTable.of(result).forEach(line -> text.append(line).append('\n'));
        return text.append("\n`")
                .append(command)
                .append("`, ")
                .append(String.join("; ", machine.lines()))
                .append(".\n")
                .toString();
    }

    private static String method() throws IOException {
        try (InputStream method = Objects.requireNonNull(BenchmarkReport.class.getResourceAsStream(METHOD), METHOD)) {
            return new String(method.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    ObjectNode json() {
        ObjectNode json = JSON.createObjectNode()
                .put("case", result.played().name())
                .put("title", result.played().title())
                .put("command", command);
        json.putObject("machine")
                .put("cores", machine.cores())
                .put("memory_bytes", machine.memoryBytes())
                .put("system", machine.system())
                .put("java", machine.java())
                .put("kafka", machine.kafka())
                .put("time", machine.time().toString())
                .put("load_before", machine.loadBefore());
        for (CaseResult.Turn turn : result.turns()) {
            ObjectNode figures = json.withArray("turns").addObject().put("candidate", turn.contender());
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
        for (String theirs : List.of(Contenders.DEFAULTS, Contenders.TUNED)) {
            Ratios.of(result, Contenders.OURS, theirs).ifPresent(ratios -> {
                ObjectNode quotients = json.withObject("/ours_by").putObject(theirs);
                for (Column column : Column.ALL) {
                    ratios.ratio(column).ifPresent(ratio -> quotients.put(column.key(), ratio));
                }
            });
        }
        return json;
    }
}
