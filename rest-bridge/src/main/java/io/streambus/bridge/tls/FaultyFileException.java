package io.streambus.bridge.tls;

/** A file holds something else than it should; the message says what, without repeating secrets. */
public final class FaultyFileException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public FaultyFileException(String message) {
        super(message);
    }
}
