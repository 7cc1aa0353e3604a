package io.streambus.connect.cluster;

import java.util.Objects;
import java.util.stream.Stream;

/** The cause of an exception that names the trouble: Kafka's clients say what they could not do on the outside only, and the reason within. */
public final class InnermostCause {

    private InnermostCause() {}

    /** The exception and its causes, the innermost last. */
    public static Stream<Throwable> chain(Throwable e) {
        return Stream.iterate(e, Objects::nonNull, Throwable::getCause);
    }

    public static Throwable of(Throwable e) {
        return chain(e).reduce(e, (outer, inner) -> inner);
    }

    /** The message of the innermost cause as it is, which may quote the value of a setting; its class if it has none. */
    public static String message(Throwable e) {
        Throwable cause = of(e);
        String message = cause.getMessage();
        return message == null || message.isBlank() ? cause.getClass().getSimpleName() : message;
    }
}
