package io.streambus.cli.context;

import io.streambus.cli.exit.CommandFailure;
import io.streambus.cli.exit.ExitCode;
import io.streambus.cli.option.Help;
import io.streambus.cli.process.Surroundings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code streambus context}: which bridges there are, and who one is there. */
@Command(
        name = "context",
        description = {
            "Keeps bridges under names: address, credentials, certificates. They are in $STREAMBUS_CONFIG, else in"
                    + " ~/.streambus/config.yaml, for you alone (mode 600)."
        },
        subcommands = {
            ContextListCommand.class,
            ContextCommand.Use.class,
            ContextAddCommand.class,
            ContextCommand.Remove.class
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  streambus context add east --url https://bridge.east:8081 --ca-file ca.pem \\",
            "      --user alice --password-from command:'pass show streambus/east'",
            "  streambus context use east"
        })
public final class ContextCommand implements Runnable {

    @Spec
    CommandSpec spec;

    @Mixin
    Help help;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "a command is missing: " + String.join(", ", spec.subcommands().keySet()));
    }

    /** {@code streambus context use}. */
    @Command(name = "use", description = "Makes a context the current one.")
    static final class Use implements Runnable {

        private final Surroundings surroundings;

        @Parameters(paramLabel = "NAME", description = "The context.")
        String name;

        @Mixin
        Help help;

        Use(Surroundings surroundings) {
            this.surroundings = surroundings;
        }

        @Override
        public void run() {
            ContextFile file = ContextFile.of(surroundings);
            Contexts contexts = file.read();
            requirePresent(contexts, name);
            file.write(contexts.use(name));
        }
    }

    /** {@code streambus context remove}. */
    @Command(
            name = "remove",
            description = "Removes a context with its credentials; without a current one, --url or the default counts.")
    static final class Remove implements Runnable {

        private final Surroundings surroundings;

        @Parameters(paramLabel = "NAME", description = "The context.")
        String name;

        @Mixin
        Help help;

        Remove(Surroundings surroundings) {
            this.surroundings = surroundings;
        }

        @Override
        public void run() {
            ContextFile file = ContextFile.of(surroundings);
            Contexts contexts = file.read();
            requirePresent(contexts, name);
            file.write(contexts.without(name));
        }
    }

    private static void requirePresent(Contexts contexts, String name) {
        if (!contexts.byName().containsKey(name)) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "there is no context '" + name + "'; there are "
                            + contexts.byName().keySet(),
                    "streambus context list shows them, streambus context add makes one");
        }
    }
}
