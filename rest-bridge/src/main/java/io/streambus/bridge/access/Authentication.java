package io.streambus.bridge.access;

import java.time.Duration;

/** What is known of a caller. */
public sealed interface Authentication {

    /** No credential, or one that nobody has. */
    Authentication UNKNOWN = new Unknown();

    /** Too many logins are being checked. */
    Authentication BUSY = new Busy(Duration.ofSeconds(1));

    record Known(User user) implements Authentication {}

    record Unknown() implements Authentication {}

    /** @param retryAfter how long until trying again is worth it */
    record Busy(Duration retryAfter) implements Authentication {}
}
