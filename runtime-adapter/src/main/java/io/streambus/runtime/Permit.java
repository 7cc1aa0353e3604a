package io.streambus.runtime;

import java.time.Duration;

/**
 * The right to change something in a Connect cluster, which may end at any moment, and may be prolonged before it does. Implementations are
 * thread-safe and answer at once.
 */
@FunctionalInterface
public interface Permit {

    /** The right that never ends. */
    Permit UNLIMITED = () -> Duration.ofDays(1);

    /** How long the right lasts if it is not prolonged; zero or negative once it is over. */
    Duration left();

    default boolean over() {
        Duration left = left();
        return left.isZero() || left.isNegative();
    }
}
