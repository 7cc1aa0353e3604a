package io.streambus.cli.link;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.streambus.cli.client.BridgeClient;
import io.streambus.cli.client.BridgeRequest;
import io.streambus.cli.client.RequestRefused;
import io.streambus.cli.command.SelectedLinksCommand;
import io.streambus.cli.exit.CommandFailure;
import io.streambus.cli.exit.EndsWith;
import io.streambus.cli.exit.ExitCode;
import io.streambus.cli.link.lifecycle.LifeCycle;
import io.streambus.cli.link.lifecycle.Move;
import io.streambus.cli.output.Plain;
import io.streambus.cli.process.Surroundings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code streambus link delete}. */
@Command(
        name = "delete",
        description = "Deletes stopped links with their connectors and progress. Topics and records stay.",
        sortOptions = false)
@EndsWith({
    ExitCode.FAILED,
    ExitCode.NOT_FOUND,
    ExitCode.CONFLICT,
    ExitCode.NO_ANSWER,
    ExitCode.NOT_ALLOWED,
    ExitCode.UNAVAILABLE,
    ExitCode.NOT_RECONCILED
})
final class DeleteCommand extends SelectedLinksCommand {

    private static final Duration STOP_WITHIN = Duration.ofSeconds(60);

    @Option(names = "--stop", description = "Stop links that are not stopped yet.")
    boolean stop;

    @Option(
            names = "--force",
            description =
                    "Leave behind what cannot be erased now: progress on an unreachable target, offsets in Connect.")
    boolean force;

    @Option(
            names = {"-y", "--yes"},
            description = "Do not ask. Needed where nobody can be asked.")
    boolean yes;

    DeleteCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    protected void check() {
        super.check();
        if (!yes && !surroundings.inputIsTerminal()) {
            throw new CommandFailure(
                    ExitCode.USAGE, "deleting wants a confirmation, and standard input is no terminal", "say --yes");
        }
    }

    @Override
    protected void run(BridgeClient bridge) throws InterruptedException {
        List<String> ids = selected(bridge);
        if (ids.isEmpty()) {
            messages().println("there is no link to delete");
        } else if (!yes && !confirmed(ids)) {
            throw new CommandFailure(ExitCode.FAILED, "nothing is deleted", "answer y, or say --yes");
        }
        LifeCycle lifeCycle = new LifeCycle(bridge, messages(), surroundings.messagesAreTerminal());
        List<JsonNode> deleted = new ArrayList<>();
        for (String id : ids) {
            try {
                if (stop) {
                    lifeCycle.move(id, Move.STOP, STOP_WITHIN);
                }
                bridge.send(BridgeRequest.delete(BridgeRequest.link(id) + (force ? "?force=true" : "")));
                deleted.add(JsonNodeFactory.instance.objectNode().put("id", id).put("deleted", true));
                if (isTable()) {
                    print(List.of(Plain.text(id + ": deleted")));
                }
            } catch (RequestRefused e) {
                failed(id, advised(e));
            } catch (CommandFailure e) {
                failed(id, e);
            }
        }
        if (!isTable()) {
            print(deleted);
        }
    }

    private CommandFailure advised(RequestRefused refusal) {
        if (refusal.allows("stop") && !stop) {
            return refusal.withNext("streambus link delete --stop stops it first");
        }
        return refusal.code().equals("CLUSTER_UNREACHABLE") && !force
                ? refusal.withNext("wait, or leave behind what cannot be erased: streambus link delete --force")
                : refusal;
    }

    private boolean confirmed(List<String> ids) {
        messages()
                .print("delete " + (ids.size() == 1 ? "link " : ids.size() + " links: ")
                        + Plain.text(String.join(", ", ids)) + "? [y/N] ");
        messages().flush();
        try {
            // Not closed: standard input is the process's.
            String answer =
                    new BufferedReader(new InputStreamReader(surroundings.input(), StandardCharsets.UTF_8)).readLine();
            return answer != null && List.of("y", "yes").contains(answer.strip().toLowerCase(Locale.ROOT));
        } catch (IOException e) {
            return false;
        }
    }
}
