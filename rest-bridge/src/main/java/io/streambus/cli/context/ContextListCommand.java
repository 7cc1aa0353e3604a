package io.streambus.cli.context;

import io.streambus.cli.option.Help;
import io.streambus.cli.output.Ink;
import io.streambus.cli.output.Table;
import io.streambus.cli.process.Surroundings;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code streambus context list}. */
@Command(name = "list", description = "Lists the contexts; the current one has a star. Secrets are not shown.")
final class ContextListCommand implements Runnable {

    private final Surroundings surroundings;

    @Spec
    CommandSpec spec;

    @Mixin
    Help help;

    ContextListCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public void run() {
        ContextFile file = ContextFile.of(surroundings);
        Contexts contexts = file.read();
        if (contexts.byName().isEmpty()) {
            spec.commandLine().getErr().println("there are no contexts in " + file);
            return;
        }
        Table table = new Table("CURRENT", "NAME", "URL", "CREDENTIALS", "CERTIFICATE", "TRUSTS");
        contexts.byName()
                .forEach((name, context) -> table.row(
                        contexts.current().filter(name::equals).isPresent() ? "*" : "",
                        name,
                        String.join(
                                " ",
                                context.bridges().stream().map(Object::toString).toList()),
                        context.credentials().inWords(),
                        context.identity()
                                .map(identity -> identity.certificateFile().toString())
                                .orElse(""),
                        context.caFile().map(Object::toString).orElse("")));
        PrintWriter out = spec.commandLine().getOut();
        table.lines(new Ink(false)).forEach(out::println);
        out.flush();
    }
}
