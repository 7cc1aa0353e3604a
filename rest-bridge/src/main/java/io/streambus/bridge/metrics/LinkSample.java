package io.streambus.bridge.metrics;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a scrape says of a link at one moment.
 *
 * @param metrics empty until the checkpoints have been read: totals before that are too low, and a counter must not go back
 * @param status the word of the link's status
 * @param health the word of the verdict on it
 * @param reachable whether each cluster of the link answered, by cluster id
 * @param newestCheckpoint when the newest checkpoint came in; empty before the first one
 * @param taskFailures that this bridge has seen; each leads to a restart
 */
public record LinkSample(
        Optional<LinkMetrics> metrics,
        String status,
        String health,
        Map<String, Boolean> reachable,
        Optional<Instant> newestCheckpoint,
        long taskFailures) {
    public LinkSample {
        Objects.requireNonNull(metrics, "metrics");
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(health, "health");
        // In the order of ids: two scrapes of the same state are the same text.
        reachable = Collections.unmodifiableMap(new TreeMap<>(reachable));
        Objects.requireNonNull(newestCheckpoint, "newestCheckpoint");
    }
}
