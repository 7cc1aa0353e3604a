package io.streambus.connect.checkpoint;

import java.util.Objects;

/** What an entry of the checkpoints topic is about; the topic is compacted, so the newest entry of each key stands. */
public sealed interface CheckpointKey {

    /** The name of the connector that runs the flow. */
    String flow();

    /**
     * The progress of one source partition.
     *
     * @param topic the topic's name on the source cluster
     * @param partition from 0
     */
    record Partition(String flow, String topic, int partition) implements CheckpointKey {
        public Partition {
            requireNotEmpty("flow", flow);
            requireNotEmpty("topic", topic);
            requireNotNegative("partition", partition);
        }
    }

    /**
     * The life sign of one task.
     *
     * @param task the task's number, from 0
     */
    record Task(String flow, int task) implements CheckpointKey {
        public Task {
            requireNotEmpty("flow", flow);
            requireNotNegative("task", task);
        }
    }

    /**
     * A page of the offset map of one source partition.
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

    private static void requireNotEmpty(String what, String value) {
        if (Objects.requireNonNull(value, what).isEmpty()) {
            throw new IllegalArgumentException("the " + what + " of a checkpoint must not be empty");
        }
    }

    private static void requireNotNegative(String what, int value) {
        if (value < 0) {
            throw new IllegalArgumentException("the " + what + " of a checkpoint must be 0 or more, found " + value);
        }
    }
}
