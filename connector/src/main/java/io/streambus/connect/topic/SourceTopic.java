package io.streambus.connect.topic;

import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.common.Uuid;

/**
 * A topic that the flow carries, as it was observed.
 *
 * @param name on the source
 * @param id on the source; empty where the cluster gives none (before KIP-516)
 * @param partitions on the source, at least 1
 * @param targetName what it is called on the target
 * @param targetId on the target; empty where the cluster gives none, or the topic does not exist there
 * @param targetPartitions how many partitions it has there; 0 if it does not exist there
 */
public record SourceTopic(
        String name,
        Optional<Uuid> id,
        int partitions,
        String targetName,
        Optional<Uuid> targetId,
        int targetPartitions) {
    public SourceTopic {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(targetName, "targetName");
        Objects.requireNonNull(targetId, "targetId");
        if (partitions < 1 || targetPartitions < 0) {
            throw new IllegalArgumentException("topic " + name + " with " + partitions + " source and "
                    + targetPartitions + " target partitions: at least 1 and 0 are needed");
        }
    }

    /** Whether the target lacks the topic or some of its partitions. */
    public boolean awaitsTarget() {
        return targetPartitions < partitions;
    }

    /** Whether it was deleted and created again since on either side, as far as both sides give ids. */
    public boolean isAnotherThan(SourceTopic before) {
        return differ(before.id, id) || differ(before.targetId, targetId);
    }

    private static boolean differ(Optional<Uuid> before, Optional<Uuid> now) {
        return before.isPresent() && now.isPresent() && !before.equals(now);
    }
}
