package io.streambus.cli.link.lifecycle;

import com.fasterxml.jackson.databind.JsonNode;
import io.streambus.cli.client.BridgeClient;
import io.streambus.cli.client.BridgeRequest;
import io.streambus.cli.client.OwnWords;
import io.streambus.cli.exit.CommandFailure;
import io.streambus.cli.exit.ExitCode;
import io.streambus.cli.output.Plain;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Moves links and waits until they have moved. Confined to one thread. */
public final class LifeCycle {

    /** How long a link may take to rest or to go on for a change. */
    static final Duration MOVE_WITHIN = Duration.ofSeconds(60);

    private static final long POLL_MS = 250;

    /** What is done to a link that rests. */
    public interface Change {
        void make() throws InterruptedException;
    }

    private final BridgeClient bridge;
    private final PrintWriter messages;
    private final boolean terminal;

    /** @param terminal whether progress can be drawn on {@code messages} */
    public LifeCycle(BridgeClient bridge, PrintWriter messages, boolean terminal) {
        this.bridge = bridge;
        this.messages = messages;
        this.terminal = terminal;
    }

    /**
     * Sends the request, and waits.
     *
     * @param wait zero: not at all
     * @return the link, where the move leads to, or on its way there if nobody waits
     * @throws CommandFailure if the move is refused, has failed, or is not through after the wait
     */
    public JsonNode move(String id, Move move, Duration wait) throws InterruptedException {
        String path = BridgeRequest.link(id) + "/" + move.word();
        if (wait.isZero()) {
            return bridge.send(BridgeRequest.post(path + "?wait=0")).body();
        }
        long end = System.nanoTime() + wait.toNanos();
        try (Progress progress = new Progress(id + ": " + move.doing(), messages, terminal)) {
            progress.show();
            // The bridge itself waits for Connect, up to 10 s; a shorter wait is kept here.
            boolean patient = wait.compareTo(Duration.ofSeconds(10)) >= 0;
            JsonNode link = bridge.send(BridgeRequest.post(path + (patient ? "?wait=1" : "?wait=0")))
                    .body();
            while (!hasArrived(link, move)) {
                if (System.nanoTime() >= end) {
                    throw new CommandFailure(
                            ExitCode.NOT_RECONCILED,
                            "still " + status(link) + " after " + wait.toSeconds() + " s instead of " + move.status()
                                    + reason(link) + "; the bridge goes on",
                            "streambus status --watch shows it");
                }
                TimeUnit.MILLISECONDS.sleep(POLL_MS);
                link = bridge.send(BridgeRequest.get(BridgeRequest.link(id))).body();
            }
            return link;
        }
    }

    /**
     * Has a link that runs rest for a change. It must not stay at rest because it does not come to rest in time, or the change is refused.
     *
     * @throws CommandFailure if that does not go through; also tells whether the link could not go on then
     */
    public void meanwhile(String id, Move rest, Move goOn, Change change) throws InterruptedException {
        try {
            move(id, rest, MOVE_WITHIN);
            change.make();
        } catch (CommandFailure e) {
            goOnAfter(e, goOn, id);
            throw e;
        }
        move(id, goOn, MOVE_WITHIN);
    }

    private void goOnAfter(CommandFailure refusal, Move goOn, String id) throws InterruptedException {
        try {
            move(id, goOn, MOVE_WITHIN);
        } catch (CommandFailure e) {
            throw new CommandFailure(
                    refusal.getExitCode(),
                    refusal.getMessage() + System.lineSeparator() + "  and the link could not be resumed: "
                            + e.getMessage());
        }
    }

    private static boolean hasArrived(JsonNode link, Move move) {
        String status = status(link);
        if (status.equals("failed") && move.status().equals("active")) {
            throw new CommandFailure(
                    ExitCode.FAILED,
                    "it does not run" + reason(link) + "; the bridge goes on trying to restart it",
                    "streambus link health shows what is wrong");
        }
        return status.equals(move.status()) && !link.path("status_reason").isTextual();
    }

    private static String status(JsonNode link) {
        return Plain.text(link.path("status").asText());
    }

    private static String reason(JsonNode link) {
        String reason = link.path("status_reason").asText();
        return reason.isEmpty() ? "" : ": " + OwnWords.of(reason);
    }
}
