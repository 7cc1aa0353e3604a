package io.streambus.bridge.observe;

import io.streambus.bridge.health.LinkHealth;
import io.streambus.bridge.link.LinkStatus;
import io.streambus.bridge.metrics.LinkMetrics;
import io.streambus.bridge.metrics.LinkSample;
import java.util.Objects;

/**
 * What was seen of a link last.
 *
 * @param status that the link had when the round began; it may have another by the time the round ends
 * @param sample what scrapes say of it
 */
public record LinkReport(LinkStatus status, LinkMetrics metrics, LinkHealth health, LinkSample sample) {
    public LinkReport {
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(metrics, "metrics");
        Objects.requireNonNull(health, "health");
        Objects.requireNonNull(sample, "sample");
    }

    /** Whether it tells of this status or of a later one. */
    boolean covers(LinkStatus other) {
        return status.since().isAfter(other.since())
                || (status.since().equals(other.since()) && status.word().equals(other.word()));
    }
}
