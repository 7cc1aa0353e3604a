package io.streambus.bridge.health;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * The verdict on a link at one moment: the fields of the spec.
 *
 * @param issues what is wrong, in sentences with figures
 * @param warnings what should be known and is not wrong
 */
public record LinkHealth(
        Status status,
        Instant lastHealthCheck,
        boolean sourceClusterReachable,
        boolean targetClusterReachable,
        boolean replicationLagHealthy,
        boolean errorRateHealthy,
        boolean checkpointHealthy,
        List<String> issues,
        List<String> warnings) {

    /** From best to worst. */
    public enum Status {
        HEALTHY,
        /** It replicates, and not as it should. */
        DEGRADED,
        /** It does not replicate. */
        UNHEALTHY;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public LinkHealth {
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(lastHealthCheck, "lastHealthCheck");
        issues = List.copyOf(issues);
        warnings = List.copyOf(warnings);
    }
}
