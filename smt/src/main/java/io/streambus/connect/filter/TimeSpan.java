package io.streambus.connect.filter;

import java.time.Instant;
import java.util.Optional;

/**
 * The timestamps that pass, both bounds included.
 *
 * @param min the earliest; empty for no bound
 * @param max the latest; empty for no bound
 */
public record TimeSpan(Optional<Instant> min, Optional<Instant> max) {

    public TimeSpan {
        if (min.isPresent() && max.isPresent() && min.get().isAfter(max.get())) {
            throw new IllegalArgumentException("the earliest timestamp " + min.get() + " lies after the latest, "
                    + max.get() + ": nothing would pass");
        }
    }

    boolean isBounded() {
        return min.isPresent() || max.isPresent();
    }

    /** In ms since the epoch. A bound between two milliseconds excludes the earlier one. */
    long minMs() {
        return min.map(bound -> bound.plusNanos(999_999).toEpochMilli()).orElse(Long.MIN_VALUE);
    }

    /** In ms since the epoch. */
    long maxMs() {
        return max.map(Instant::toEpochMilli).orElse(Long.MAX_VALUE);
    }
}
