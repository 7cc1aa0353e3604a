package io.streambus.cli;

import io.streambus.demo.Demo;
import io.streambus.demo.DemoMode;
import io.streambus.demo.console.Console;
import io.streambus.demo.stage.DataDirectory;
import io.streambus.demo.stage.DemoInstallation;
import io.streambus.demo.stage.Ports;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code streambus demo}: reads the options and sets the demo up. */
@Command(
        name = "demo",
        description = {
            "Starts two clusters (us-west-1 on 127.0.0.1:9092, us-east-1 on :9192), a Connect worker (:8083) and the bridge"
                    + " (:8081) on this machine, writes sample orders, users and inventory records to us-west-1, creates and"
                    + " starts the link 'link-1', and prints one line a second. Ctrl-C ends all of it."
        },
        mixinStandardHelpOptions = true,
        versionProvider = ProductVersion.class,
        sortOptions = false)
final class DemoCommand implements Callable<Integer> {

    @Spec
    CommandSpec spec;

    @ArgGroup
    Play play = new Play();

    /** What to play; without either option: live until Ctrl-C. */
    static final class Play {

        @Option(
                names = "--records",
                paramLabel = "N",
                description = "Write N records, wait until they are across, compare both sides record by record"
                        + " (key, value, headers, timestamp, order), and exit with 0, or 1 if they differ.")
        Long records;

        @Option(
                names = "--idle",
                description = "Clusters, worker and bridge only; prints the calls to type. No records, no link.")
        boolean idle;
    }

    @Option(
            names = "--rate",
            paramLabel = "R",
            description = "Write R records per second (default: 200, with --records as fast as they go).")
    Integer rate;

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            description = "Keep data and logs in DIR, and go on with what is there"
                    + " (default: a temporary directory, removed at the end).")
    Path dataDir;

    @Option(
            names = "--port-base",
            paramLabel = "P",
            description = "us-west-1 on port P, us-east-1 on P+100, the worker on P+1, the bridge on P+2.")
    Integer portBase;

    @Override
    public Integer call() {
        DemoMode mode = mode();
        OptionalInt checkedRate = rate();
        Ports ports = ports();
        DemoInstallation installation = DemoInstallation.ofThisProcess();
        ports.checkFree();
        DataDirectory data = DataDirectory.open(Optional.ofNullable(dataDir), ports);
        Logging.toFiles(data.logs());
        Console console = new Console(System.out, Boolean.getBoolean("streambus.terminal"));
        return new Demo(mode, checkedRate, ports, data, installation, console, Clock.systemUTC()).run();
    }

    private DemoMode mode() {
        if (play.idle) {
            return new DemoMode.Idle();
        }
        if (play.records == null) {
            return new DemoMode.Live();
        }
        require(play.records >= 1, "--records must be 1 or more, found " + play.records);
        return new DemoMode.Records(play.records);
    }

    private OptionalInt rate() {
        if (rate == null) {
            return OptionalInt.empty();
        }
        require(rate >= 1, "--rate must be 1 record per second or more, found " + rate);
        require(!play.idle, "--rate says how fast to write, and with --idle nothing is written: leave one of them out");
        return OptionalInt.of(rate);
    }

    private Ports ports() {
        if (portBase == null) {
            return Ports.STANDARD;
        }
        require(
                portBase >= 1 && portBase <= Ports.HIGHEST_BASE,
                "--port-base must be 1 to " + Ports.HIGHEST_BASE + " (us-east-1 takes P+100), found " + portBase);
        return Ports.from(portBase);
    }

    private void require(boolean condition, String message) {
        if (!condition) {
            throw new ParameterException(spec.commandLine(), message);
        }
    }
}
