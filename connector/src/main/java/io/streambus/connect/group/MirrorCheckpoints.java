package io.streambus.connect.group;

import java.util.List;
import org.apache.kafka.common.TopicPartition;

/** Where MirrorMaker 2's clients look for translated positions. Never blocks its caller; what fails is told and written again. */
public interface MirrorCheckpoints {

    /**
     * @param target the partition on the target
     * @param upstream the group's offset at the source
     * @param downstream the same position at the target
     * @param metadata as the group committed it
     */
    record MirrorCheckpoint(String group, TopicPartition target, long upstream, long downstream, String metadata) {}

    /** Writes those that differ from what was written before. */
    void write(List<MirrorCheckpoint> checkpoints);
}
