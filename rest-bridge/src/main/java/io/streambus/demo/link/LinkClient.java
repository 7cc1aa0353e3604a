package io.streambus.demo.link;

import com.fasterxml.jackson.databind.JsonNode;
import io.streambus.cli.client.BridgeClient;
import io.streambus.cli.client.BridgeRequest;
import io.streambus.cli.client.BridgeUnreachable;
import io.streambus.cli.client.RequestRefused;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The few requests that the demo makes, by the command line's client. Thread-safe: holds nothing but that client, which is. */
public final class LinkClient {

    private static final Duration VIEW_TIMEOUT = Duration.ofSeconds(3);

    private final BridgeClient bridge;

    public LinkClient(BridgeClient bridge) {
        this.bridge = Objects.requireNonNull(bridge, "bridge");
    }

    /**
     * Creates the link; one of the same id from an earlier run is taken as it is.
     *
     * @return whether it was created now
     * @throws io.streambus.cli.exit.CommandFailure if the bridge refuses, or does not answer
     */
    public boolean create(LinkDocument document) throws InterruptedException {
        try {
            bridge.send(BridgeRequest.post(BridgeRequest.LINKS, document.content()));
            return true;
        } catch (RequestRefused e) {
            if (e.code().equals("LINK_EXISTS")) {
                return false;
            }
            throw e;
        }
    }

    /**
     * Starts the link; fine if it runs already.
     *
     * @throws io.streambus.cli.exit.CommandFailure if the bridge refuses, or does not answer
     */
    public void start(String id) throws InterruptedException {
        bridge.send(BridgeRequest.post(BridgeRequest.link(id) + "/start"));
    }

    /** Looks at the link; bounded by some seconds. */
    public DemoLinkView view(String id) throws InterruptedException {
        try {
            String status = get(id, "").path("status").asText("unknown");
            long lagMs = get(id, "/metrics").path("replication_lag").asLong();
            JsonNode health = get(id, "/health");
            List<String> issues = new ArrayList<>();
            health.path("issues").forEach(issue -> issues.add(issue.asText()));
            return new DemoLinkView.Seen(status, health.path("status").asText("unknown"), lagMs, issues);
        } catch (RequestRefused e) {
            return new DemoLinkView.Unavailable("the bridge answers " + e.status());
        } catch (BridgeUnreachable e) {
            return new DemoLinkView.Unavailable("the bridge does not answer");
        }
    }

    private JsonNode get(String id, String part) throws InterruptedException {
        return bridge.send(BridgeRequest.get(BridgeRequest.link(id) + part).within(VIEW_TIMEOUT))
                .body();
    }
}
