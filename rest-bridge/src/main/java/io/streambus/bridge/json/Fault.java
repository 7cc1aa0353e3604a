package io.streambus.bridge.json;

import java.util.Objects;

/**
 * One thing that is wrong with a document.
 *
 * @param pointer to the field (RFC 6901); empty for the whole document
 * @param message what was found, the rule and the next step, in one sentence; never a secret
 */
public record Fault(String pointer, String message) {
    public Fault {
        Objects.requireNonNull(pointer, "pointer");
        Objects.requireNonNull(message, "message");
    }
}
