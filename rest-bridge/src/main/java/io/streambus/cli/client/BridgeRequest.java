package io.streambus.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * A request to the link API.
 *
 * @param path from the bridge's root, with query, encoded
 * @param ifMatch the ETag that the link must still have
 * @param timeout for the whole response
 */
public record BridgeRequest(
        String method, String path, Optional<JsonNode> body, Optional<String> ifMatch, Duration timeout) {

    /** All links. */
    public static final String LINKS = "/api/v1/replication/links";

    private static final Duration LOOK = Duration.ofSeconds(15);
    /** A change waits for Connect, up to 10 s by contract; the rest is room for a busy machine. */
    private static final Duration CHANGE = Duration.ofSeconds(45);

    public BridgeRequest {
        Objects.requireNonNull(method, "method");
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(body, "body");
        Objects.requireNonNull(ifMatch, "ifMatch");
        Objects.requireNonNull(timeout, "timeout");
    }

    public static BridgeRequest get(String path) {
        return new BridgeRequest("GET", path, Optional.empty(), Optional.empty(), LOOK);
    }

    public static BridgeRequest post(String path) {
        return new BridgeRequest("POST", path, Optional.empty(), Optional.empty(), CHANGE);
    }

    public static BridgeRequest post(String path, JsonNode body) {
        return new BridgeRequest("POST", path, Optional.of(body), Optional.empty(), CHANGE);
    }

    public static BridgeRequest put(String path, JsonNode body, Optional<String> ifMatch) {
        return new BridgeRequest("PUT", path, Optional.of(body), ifMatch, CHANGE);
    }

    public static BridgeRequest delete(String path) {
        return new BridgeRequest("DELETE", path, Optional.empty(), Optional.empty(), CHANGE);
    }

    /** The same request with another bound for the whole response. */
    public BridgeRequest within(Duration time) {
        return new BridgeRequest(method, path, body, ifMatch, time);
    }

    /** The path of one link. */
    public static String link(String id) {
        return LINKS + "/" + encoded(id);
    }

    /** A text as part of a path or query. */
    public static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
