package io.streambus.cli.link;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
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
            ContextUseCommand.class,
            ContextAddCommand.class,
            ContextRemoveCommand.class
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
}
