package io.streambus.connect.group;

import io.streambus.connect.checkpoint.group.GroupKind;
import io.streambus.connect.cluster.ClusterException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** The groups of one cluster. Questions are about many groups at once: there may be thousands. */
public interface GroupCluster {

    /** The cluster as the flow names it. */
    String cluster();

    /**
     * All groups that may be seen, by name.
     *
     * @throws ClusterException if the cluster refuses or does not answer
     */
    Map<String, FoundGroup> groups() throws InterruptedException;

    /**
     * What groups have committed, members or not; of a share group the start offsets.
     *
     * @throws ClusterException if the cluster does not answer at all
     */
    CommittedOffsets offsets(Map<String, GroupKind> groups) throws InterruptedException;

    /**
     * Commits offsets for groups, which need not exist. A group that has members refuses them, as {@link Refusal} says.
     *
     * @return what was refused, by group and partition; empty if nothing was
     */
    Map<String, Map<TopicPartition, Throwable>> commit(Map<String, GroupCommit> commits) throws InterruptedException;

    /**
     * The topics that applications of Kafka Streams have made for themselves: what they repartition, and the changes of their state.
     *
     * @param groups that were listed as such
     * @return by group; those that the cluster does not describe are missing
     */
    Map<String, Set<String>> internalTopics(Set<String> groups) throws InterruptedException;

    /**
     * How long the cluster keeps an offset of a group without members, by its commit.
     *
     * @return empty if it does not say
     */
    Optional<Duration> offsetsRetention() throws InterruptedException;

    /**
     * @param read by group; a group without any offset is there with none
     * @param failed groups whose offsets the cluster would not tell, with its answer
     */
    record CommittedOffsets(Map<String, Map<TopicPartition, OffsetAndMetadata>> read, Map<String, Throwable> failed) {
        public CommittedOffsets {
            read = Map.copyOf(read);
            failed = Map.copyOf(failed);
        }
    }

    /** @param offsets 1 or more */
    record GroupCommit(GroupKind kind, Map<TopicPartition, OffsetAndMetadata> offsets) {
        public GroupCommit {
            offsets = Map.copyOf(offsets);
        }
    }
}
