package io.streambus.benchmark;

import io.streambus.benchmark.contender.Contender;
import io.streambus.benchmark.contender.Contenders;
import io.streambus.benchmark.report.BenchmarkReport;
import io.streambus.benchmark.report.FigureTable;
import io.streambus.benchmark.report.Machine;
import io.streambus.benchmark.stage.BenchmarkInstallation;
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
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code streambus benchmark}: reads the options, plays the cases, reports. */
@Command(
        name = "streambus benchmark",
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

    /** All cases that show how cost grows. */
    private static final String GROWTH = "growth";

    @Spec
    CommandSpec spec;

    @Option(names = "--quick", description = "One case on the spot and one across a WAN, with less data.")
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
    List<String> contenders = List.of();

    @Option(
            names = "--tasks",
            paramLabel = "N",
            description = "As many tasks for all but MirrorMaker 2 with its defaults.")
    Integer tasks;

    @Option(
            names = "--records",
            paramLabel = "N",
            description = "Load as many records instead of what a case says; the warm-up shrinks or grows with them.")
    Long records;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description =
                    "Write benchmarks.md and benchmarks.json into DIR (default: ${DEFAULT-VALUE}). Cases that were measured into"
                            + " it before stay in the report until they are measured again.",
            defaultValue = "benchmark/target/results")
    Path out;

    @Option(names = "--jmh", description = "Run the micro-benchmarks of the record path instead.")
    boolean jmh;

    @Option(names = "--break-ours", hidden = true, description = "Lets ours leave records out, to see it refused.")
    boolean breakOurs;

    /** The process's entry; exits with the codes that {@code --help} lists. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new BenchmarkCommand()).execute(args));
    }

    @Override
    public Integer call() throws IOException, InterruptedException, RunnerException {
        if (jmh) {
            new Runner(new OptionsBuilder()
                            .include("io\\.streambus\\.benchmark\\.jmh\\..*")
                            .forks(1)
                            .warmupIterations(3)
                            .warmupTime(TimeValue.seconds(1))
                            .measurementIterations(5)
                            .measurementTime(TimeValue.seconds(1))
                            .addProfiler(GCProfiler.class)
                            .build())
                    .run();
            return 0;
        }
        List<Case> cases = cases();
        if (records != null && records < 1_000) {
            throw new ParameterException(spec.commandLine(), "--records must be 1000 or more, found " + records);
        }
        BenchmarkInstallation installation = BenchmarkInstallation.ofThisProcess();
        Machine machine = Machine.here();
        machine.lines().forEach(this::print);
        List<String> order = Suite.all().stream().map(Case::name).toList();
        boolean refused = false;
        boolean failed = false;
        for (Case played : cases) {
            print("");
            print(played.name() + ": " + played.title());
            CaseResult result;
            try {
                result = play(asAsked(played), installation);
            } catch (IOException | RuntimeException e) {
                // The other cases are worth their time all the same.
                print("  FAILED: " + e.getMessage());
                failed = true;
                continue;
            }
            FigureTable.of(result).forEach(this::print);
            refused |= result.hasRefusals();
            new BenchmarkReport(command(), machine, result).write(out, order);
        }
        print("");
        print("written to " + out);
        return failed || refused ? 1 : 0;
    }

    private Case asAsked(Case played) {
        Case asked = tasks == null ? played : played.withTasks(tasks);
        return records == null ? asked : asked.withRecords(records);
    }

    private CaseResult play(Case played, BenchmarkInstallation installation) throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("streambus-benchmark-");
        try {
            return CaseRun.play(played, chosenContenders(), installation, directory, line -> print("  " + line));
        } finally {
            delete(directory);
        }
    }

    private String command() {
        return Stream.concat(
                        Stream.of("./streambus benchmark"), spec.commandLine().getParseResult().originalArgs().stream())
                .collect(Collectors.joining(" "));
    }

    private void print(String line) {
        PrintWriter console = spec.commandLine().getOut();
        console.println(line);
        console.flush();
    }

    private List<Contender> chosenContenders() {
        List<Contender> all = Contenders.all(breakOurs);
        return all.stream()
                .filter(contender -> contenders.isEmpty() || contenders.contains(contender.name()))
                .toList();
    }

    private List<Case> cases() {
        List<Case> offered = quick ? Suite.quick() : Suite.all();
        List<String> known = new ArrayList<>(offered.stream().map(Case::name).toList());
        known.add(GROWTH);
        requireKnown("--case", names, known);
        requireKnown(
                "--candidate",
                contenders,
                Contenders.all(breakOurs).stream().map(Contender::name).toList());
        return offered.stream()
                .filter(played -> names.isEmpty()
                        || names.contains(played.name())
                        || (names.contains(GROWTH) && played.name().startsWith(GROWTH + "-")))
                .toList();
    }

    private void requireKnown(String option, List<String> found, List<String> known) {
        for (String name : found) {
            if (!known.contains(name)) {
                throw new ParameterException(
                        spec.commandLine(),
                        option + " must be one of " + String.join(", ", known) + "; found '" + name + "'");
            }
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
