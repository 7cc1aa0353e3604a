package io.streambus.cli;

import io.streambus.cli.context.ContextCommand;
import io.streambus.cli.exit.CommandFailure;
import io.streambus.cli.exit.ExitCode;
import io.streambus.cli.link.LinkCommand;
import io.streambus.cli.output.Message;
import io.streambus.cli.process.Surroundings;
import io.streambus.cli.process.SurroundingsFactory;
import io.streambus.cli.status.StatusCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The root command and the process's main class. */
@Command(
        name = "streambus",
        description = "Cross-datacenter replication for clusters that speak the Kafka protocol.",
        mixinStandardHelpOptions = true,
        versionProvider = ProductVersion.class,
        subcommands = {
            DemoCommand.class,
            BridgeCommand.class,
            SecretsCommand.class,
            HashPasswordCommand.class,
            CreateTokenCommand.class,
            LinkCommand.class,
            StatusCommand.class,
            ContextCommand.class,
            CompletionCommand.class
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all went well",
            "1:something failed, or compared records differ",
            "2:the command line is wrong",
            "3 to 9:of link and status, see their --help",
            "130, 143:ended by Ctrl-C or SIGTERM, after cleaning up"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  streambus demo                       replicate sample records until Ctrl-C",
            "  streambus demo --records 100000      replicate, compare both sides, exit 0 or 1",
            "  streambus bridge --config FILE       run the bridge against your clusters",
            "  streambus hash-password --user ann   a line for the bridge's file of passwords",
            "  streambus secrets key FILE           make the key that encrypts secrets in links",
            "  streambus link list                  ask the bridge on localhost:8081, or the current context's",
            "  streambus status --watch             look at all links until Ctrl-C",
            "",
            "JAVA_HOME chooses the Java (17 or newer), STREAMBUS_OPTS adds options to it, -Xmx2g for one."
        })
public final class StreamBus implements Runnable {

    @Spec
    CommandSpec spec;

    /** The process's entry; exits with the codes that {@code --help} lists. */
    public static void main(String[] args) {
        System.exit(commandLine(Surroundings.ofThisProcess()).execute(args));
    }

    static CommandLine commandLine(Surroundings surroundings) {
        CommandLine commandLine = new CommandLine(new StreamBus(), new SurroundingsFactory(surroundings));
        for (String client : List.of("link", "status", "context")) {
            ExitCode.describeIn(commandLine.getSubcommands().get(client));
        }
        commandLine.setParameterExceptionHandler(UsageError::print);
        return commandLine.setExecutionExceptionHandler((failure, command, parsed) -> {
            PrintWriter err = command.getErr();
            String message = command.getCommandSpec().qualifiedName() + ": " + failure.getMessage();
            if (failure instanceof CommandFailure known) {
                Message.lines(message).forEach(err::println);
                err.flush();
                return known.getExitCode();
            }
            err.println(message);
            // A file that is not there or a port that is taken is no defect: its message says all there is to say.
            boolean explained = failure instanceof RuntimeException || failure instanceof IOException;
            if (!explained || failure.getMessage() == null) {
                failure.printStackTrace(err);
            }
            err.flush();
            return CommandLine.ExitCode.SOFTWARE;
        });
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "a command is missing: demo, bridge, secrets, link, status or context");
    }
}
