package io.streambus.runtime.rest;

import java.util.Optional;

/**
 * One call of Connect's REST API. All of them may be repeated: they set a state rather than add to one, and where a repetition answers
 * differently ({@code POST /connectors}, {@code DELETE}) the caller looks at {@link Answer#repeated}.
 *
 * @param path encoded, with its query
 * @param body JSON
 * @param changes whether it changes something in Connect
 */
record Call(String method, String path, Optional<byte[]> body, boolean changes) {

    static Call get(String path) {
        return new Call("GET", path, Optional.empty(), false);
    }

    /** A question that takes a body to ask. */
    static Call question(String method, String path, byte[] body) {
        return new Call(method, path, Optional.of(body), false);
    }

    static Call change(String method, String path) {
        return new Call(method, path, Optional.empty(), true);
    }

    static Call change(String method, String path, byte[] body) {
        return new Call(method, path, Optional.of(body), true);
    }

    /** For messages. */
    String shown() {
        return method + " " + path;
    }
}
