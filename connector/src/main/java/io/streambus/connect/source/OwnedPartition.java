package io.streambus.connect.source;

import io.streambus.connect.limits.TopicLimits;
import io.streambus.connect.provenance.PartitionStamp;
import org.apache.kafka.common.TopicPartition;

/**
 * A source partition that the task copies: all that its records have in common, made once. One that is opened again, after a gap or because its
 * topic was created anew, is another object; so identity tells whether something still belongs to the partition as it is now. Immutable but for
 * its progress.
 */
final class OwnedPartition {

    private final TopicPartition source;
    private final String targetTopic;
    private final TopicLimits limits;
    private final PartitionStamp stamp;
    private final SourcePartition key;

    /**
     * @param source on the source cluster
     * @param targetTopic the topic on the target; the partition number is the same
     * @param limits of the topic on the target
     * @param stamp writes the hop of its records
     * @param key what Connect knows it by
     */
    OwnedPartition(
            TopicPartition source, String targetTopic, TopicLimits limits, PartitionStamp stamp, SourcePartition key) {
        this.source = source;
        this.targetTopic = targetTopic;
        this.limits = limits;
        this.stamp = stamp;
        this.key = key;
    }

    TopicPartition source() {
        return source;
    }

    String targetTopic() {
        return targetTopic;
    }

    TopicLimits limits() {
        return limits;
    }

    PartitionStamp stamp() {
        return stamp;
    }

    SourcePartition key() {
        return key;
    }

    PartitionProgress progress() {
        return key.progress();
    }
}
