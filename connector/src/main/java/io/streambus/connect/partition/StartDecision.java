package io.streambus.connect.partition;

import io.streambus.connect.checkpoint.PartitionCheckpoint;
import io.streambus.connect.offset.Tail;
import java.util.List;

/** What becomes of a partition that is to be taken up. */
sealed interface StartDecision {

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
        String reason() {
            return standing.error().orElseThrow();
        }
    }
}
