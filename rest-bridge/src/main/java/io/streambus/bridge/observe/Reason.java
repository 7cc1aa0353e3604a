package io.streambus.bridge.observe;

/** What to say of an exception of a Kafka client: the innermost message, which is the one that names the trouble. */
final class Reason {

    private Reason() {}

    static String of(Throwable e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String message = cause.getMessage();
        return message == null || message.isBlank() ? cause.getClass().getSimpleName() : message;
    }
}
