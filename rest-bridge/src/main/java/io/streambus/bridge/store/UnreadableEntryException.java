package io.streambus.bridge.store;

/** An entry of the links topic that this bridge cannot understand; it is left alone. */
final class UnreadableEntryException extends Exception {
    private static final long serialVersionUID = 1L;

    UnreadableEntryException(String message) {
        super(message);
    }
}
