package io.streambus.connect.group.position;

import io.streambus.connect.cluster.LogOffsets;
import io.streambus.connect.refinement.ProvenanceReader;
import java.util.Collection;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** The target's partitions, and the copies of a flow in them. */
public interface TargetCopies {

    /**
     * From where to where records can be read now, those of open transactions not.
     *
     * @return partitions that the target does not have are missing
     * @throws org.apache.kafka.common.errors.TimeoutException if the target does not say
     */
    Map<TopicPartition, LogOffsets.Range> ranges(Collection<TopicPartition> target);

    /** @param target the partition that the copies of {@code source} stand in; the reader is used before the next one is asked for */
    ProvenanceReader of(TopicPartition source, TopicPartition target);
}
