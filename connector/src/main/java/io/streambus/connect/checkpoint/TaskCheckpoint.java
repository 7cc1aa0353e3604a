package io.streambus.connect.checkpoint;

import io.streambus.connect.throttle.Demand;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The life sign of a task. A flow without any partition still has these, so that a quiet link and a dead one can be told apart.
 *
 * @param startedAtMs when the task started, ms since the epoch
 * @param writtenAtMs when the task wrote this, ms since the epoch
 * @param partitions how many source partitions it copies
 * @param warnings what an operator should know: settings that slow the flow down, partitions that wait for the target; in sentences
 * @param caughtUpAsOfMs for which time the task vouches, ms since the epoch: of partitions that it has left out since an earlier one of these
 *     nothing has changed, and they were caught up then, which is true of none as well; empty if it never leaves out any
 * @param demand what it has needed of the flow's rate; empty where there is no bound
 * @param error why the task is failing; empty while it runs
 */
public record TaskCheckpoint(
        long startedAtMs,
        long writtenAtMs,
        int partitions,
        List<String> warnings,
        OptionalLong caughtUpAsOfMs,
        Optional<Demand> demand,
        Optional<String> error) {

    public TaskCheckpoint {
        if (startedAtMs < 0 || writtenAtMs < 0 || partitions < 0) {
            throw new IllegalArgumentException(
                    "times and counts of a task checkpoint must be 0 or more, found startedAtMs=" + startedAtMs
                            + " writtenAtMs=" + writtenAtMs + " partitions=" + partitions);
        }
        warnings = List.copyOf(warnings);
        if (caughtUpAsOfMs.isPresent() && caughtUpAsOfMs.getAsLong() < 0) {
            throw new IllegalArgumentException(
                    "caughtUpAsOfMs of a task checkpoint must be 0 or more, found " + caughtUpAsOfMs.getAsLong());
        }
        Objects.requireNonNull(demand, "demand");
        Objects.requireNonNull(error, "error");
    }
}
