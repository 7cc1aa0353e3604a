package io.streambus.cli.link.lifecycle;

import com.fasterxml.jackson.databind.JsonNode;
import io.streambus.cli.client.BridgeClient;
import io.streambus.cli.client.BridgeRequest;
import io.streambus.cli.client.RequestRefused;
import io.streambus.cli.command.ClientCommand;
import io.streambus.cli.exit.CommandFailure;
import io.streambus.cli.exit.EndsWith;
import io.streambus.cli.exit.ExitCode;
import io.streambus.cli.output.Amounts;
import io.streambus.cli.output.Plain;
import io.streambus.cli.process.Surroundings;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The calls that end the stand-still of one partition. */
public abstract class PartitionCommand extends ClientCommand {

    @Parameters(paramLabel = "LINK", description = "The id of the link.")
    String id;

    @Option(
            names = "--partition",
            paramLabel = "TOPIC-N",
            required = true,
            description = "The partition on the source, such as orders-0.")
    String partition;

    @Option(
            names = "--flow",
            paramLabel = "NAME",
            description = "The flow, where the partition stands still in several of them.")
    String flow;

    @Option(names = "--stop", description = "The link must be stopped: stop it, and start it again if it was running.")
    boolean stop;

    private final String action;

    PartitionCommand(Surroundings surroundings, String action) {
        super(surroundings);
        this.action = action;
    }

    @Command(
            name = "skip",
            description = "Has a partition that stands still go on behind the records that are missing or refused.",
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
    public static final class Skip extends PartitionCommand {
        Skip(Surroundings surroundings) {
            super(surroundings, "skip");
        }
    }

    @Command(
            name = "restart",
            description = "Has a partition that stands still begin again at the beginning of its source.",
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
    public static final class Restart extends PartitionCommand {
        Restart(Surroundings surroundings) {
            super(surroundings, "restart");
        }
    }

    @Override
    protected void run(BridgeClient bridge) throws InterruptedException {
        LifeCycle lifeCycle = new LifeCycle(bridge, messages(), surroundings.messagesAreTerminal());
        String status = stop ? status(bridge) : "stopped";
        if (status.equals("stopped")) {
            settle(bridge);
        } else if (status.equals("paused")) {
            lifeCycle.move(id, Move.STOP, LifeCycle.MOVE_WITHIN);
            settle(bridge);
        } else {
            lifeCycle.meanwhile(id, Move.STOP, Move.START, () -> settle(bridge));
        }
    }

    private String status(BridgeClient bridge) throws InterruptedException {
        return bridge.send(BridgeRequest.get(BridgeRequest.link(id)))
                .body()
                .path("status")
                .asText();
    }

    private void settle(BridgeClient bridge) throws InterruptedException {
        String call = BridgeRequest.link(id) + "/partitions/" + BridgeRequest.encoded(partition) + "/" + action
                + (flow == null ? "" : "?flow=" + BridgeRequest.encoded(flow));
        JsonNode settled;
        try {
            settled = bridge.send(BridgeRequest.post(call)).body();
        } catch (RequestRefused e) {
            throw advised(e);
        }
        if (isTable()) {
            print(List.of(Plain.text(id + ": " + partition + " goes on at source offset "
                    + Amounts.number(settled.path("next_source_offset")) + "; it stood at "
                    + Amounts.number(settled.path("stood_at")))));
        } else {
            print(settled);
        }
    }

    private CommandFailure advised(RequestRefused refusal) {
        if (refusal.allows("stop")) {
            return refusal.withNext("streambus link " + action + " --stop stops it for that, and starts it again");
        }
        return refusal.code().equals("INVALID_STATE")
                ? refusal.withNext("streambus link health shows what stands still, and what ends it")
                : refusal;
    }
}
