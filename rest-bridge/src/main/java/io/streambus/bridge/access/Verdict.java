package io.streambus.bridge.access;

import java.time.Duration;

/** What is known of a caller. */
public sealed interface Verdict {

    /** No credential, or one that nobody has. */
    Verdict UNKNOWN = new Unknown();

    /** Too many logins are being checked. */
    Verdict BUSY = new Busy(Duration.ofSeconds(1));

    record Known(User user) implements Verdict {}

    record Unknown() implements Verdict {}

    /** @param retryAfter how long until trying again is worth it */
    record Busy(Duration retryAfter) implements Verdict {}
}
