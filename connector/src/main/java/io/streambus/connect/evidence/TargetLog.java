package io.streambus.connect.evidence;

import io.streambus.connect.provenance.OwnCopies;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/** Reads what stands on the target. */
public interface TargetLog {

    /**
     * What to look for in one partition.
     *
     * @param partition on the target
     * @param from the target offset from which on all copies are wanted
     * @param expected the source offset of the copy that should stand just before {@code from}; empty if that is not known
     * @param copies recognises copies by their header
     * @param hash of their content
     * @param isolation whether copies count that are not committed
     * @param mayGrow whether somebody may still be writing copies: then reading ends once none has come for a while
     */
    record Search(
            TopicPartition partition,
            long from,
            OptionalLong expected,
            OwnCopies copies,
            ContentHash hash,
            IsolationLevel isolation,
            boolean mayGrow) {}

    /**
     * What was found.
     *
     * @param copies those found
     * @param end the log end offset, behind all that was read
     * @param replaced whether another record than the expected copy stands before {@link Search#from}; not if none does, as after compaction
     * @param tooMany whether there were more copies than fit into memory: then {@code copies} are not all
     */
    record Found(Evidence.Builder copies, long end, boolean replaced, boolean tooMany) {}

    /**
     * @param searches by source partition
     * @return by source partition; those that the target does not have any more are missing
     * @throws io.streambus.connect.cluster.ClusterException if the target refuses or does not answer in time
     */
    Map<TopicPartition, Found> search(Map<TopicPartition, Search> searches) throws InterruptedException;
}
