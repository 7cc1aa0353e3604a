package io.streambus.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code streambus bridge}: runs the bridge until a signal ends it. */
@Command(
        name = "bridge",
        description = "Runs the REST bridge against existing clusters and Connect workers, until Ctrl-C or SIGTERM.",
        mixinStandardHelpOptions = true,
        versionProvider = ProductVersion.class)
final class BridgeCommand implements Callable<Integer> {

    @Option(
            names = "--config",
            paramLabel = "FILE",
            required = true,
            description = "Properties: listeners, control.bootstrap.servers, connect.url and more;"
                    + " see examples/bridge/bridge.properties.")
    Path config;

    @Option(
            names = "--exit-with-parent",
            hidden = true,
            description = "End when standard input does: the demo's bridge must not outlive the demo.")
    boolean exitWithParent;

    private final CountDownLatch ending = new CountDownLatch(exitWithParent ? 0 : 1);

    @Override
    public Integer call() throws Exception {
        Logging.toConsole();
        ending.await();
        return 0;
    }
}
