package io.streambus.benchmark.measure;

import java.util.Objects;
import java.util.OptionalDouble;

/**
 * What a process costs that has nothing to copy, as shares of one core.
 *
 * @param cores with its tasks
 * @param withoutTasks the same process when its tasks have ended; empty for one that is nothing without them
 */
public record Quiet(double cores, OptionalDouble withoutTasks) {

    public Quiet {
        Objects.requireNonNull(withoutTasks, "withoutTasks");
    }

    /** Of the tasks alone. */
    public double ofTasks() {
        return Math.max(0, cores - withoutTasks.orElse(0));
    }
}
