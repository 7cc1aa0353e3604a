package io.streambus.connect.group.position;

import io.streambus.connect.checkpoint.FlowCheckpoints;
import io.streambus.connect.checkpoint.PartitionCheckpoint;
import io.streambus.connect.checkpoint.PartitionCheckpoint.TargetPosition;
import io.streambus.connect.cluster.LogOffsets;
import io.streambus.connect.topic.SourceTopic;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/**
 * Translates positions of all partitions that a flow carries, as they were at one moment: what groups have read was looked at first, then the
 * checkpoints, then the target's logs, so that what a group has read and is said to be copied stands there. Confined to one thread.
 */
public final class FlowTranslator {

    private final FlowCheckpoints checkpoints;
    private final Map<String, SourceTopic> topics;
    private final TargetCopies copies;
    private final Map<TopicPartition, LogOffsets.Range> logs;
    private final Map<TopicPartition, Partition> partitions = new HashMap<>();

    /** Positions, or why there are none. */
    private record Partition(Optional<PartitionTranslator> translator, String why) {}

    /**
     * @param topics that the flow carries, by their names on the source
     * @param wanted the source partitions that will be asked for; others may be, too, and are not carried
     */
    public FlowTranslator(
            FlowCheckpoints checkpoints,
            Map<String, SourceTopic> topics,
            TargetCopies copies,
            Set<TopicPartition> wanted) {
        this.checkpoints = checkpoints;
        this.topics = topics;
        this.copies = copies;
        this.logs = copies.ranges(wanted.stream()
                .filter(source -> topics.containsKey(source.topic())
                        && source.partition() < topics.get(source.topic()).targetPartitions())
                .map(this::onTarget)
                .collect(Collectors.toSet()));
    }

    /** @param source of a topic that the flow carries */
    public TopicPartition onTarget(TopicPartition source) {
        return new TopicPartition(topics.get(source.topic()).targetName(), source.partition());
    }

    /**
     * @param source of a topic that the flow carries
     * @param position 0 or more
     */
    public Position translate(TopicPartition source, long position) {
        Partition partition = partitions.computeIfAbsent(source, this::open);
        return partition
                .translator()
                .map(translator -> translator.translate(position))
                .orElseGet(() -> new Position.Unknown(partition.why()));
    }

    private Partition open(TopicPartition source) {
        SourceTopic topic = topics.get(source.topic());
        TopicPartition target = onTarget(source);
        Optional<PartitionCheckpoint> checkpoint =
                Optional.ofNullable(checkpoints.partitions().get(source));
        Optional<TargetPosition> written = checkpoint.flatMap(PartitionCheckpoint::target);
        if (written.isEmpty()) {
            return untold("The flow has not come to this partition yet.");
        }
        if (differ(checkpoint.get().topicId(), topic.id())) {
            return untold(
                    "The topic was deleted and created again at the source, and the flow has not taken it up yet.");
        }
        if (!written.get().topic().equals(target.topic())) {
            return untold("The flow has written to topic " + written.get().topic() + " so far, not to " + target.topic()
                    + ": the names are set otherwise here than for the flow, or have been changed.");
        }
        if (!logs.containsKey(target)) {
            return untold("The target has no partition " + target + " yet.");
        }
        if (differ(written.get().topicId(), topic.targetId())) {
            return untold(
                    "The topic was deleted and created again at the target, and the flow has not taken it up yet.");
        }
        return new Partition(
                Optional.of(new PartitionTranslator(
                        checkpoint.get(),
                        written.get(),
                        checkpoints.offsetMap(source),
                        logs.get(target),
                        new Lazily(copies, source, target))),
                "");
    }

    private static Partition untold(String why) {
        return new Partition(Optional.empty(), why);
    }

    private static boolean differ(Optional<Uuid> one, Optional<Uuid> other) {
        return one.isPresent() && other.isPresent() && !one.equals(other);
    }
}
