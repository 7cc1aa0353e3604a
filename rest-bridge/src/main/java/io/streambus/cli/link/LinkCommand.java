package io.streambus.cli.link;

import io.streambus.cli.link.apply.ApplyCommand;
import io.streambus.cli.link.lifecycle.MoveCommand;
import io.streambus.cli.link.lifecycle.PartitionCommand;
import io.streambus.cli.option.Help;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code streambus link}: everything that a bridge does with links. */
@Command(
        name = "link",
        description = "Looks at replication links and changes them, through a bridge's REST API.",
        subcommands = {
            ListCommand.class,
            DescribeCommand.class,
            CreateCommand.class,
            ApplyCommand.class,
            DeleteCommand.class,
            MoveCommand.Start.class,
            MoveCommand.Stop.class,
            MoveCommand.Pause.class,
            MoveCommand.Resume.class,
            PartitionCommand.Skip.class,
            PartitionCommand.Restart.class,
            MetricsCommand.class,
            HealthCommand.class
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  streambus link create -f link.json",
            "  streambus link start west-to-east",
            "  streambus link health --all --strict",
            "  streambus link apply -f links.yaml --pause",
            "",
            "Answers go to standard output, everything else to standard error."
        })
public final class LinkCommand implements Runnable {

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
