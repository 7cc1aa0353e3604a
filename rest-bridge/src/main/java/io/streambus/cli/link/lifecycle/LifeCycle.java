package io.streambus.cli.link.lifecycle;

import com.fasterxml.jackson.databind.JsonNode;
import io.streambus.cli.client.BridgeClient;
import io.streambus.cli.client.BridgeRequest;
import io.streambus.cli.exit.CommandFailure;
import io.streambus.cli.exit.ExitCode;
import io.streambus.cli.output.Plain;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Moves links and waits until they have moved. Confined to one thread. */
public final class LifeCycle {

    private static final long POLL_MS = 250;

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
                                    + reason(link) + "; the bridge goes on, and streambus status --watch shows it");
                }
                TimeUnit.MILLISECONDS.sleep(POLL_MS);
                link = bridge.send(BridgeRequest.get(BridgeRequest.link(id))).body();
            }
            return link;
        }
    }

    private static boolean hasArrived(JsonNode link, Move move) {
        String status = status(link);
        if (status.equals("failed") && move.status().equals("active")) {
            throw new CommandFailure(
                    ExitCode.FAILED, "it does not run" + reason(link) + "; the bridge goes on trying to restart it");
        }
        return status.equals(move.status()) && !link.path("status_reason").isTextual();
    }

    private static String status(JsonNode link) {
        return Plain.text(link.path("status").asText());
    }

    private static String reason(JsonNode link) {
        String reason = link.path("status_reason").asText();
        return reason.isEmpty() ? "" : ": " + Plain.text(reason);
    }
}
