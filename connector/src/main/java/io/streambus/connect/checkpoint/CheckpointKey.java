package io.streambus.connect.checkpoint;

import java.util.Objects;

/**
 * What an entry of the checkpoints topic is about; the topic is compacted, so the newest entry of each key stands.
 *
 * <p>A <em>generation</em> is the offset of the {@link Claim} of whoever wrote the entry. It is part of the key, so that a task that was thought dead
 * and still writes cannot replace what its successor has written: of several generations the highest counts.
 */
public sealed interface CheckpointKey {

    /** The name of the connector that runs the flow. */
    String flow();

    /**
     * The progress of one source partition.
     *
     * @param topic the topic's name on the source cluster
     * @param partition from 0
     * @param generation of the task that wrote it
     */
    record Partition(String flow, String topic, int partition, long generation) implements CheckpointKey {
        public Partition {
            requireNotEmpty("flow", flow);
            requireNotEmpty("topic", topic);
            requireNotNegative("partition", partition);
            requireNotNegative("generation", generation);
        }
    }

    /**
     * The life sign of one task.
     *
     * @param task the task's number, from 0
     * @param generation of the task that wrote it
     */
    record Task(String flow, int task, long generation) implements CheckpointKey {
        public Task {
            requireNotEmpty("flow", flow);
            requireNotNegative("task", task);
            requireNotNegative("generation", generation);
        }
    }

    /**
     * A page of the offset map of one source partition. Pages have no generation: each is true by itself, whoever wrote it.
     *
     * @param topic the topic's name on the source cluster
     * @param partition from 0
     * @param page the page's number, from 0; numbers say nothing of the order
     */
    record Offsets(String flow, String topic, int partition, int page) implements CheckpointKey {
        public Offsets {
            requireNotEmpty("flow", flow);
            requireNotEmpty("topic", topic);
            requireNotNegative("partition", partition);
            requireNotNegative("page", page);
        }
    }

    /**
     * The claim of a task, an operator or an eraser: fences everybody who wrote for the flow before.
     *
     * @param task the task's number; 0 where no task claims
     */
    record Claiming(String flow, Claim.Claimant claimant, int task) implements CheckpointKey {
        public Claiming {
            requireNotEmpty("flow", flow);
            Objects.requireNonNull(claimant, "claimant");
            requireNotNegative("task", task);
        }
    }

    /**
     * Where a consumer group stands in one source partition, and where it was put on the target. Written by the flow's group connector, under no
     * generation: each entry is what was seen and done last.
     *
     * @param group the group's name, the same on both sides
     * @param topic the topic's name on the source cluster
     * @param partition from 0
     */
    record Group(String flow, String group, String topic, int partition) implements CheckpointKey {
        public Group {
            requireNotEmpty("flow", flow);
            requireNotEmpty("group", group);
            requireNotEmpty("topic", topic);
            requireNotNegative("partition", partition);
        }
    }

    /** The last pass over the groups of a flow: its life sign. */
    record GroupPass(String flow) implements CheckpointKey {
        public GroupPass {
            requireNotEmpty("flow", flow);
        }
    }

    private static void requireNotEmpty(String what, String value) {
        if (Objects.requireNonNull(value, what).isEmpty()) {
            throw new IllegalArgumentException("the " + what + " of a checkpoint must not be empty");
        }
    }

    private static void requireNotNegative(String what, long value) {
        if (value < 0) {
            throw new IllegalArgumentException("the " + what + " of a checkpoint must be 0 or more, found " + value);
        }
    }
}
