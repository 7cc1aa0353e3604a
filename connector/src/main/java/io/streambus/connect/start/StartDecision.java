package io.streambus.connect.start;

import io.streambus.connect.checkpoint.PartitionCheckpoint;
import io.streambus.connect.evidence.Evidence;
import io.streambus.connect.offset.Tail;
import java.util.List;
import org.apache.kafka.common.TopicPartition;

/** What becomes of a partition that is to be taken up. */
public sealed interface StartDecision {

    /**
     * It is copied.
     *
     * @param first the checkpoint that is to be on the target before the first record is handed over; says where the partition goes on
     * @param evidence of records behind that position that need not be copied again
     * @param verified whether the flow has never begun: then evidence that matches no record of the source stops it
     * @param tail for the offset map
     * @param losses what was lost and passed over, as a policy says
     */
    record Begin(PartitionCheckpoint first, Evidence evidence, boolean verified, Tail tail, List<String> losses)
            implements StartDecision {}

    /**
     * It stands still.
     *
     * @param standing its checkpoint, with the reason
     */
    record Halt(PartitionCheckpoint standing) implements StartDecision {
        public String reason() {
            return standing.error().orElseThrow();
        }
    }

    /** The reason to stand still of a flow that never began, and a target that holds copies of another topic of that name, most likely one that was deleted. */
    static String unmatched(String targetTopic, TopicPartition source, long sourceOffset) {
        return "Topic " + targetTopic
                + " of the target holds copies of this flow, and this flow has no checkpoint; the one of offset "
                + sourceOffset
                + " of " + source
                + " is no copy of what stands there on the source now: the topic was deleted and created"
                + " again, or cut back. The partition stands still. Delete the topic on the target, give the copies another name with"
                + " topics.rename, or alter the connector's offsets to say where the flow goes on";
    }
}
