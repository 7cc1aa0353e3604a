package io.streambus.benchmark;

import io.streambus.benchmark.candidate.Candidates;
import io.streambus.benchmark.report.Machine;
import io.streambus.benchmark.report.Table;
import io.streambus.benchmark.stage.Installation;
import io.streambus.benchmark.trial.Case;
import io.streambus.benchmark.trial.CaseResult;
import io.streambus.benchmark.trial.CaseRun;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code streambus benchmark}: reads the options, plays the cases, reports. */
@Command(
        name = "benchmark",
        description =
                "Measures MirrorMaker 2 and StreamBus Connect side by side: two clusters and a worker in processes of their own,"
                        + " the same data for every candidate, and every copy compared with its original.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all candidates were measured",
            "1:a candidate lost, doubled, reordered or changed records, or something failed",
            "2:the command line is wrong"
        })
public final class BenchmarkCommand implements Callable<Integer> {

    @Spec
    CommandSpec spec;

    @Option(names = "--quick", description = "Only what fits into five minutes.")
    boolean quick;

    @Option(
            names = "--case",
            paramLabel = "NAME",
            split = ",",
            description = "Only these cases; without a name that exists, prints those that do.")
    List<String> names = List.of();

    @Option(
            names = "--candidate",
            paramLabel = "NAME",
            split = ",",
            description = "Only these candidates: mm2-default, mm2-tuned, streambus, bare-loop.")
    List<String> candidates = List.of();

    @Option(
            names = "--tasks",
            paramLabel = "N",
            description = "As many tasks for all but MirrorMaker 2 with its defaults.")
    Integer tasks;

    @Option(names = "--break-ours", hidden = true, description = "Lets ours leave records out, to see it refused.")
    boolean breakOurs;

    /** The process's entry; exits with the codes that {@code --help} lists. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new BenchmarkCommand()).execute(args));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        List<Case> cases = cases();
        Installation installation = Installation.ofThisProcess();
        Machine machine = Machine.here();
        out.println(machine);
        List<CaseResult> results = new ArrayList<>();
        for (Case played : cases) {
            out.println();
            out.println(played.name() + ": " + played.title());
            Path directory = Files.createTempDirectory("streambus-benchmark-");
            try {
                CaseResult result = CaseRun.play(
                        tasks == null ? played : played.withTasks(tasks),
                        Candidates.all(breakOurs).stream()
                                .filter(candidate -> candidates.isEmpty() || candidates.contains(candidate.name()))
                                .toList(),
                        installation,
                        directory,
                        line -> {
                            out.println("  " + line);
                            out.flush();
                        });
                results.add(result);
                Table.of(result).forEach(out::println);
                out.flush();
            } finally {
                delete(directory);
            }
        }
        return results.stream().anyMatch(CaseResult::hasRefusals) ? 1 : 0;
    }

    private List<Case> cases() {
        List<Case> offered = quick ? Suite.quick() : Suite.all();
        List<String> known = offered.stream().map(Case::name).toList();
        for (String name : names) {
            if (!known.contains(name)) {
                throw new ParameterException(
                        spec.commandLine(),
                        "--case must be one of " + known.stream().collect(Collectors.joining(", ")) + "; found '" + name
                                + "'");
            }
        }
        return offered.stream()
                .filter(played -> names.isEmpty() || names.contains(played.name()))
                .toList();
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
