package io.streambus.bridge.secrets;

/** A document's secret cannot be kept; the message says why and what to do, as a predicate of its field, and never repeats it. */
public final class RefusedSecretException extends Exception {

    private static final long serialVersionUID = 1L;

    public RefusedSecretException(String message) {
        super(message);
    }
}
