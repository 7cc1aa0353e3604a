package io.streambus.runtime.rest;

import java.time.Duration;

/**
 * How long a call may take.
 *
 * @param connect until a connection to one worker stands
 * @param request until one worker's response has arrived whole. Connect itself gives up after 90 s
 * @param total for a call with all its retries: other workers, rebalances
 */
public record RestTimeouts(Duration connect, Duration request, Duration total) {

    /** 3 s, 15 s and 30 s. */
    public static final RestTimeouts DEFAULT =
            new RestTimeouts(Duration.ofSeconds(3), Duration.ofSeconds(15), Duration.ofSeconds(30));

    public RestTimeouts {
        positive("connect", connect);
        positive("request", request);
        positive("total", total);
    }

    private static void positive(String name, Duration value) {
        if (value.isZero() || value.isNegative()) {
            throw new IllegalArgumentException("the " + name + " time-out must be above zero, found " + value);
        }
    }
}
