package io.streambus.bridge.link;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * When the target takes over by itself. Kept with the link; this version does not act on it yet.
 *
 * @param threshold the replication lag that calls for failover
 * @param timeout how long the source may be unreachable
 * @param maxConsecutiveFailures of the flow
 * @param failbackDelay how long the source must be well again before an automatic failback
 * @param notificationWebhook http or https URL that is told of each event
 */
public record FailoverPolicy(
        boolean enabled,
        Duration threshold,
        Duration timeout,
        int maxConsecutiveFailures,
        boolean autoFailback,
        Duration failbackDelay,
        Optional<String> notificationWebhook) {

    public static final FailoverPolicy DISABLED = new FailoverPolicy(
            false, Duration.ofSeconds(100), Duration.ofMinutes(1), 3, false, Duration.ofMinutes(5), Optional.empty());

    public FailoverPolicy {
        requireNotNegative("failover_threshold", threshold.toMillis());
        requireNotNegative("failover_timeout_ms", timeout.toMillis());
        requireNotNegative("max_consecutive_failures", maxConsecutiveFailures);
        requireNotNegative("failback_delay_ms", failbackDelay.toMillis());
        Objects.requireNonNull(notificationWebhook, "notificationWebhook");
    }

    private static void requireNotNegative(String what, long value) {
        if (value < 0) {
            throw new IllegalArgumentException(what + " must be 0 or more, found " + value);
        }
    }
}
