package io.streambus.demo.stage;

/** The demo cannot be set up; the message tells its user what to do. */
public final class StageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StageException(String message) {
        super(message);
    }

    public StageException(String message, Throwable cause) {
        super(message, cause);
    }
}
