package io.streambus.bridge.lifecycle;

import io.streambus.bridge.cluster.ClusterUnreachableException;
import io.streambus.bridge.plan.Flow;
import java.time.Instant;
import java.util.Optional;

/** What the life cycle needs of the checkpoints that flows write on their targets. Thread-safe. */
public interface FlowProgress {

    /**
     * When the newest life sign of a healthy task of the flow came in, on the bridge's clock; empty if none has been seen. Never blocks.
     */
    Optional<Instant> lastLifeSign(Flow flow);

    /**
     * What the flow's checkpoints say of a record on which a task of it has ended, until its partition has come past the record; empty if none is in the way.
     * Never blocks.
     */
    Optional<String> failedRecord(Flow flow);

    /**
     * Removes all checkpoints of the flow from its target, so that a later flow of the same name starts afresh.
     *
     * @throws ClusterUnreachableException if the target did not answer in time; some checkpoints may be gone then
     */
    void erase(Flow flow);
}
