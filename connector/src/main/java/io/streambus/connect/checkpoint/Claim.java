package io.streambus.connect.checkpoint;

import java.util.Objects;

/**
 * Says that from here on somebody else writes for a flow. The offset at which a claim stands in the checkpoints topic is the generation of what its
 * owner writes ({@link CheckpointKey}).
 *
 * @param claimant who claims
 * @param task of a task that starts, its number; else 0
 * @param tasks of a task that starts, how many share the flow; else 0
 * @param writtenAtMs ms since the epoch
 */
public record Claim(Claimant claimant, int task, int tasks, long writtenAtMs) {

    /** Who makes a claim. */
    public enum Claimant {
        /** A task that starts. */
        TASK,
        /** An operator who sets where the flow goes on. */
        ALTERATION,
        /** Somebody who takes the flow's checkpoints away; what was written before is void, whenever it arrives. */
        ERASURE
    }

    public Claim {
        Objects.requireNonNull(claimant, "claimant");
        boolean ofTask = claimant == Claimant.TASK;
        if (ofTask ? task < 0 || task >= tasks : task != 0 || tasks != 0) {
            throw new IllegalArgumentException(
                    "a claim of " + claimant + " cannot be of task " + task + " of " + tasks + " tasks");
        }
    }

    public static Claim ofTask(int task, int tasks, long nowMs) {
        return new Claim(Claimant.TASK, task, tasks, nowMs);
    }

    public static Claim of(Claimant claimant, long nowMs) {
        return new Claim(claimant, 0, 0, nowMs);
    }

    /**
     * Whether whoever has made this claim may go on after a later one of the same flow. Tasks of the same number of tasks have different partitions;
     * of another number, any partition may have changed hands.
     */
    public boolean isFencedBy(Claim later) {
        return later.claimant != Claimant.TASK
                || claimant != Claimant.TASK
                || later.tasks != tasks
                || later.task == task;
    }
}
