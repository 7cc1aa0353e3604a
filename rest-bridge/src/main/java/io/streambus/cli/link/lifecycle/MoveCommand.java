package io.streambus.cli.link.lifecycle;

import com.fasterxml.jackson.databind.JsonNode;
import io.streambus.cli.client.BridgeClient;
import io.streambus.cli.client.RequestRefused;
import io.streambus.cli.command.SelectedLinksCommand;
import io.streambus.cli.exit.CommandFailure;
import io.streambus.cli.exit.EndsWith;
import io.streambus.cli.exit.ExitCode;
import io.streambus.cli.option.DurationConverter;
import io.streambus.cli.output.Plain;
import io.streambus.cli.process.Surroundings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The life-cycle calls. With {@code --all}, links whose status does not allow the call are left as they are. */
public abstract class MoveCommand extends SelectedLinksCommand {

    @Option(
            names = "--wait",
            paramLabel = "TIME",
            defaultValue = "60s",
            converter = DurationConverter.class,
            description = "How long to wait for each link to get there (default: ${DEFAULT-VALUE}); 0: not at all.")
    Duration wait;

    private final Move move;

    MoveCommand(Surroundings surroundings, Move move) {
        super(surroundings);
        this.move = move;
    }

    @Command(
            name = "start",
            description = "Starts links, and waits until they are active. With --all, every one that can be started.",
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
    public static final class Start extends MoveCommand {
        Start(Surroundings surroundings) {
            super(surroundings, Move.START);
        }
    }

    @Command(name = "stop", description = "Stops links, and waits until they have stopped.", sortOptions = false)
    @EndsWith({
        ExitCode.FAILED,
        ExitCode.NOT_FOUND,
        ExitCode.CONFLICT,
        ExitCode.NO_ANSWER,
        ExitCode.NOT_ALLOWED,
        ExitCode.UNAVAILABLE,
        ExitCode.NOT_RECONCILED
    })
    public static final class Stop extends MoveCommand {
        Stop(Surroundings surroundings) {
            super(surroundings, Move.STOP);
        }
    }

    @Command(
            name = "pause",
            description = "Pauses links, and waits until they copy nothing. With --all, every one that runs.",
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
    public static final class Pause extends MoveCommand {
        Pause(Surroundings surroundings) {
            super(surroundings, Move.PAUSE);
        }
    }

    @Command(
            name = "resume",
            description =
                    "Resumes paused links, and waits until they are active. With --all, every one that is paused.",
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
    public static final class Resume extends MoveCommand {
        Resume(Surroundings surroundings) {
            super(surroundings, Move.RESUME);
        }
    }

    @Override
    protected void run(BridgeClient bridge) throws InterruptedException {
        LifeCycle lifeCycle = new LifeCycle(bridge, messages(), surroundings.messagesAreTerminal());
        List<JsonNode> links = new ArrayList<>();
        for (String id : selected(bridge)) {
            try {
                JsonNode link = lifeCycle.move(id, move, wait);
                links.add(link);
                if (isTable()) {
                    print(List.of(Plain.text(id + ": " + link.path("status").asText())));
                }
            } catch (RequestRefused e) {
                if (!all || !e.code().equals("INVALID_STATE")) {
                    failed(id, e);
                }
            } catch (CommandFailure e) {
                failed(id, e);
            }
        }
        if (!isTable()) {
            print(links);
        } else if (all && links.isEmpty()) {
            messages().println("there is no link to " + move.word());
        }
    }
}
