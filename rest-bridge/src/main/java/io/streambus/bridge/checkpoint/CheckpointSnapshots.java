package io.streambus.bridge.checkpoint;

import io.streambus.bridge.link.cluster.LinkedCluster;
import io.streambus.bridge.plan.Flow;
import java.util.Set;

/** The checkpoints of all flows, as far as they have been read. Thread-safe. */
public interface CheckpointSnapshots {

    /** Begins to read those of the flow's target if nobody has asked for it yet. */
    FlowCheckpointSnapshot of(Flow flow);

    /** Whether all that was there when the bridge began to look has been read: what {@link #of} tells before that is too little. */
    boolean known(Flow flow);

    /** Lets go of targets that no link has any more. */
    void retain(Set<LinkedCluster> targets);
}
