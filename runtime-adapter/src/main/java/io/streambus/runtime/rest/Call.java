package io.streambus.runtime.rest;

import java.util.Optional;

/**
 * One call of Connect's REST API. All of them may be repeated: they set a state rather than add to one, and where a repetition answers
 * differently ({@code POST /connectors}, {@code DELETE}) the caller looks at {@link Answer#repeated}.
 *
 * @param path encoded, with its query
 * @param body JSON
 */
record Call(String method, String path, Optional<byte[]> body) {

    static Call get(String path) {
        return new Call("GET", path, Optional.empty());
    }

    static Call of(String method, String path) {
        return new Call(method, path, Optional.empty());
    }

    static Call of(String method, String path, byte[] body) {
        return new Call(method, path, Optional.of(body));
    }

    /** For messages. */
    String shown() {
        return method + " " + path;
    }
}
