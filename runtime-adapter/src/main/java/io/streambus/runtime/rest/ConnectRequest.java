package io.streambus.runtime.rest;

import java.util.Optional;

/**
 * One request to Connect's REST API. All of them may be repeated: they set a state rather than add to one, and where a repetition answers
 * differently ({@code POST /connectors}, {@code DELETE}) the caller looks at {@link ConnectResponse#repeated}.
 *
 * @param path encoded, with its query
 * @param body JSON
 * @param changes whether it changes something in Connect
 */
record ConnectRequest(String method, String path, Optional<byte[]> body, boolean changes) {

    static ConnectRequest get(String path) {
        return new ConnectRequest("GET", path, Optional.empty(), false);
    }

    /** A question that takes a body to ask. */
    static ConnectRequest question(String method, String path, byte[] body) {
        return new ConnectRequest(method, path, Optional.of(body), false);
    }

    static ConnectRequest change(String method, String path) {
        return new ConnectRequest(method, path, Optional.empty(), true);
    }

    static ConnectRequest change(String method, String path, byte[] body) {
        return new ConnectRequest(method, path, Optional.of(body), true);
    }

    /** For messages. */
    String shown() {
        return method + " " + path;
    }
}
