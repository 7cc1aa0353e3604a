package io.streambus.demo.link;

/** The link cannot be made to run; the message says what the bridge answered. */
public final class DemoLinkException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public DemoLinkException(String message) {
        super(message);
    }

    public DemoLinkException(String message, Throwable cause) {
        super(message, cause);
    }
}
