package io.streambus.cli;

import io.streambus.bridge.Bridge;
import io.streambus.bridge.config.BridgeConfig;
import io.streambus.cli.ending.Ending;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code streambus bridge}: runs the bridge until a signal ends it. */
@Command(
        name = "bridge",
        description = "Runs the REST bridge against existing clusters and Connect workers, until Ctrl-C or SIGTERM.",
        mixinStandardHelpOptions = true,
        versionProvider = ProductVersion.class)
final class BridgeCommand implements Callable<Integer> {

    @Spec
    CommandSpec spec;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            required = true,
            description = "Properties: listeners, control.bootstrap.servers, connect.url and more;"
                    + " see examples/bridge/bridge.properties.")
    Path config;

    @Option(
            names = "--insecure-inline-secrets",
            description =
                    "For trials: take secrets in link documents without a key. They stand in clear in the links topic,"
                            + " in Connect's config topic and in the answers of Connect's REST API; the bridge's answers and logs do not"
                            + " show them. Loopback listeners only.")
    boolean secretsInClear;

    @Option(
            names = "--exit-with-parent",
            hidden = true,
            description = "End when standard input does: the demo's bridge must not outlive the demo.")
    boolean exitWithParent;

    private final Ending ending = new Ending();

    @Override
    public Integer call() throws IOException, InterruptedException {
        Logging.toConsole();
        BridgeConfig settings = settings();
        ending.install();
        try (Bridge bridge = Bridge.start(settings)) {
            spec.commandLine().getOut().println("the bridge is up on " + bridge.url());
            if (exitWithParent) {
                endWithStandardInput();
            }
            while (!ending.askedWithin(Duration.ofDays(1))) {
                // Nothing to do here: the bridge has threads of its own.
            }
        } finally {
            ending.cleanedUp();
        }
        return 0;
    }

    private BridgeConfig settings() throws IOException {
        try {
            BridgeConfig settings = BridgeConfig.load(config);
            return secretsInClear ? settings.withSecretsInClear() : settings;
        } catch (IOException e) {
            String reason = e instanceof NoSuchFileException ? "does not exist" : "cannot be read: " + e;
            throw new IOException(
                    "the configuration '" + config + "' (--config) " + reason
                            + "; an example is examples/bridge/bridge.properties",
                    e);
        }
    }

    private void endWithStandardInput() {
        Thread watch = new Thread(
                () -> {
                    try (InputStream input = System.in) {
                        input.transferTo(OutputStream.nullOutputStream());
                    } catch (IOException ended) {
                        // Whatever is wrong with it: the parent is not there any more.
                    }
                    ending.ask();
                },
                "parent-watch");
        watch.setDaemon(true);
        watch.start();
    }
}
