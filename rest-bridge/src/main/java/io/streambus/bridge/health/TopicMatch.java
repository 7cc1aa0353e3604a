package io.streambus.bridge.health;

import io.streambus.bridge.health.LinkHealth.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A flow of which no partition has a checkpoint, held against the topics of its source: a typo in a filter copies nothing, for ever, and without any error.
 *
 * @param clusterId of the source
 * @param filter what the link selects, in the fields of its document
 * @param topics how many topics the source has, internal ones left out
 * @param matching those of them that the flow carries
 * @param nearest topics of the source whose names are near to those that the filter names
 */
public record TopicMatch(String clusterId, String filter, int topics, List<String> matching, List<String> nearest) {

    /** Topics may be about to be created, and the first checkpoint of a partition takes a moment. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** Who has started a link with a typo is still there to be told. */
    private static final Duration PATIENCE_WITH_NAMES = Duration.ofSeconds(15);

    private static final int NAMED = 3;

    public TopicMatch {
        Objects.requireNonNull(clusterId, "clusterId");
        Objects.requireNonNull(filter, "filter");
        matching = List.copyOf(matching);
        nearest = List.copyOf(nearest);
    }

    /** @param runningSince from when on something should be copied */
    public Optional<HealthFinding> finding(Instant now, Instant runningSince) {
        boolean overdue = !now.isBefore(runningSince.plus(PATIENCE));
        if (matching.isEmpty()) {
            boolean doubtful = !now.isBefore(runningSince.plus(PATIENCE_WITH_NAMES));
            return Optional.of(new HealthFinding(
                    overdue ? Status.UNHEALTHY : doubtful ? Status.DEGRADED : Status.HEALTHY,
                    "No topic of cluster " + clusterId + " matches " + filter
                            + ", so that nothing is copied from it. It has "
                            + topics + (topics == 1 ? " topic" : " topics")
                            + (nearest.isEmpty() ? "" : "; nearest: " + String.join(", ", nearest))
                            + ". Create the topic, or pause the link and change what it selects."));
        }
        return overdue
                ? Optional.of(
                        new HealthFinding(
                                Status.DEGRADED,
                                "No partition of " + named() + " on cluster " + clusterId
                                        + " has been begun since the link runs. Look at the warnings of the tasks, and at the worker's log."))
                : Optional.empty();
    }

    private String named() {
        String first = String.join(", ", matching.subList(0, Math.min(NAMED, matching.size())));
        return matching.size() > NAMED ? first + " and " + (matching.size() - NAMED) + " more topics" : first;
    }
}
