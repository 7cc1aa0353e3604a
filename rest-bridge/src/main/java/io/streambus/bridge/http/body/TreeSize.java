package io.streambus.bridge.http.body;

import io.streambus.bridge.json.JsonText;

/**
 * What a body takes of memory once it is read as JSON, estimated from above: it is its names and values that cost, not its bytes, and a megabyte may
 * hold very many of them. Pure.
 */
final class TreeSize {

    /** A node, its place in its parent, and the copy without secrets for the audit log. */
    private static final int BYTES_PER_TOKEN = 150;

    private TreeSize() {}

    static long of(byte[] json) {
        int tokens = 0;
        for (byte each : json) {
            if (each == '{' || each == '[' || each == ',' || each == ':') {
                tokens++;
            }
        }
        // Reading stops there.
        return (long) BYTES_PER_TOKEN * Math.min(tokens, JsonText.MOST_TOKENS);
    }
}
