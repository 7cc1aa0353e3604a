package io.streambus.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.streambus.cli.client.BridgeClient;
import io.streambus.cli.exit.CommandFailure;
import io.streambus.cli.exit.ExitCode;
import io.streambus.cli.option.Help;
import io.streambus.cli.output.Documents;
import io.streambus.cli.output.Ink;
import io.streambus.cli.output.Message;
import io.streambus.cli.output.OutputFormat;
import io.streambus.cli.process.Surroundings;
import java.io.PrintWriter;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What every command that talks to a bridge has: the choice of the bridge, the form of the output, failures link by link. Confined to one thread. */
public abstract class ClientCommand implements Callable<Integer> {

    protected final Surroundings surroundings;

    @Spec
    protected CommandSpec spec;

    @Mixin
    Connection connection;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORM",
            description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}). What programs read: json and yaml.")
    protected OutputFormat output = OutputFormat.table;

    @Mixin
    Help help;

    private int worst = ExitCode.OK;

    protected ClientCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public final Integer call() throws InterruptedException {
        check();
        run(connection.open(messages()));
        out().flush();
        return worst;
    }

    /** Checks the options, before anything is sent. */
    protected void check() {}

    protected abstract void run(BridgeClient bridge) throws InterruptedException;

    protected PrintWriter out() {
        return spec.commandLine().getOut();
    }

    /** Standard error: what is said beside the answer. */
    protected PrintWriter messages() {
        return spec.commandLine().getErr();
    }

    protected boolean isTable() {
        return output == OutputFormat.table;
    }

    protected Ink ink() {
        return new Ink(surroundings.colour());
    }

    protected void print(List<String> lines) {
        lines.forEach(out()::println);
        out().flush();
    }

    protected void print(JsonNode body) {
        out().println(Documents.text(output, body));
        out().flush();
    }

    /**
     * Prints bodies for programs: the body of the only one that was asked for as it is, else an array.
     *
     * @param one whether only one was asked for
     */
    protected void print(boolean one, Collection<JsonNode> bodies) {
        if (one && bodies.size() == 1) {
            print(bodies.iterator().next());
            return;
        }
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        bodies.forEach(array::add);
        print(array);
    }

    /** Says what went wrong with one of several, so that the others get their turn. The first failure decides the exit code. */
    protected void failed(String which, CommandFailure failure) {
        Message.lines(spec.qualifiedName() + ": " + which + ": " + failure.getMessage())
                .forEach(messages()::println);
        messages().flush();
        endWith(failure.getExitCode());
    }

    /** Ends with this code, unless something before decided on another. */
    protected void endWith(int exitCode) {
        worst = worst == ExitCode.OK ? exitCode : worst;
    }
}
