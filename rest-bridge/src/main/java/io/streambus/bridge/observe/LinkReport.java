package io.streambus.bridge.observe;

import io.streambus.bridge.health.LinkHealth;
import io.streambus.bridge.metrics.LinkMetrics;
import java.time.Instant;
import java.util.Objects;

/** What was seen of a link last. */
public record LinkReport(Instant asOf, LinkMetrics metrics, LinkHealth health) {
    public LinkReport {
        Objects.requireNonNull(asOf, "asOf");
        Objects.requireNonNull(metrics, "metrics");
        Objects.requireNonNull(health, "health");
    }
}
