package io.streambus.connect.start;

import io.streambus.connect.checkpoint.PartitionCheckpoint;
import io.streambus.connect.checkpoint.PartitionCheckpoint.TargetPosition;
import io.streambus.connect.limits.TopicLimits;
import io.streambus.connect.topic.SourceTopic;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/**
 * A partition that is to be taken up.
 *
 * @param source on the source
 * @param topic as it was observed
 * @param limits of its topic on the target
 * @param checkpoint the flow's last one; empty if it has none
 * @param own whether the flow has begun to write to the topic on the target, if perhaps not to this partition
 * @param gap what the source was found to lack while the partition was read; empty if nothing
 */
public record StartCandidate(
        TopicPartition source,
        SourceTopic topic,
        TopicLimits limits,
        Optional<PartitionCheckpoint> checkpoint,
        boolean own,
        Optional<SourceGap> gap) {

    public StartCandidate {
        Objects.requireNonNull(limits, "limits");
    }

    TopicPartition target() {
        return new TopicPartition(topic.targetName(), source.partition());
    }

    /** What was decided, or begun, for the partition; a checkpoint that only says why it stands still is no beginning. */
    Optional<PartitionCheckpoint> begun() {
        return checkpoint.filter(known -> known.target().isPresent() || known.isDecided());
    }

    /** Where copies stand that the checkpoint tells of; empty if none were made under this name. */
    Optional<TargetPosition> targetBefore() {
        return begun().flatMap(PartitionCheckpoint::target)
                .filter(before -> before.topic().equals(topic.targetName()));
    }

    /** Whether the target's topic is another one by now than that which was written to. */
    boolean targetWasRecreated() {
        return targetBefore()
                .map(before -> before.topicId().isPresent()
                        && topic.targetId().isPresent()
                        && !before.topicId().equals(topic.targetId()))
                .orElse(false);
    }
}
