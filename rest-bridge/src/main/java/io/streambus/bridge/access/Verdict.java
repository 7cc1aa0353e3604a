package io.streambus.bridge.access;

/** What is known of a caller. */
public sealed interface Verdict {

    /** No credential, or one that nobody has. */
    Verdict UNKNOWN = new Unknown();

    /** Too many logins are being checked; trying again later is worth it. */
    Verdict BUSY = new Busy();

    record Known(User user) implements Verdict {}

    record Unknown() implements Verdict {}

    record Busy() implements Verdict {}
}
