package io.streambus.bridge.lifecycle;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * The rule of restarts after failures: the first after 1 s, then twice as long each time, up to 60 s. A success counts only once it has lasted
 * longer than the delay before it, so that a flow which dies a moment after each restart is not taken for a healthy one. A failure soon after another
 * one goes on with it, whatever the flow did between.
 *
 * @param failures since the flow last ran well
 * @param total failures ever
 * @param restartAt when to restart next; empty while no restart is due
 * @param restartedAt when the last restart was asked for; empty if none was needed
 * @param failedAt when the last failure was counted; empty if none was since a user started the link
 */
record RestartBackoff(
        int failures,
        long total,
        Optional<Instant> restartAt,
        Optional<Instant> restartedAt,
        Optional<Instant> failedAt) {

    private static final Duration FIRST_DELAY = Duration.ofSeconds(1);
    private static final Duration LONGEST_DELAY = Duration.ofSeconds(60);
    /** How far Connect's status topic may lag behind a restart: a failure seen within is still the old one. */
    private static final Duration STATUS_LAG = Duration.ofSeconds(2);

    /** Within it, a failure is the next one of a row. */
    private static final Duration MEMORY = Duration.ofMinutes(10);

    static final RestartBackoff NONE = new RestartBackoff(0, 0, Optional.empty(), Optional.empty(), Optional.empty());

    RestartBackoff {
        Objects.requireNonNull(restartAt, "restartAt");
        Objects.requireNonNull(restartedAt, "restartedAt");
        Objects.requireNonNull(failedAt, "failedAt");
    }

    /** A failure is seen: counted, unless it is one that has been counted. */
    RestartBackoff failed(Instant now) {
        boolean known = restartAt.isPresent()
                || restartedAt.filter(at -> now.isBefore(at.plus(STATUS_LAG))).isPresent();
        if (known) {
            return this;
        }
        boolean recovered = failures == 0
                && failedAt.filter(at -> now.isBefore(at.plus(MEMORY))).isPresent();
        int counted = recovered ? 2 : failures + 1;
        return new RestartBackoff(
                counted, total + 1, Optional.of(now.plus(delay(counted))), restartedAt, Optional.of(now));
    }

    boolean restartDue(Instant now) {
        return restartAt.filter(at -> !now.isBefore(at)).isPresent();
    }

    RestartBackoff restarted(Instant now) {
        return new RestartBackoff(failures, total, Optional.empty(), Optional.of(now), failedAt);
    }

    /** The flow runs and has shown it after the last restart. */
    RestartBackoff running(Instant now) {
        Duration trial = delay(failures).multipliedBy(2).plus(STATUS_LAG);
        boolean lasted = restartedAt.map(at -> !now.isBefore(at.plus(trial))).orElse(true);
        return failures == 0 || !lasted ? this : new RestartBackoff(0, total, Optional.empty(), restartedAt, failedAt);
    }

    /** A user starts the link anew. */
    RestartBackoff forgiven() {
        return new RestartBackoff(0, total, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** The first failure is an interruption; one that a restart did not cure is a failure of the link. */
    boolean keepsFailing() {
        return failures >= 2;
    }

    private static Duration delay(int failures) {
        int doublings = Math.min(Math.max(failures - 1, 0), 10);
        Duration delay = FIRST_DELAY.multipliedBy(1L << doublings);
        return delay.compareTo(LONGEST_DELAY) > 0 ? LONGEST_DELAY : delay;
    }
}
