package io.streambus.bridge.observe;

import io.streambus.bridge.health.LinkHealth;
import io.streambus.bridge.link.LinkStatus;
import io.streambus.bridge.metrics.LinkMetrics;
import io.streambus.bridge.metrics.LinkSample;
import java.util.Objects;
import java.util.Optional;

/**
 * What was seen of a link last.
 *
 * @param status that the link had when the round began; it may have another by the time the round ends
 * @param metrics empty until the checkpoints have been read
 * @param sample what scrapes say of it
 */
public record LinkReport(LinkStatus status, Optional<LinkMetrics> metrics, LinkHealth health, LinkSample sample) {
    public LinkReport {
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(metrics, "metrics");
        Objects.requireNonNull(health, "health");
        Objects.requireNonNull(sample, "sample");
    }

    /** Whether it has metrics, or cannot have any soon, as a target is away. */
    boolean complete() {
        return metrics.isPresent() || !health.targetClusterReachable();
    }

    /** Whether it tells of this status or of a later one. */
    boolean covers(LinkStatus other) {
        return status.since().isAfter(other.since())
                || (status.since().equals(other.since()) && status.word().equals(other.word()));
    }
}
