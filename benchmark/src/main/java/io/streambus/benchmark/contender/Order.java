package io.streambus.benchmark.contender;

import java.util.List;

/**
 * What to copy.
 *
 * @param topics of the source
 * @param partitions of each of them
 * @param tasks for those who work by settings of ours; 1 or more
 * @param codec that a careful user would choose for the target, as producers take it
 */
public record Order(List<String> topics, int partitions, int tasks, String codec) {
    public Order {
        topics = List.copyOf(topics);
        if (tasks < 1) {
            throw new IllegalArgumentException("at least 1 task is needed, found " + tasks);
        }
    }
}
