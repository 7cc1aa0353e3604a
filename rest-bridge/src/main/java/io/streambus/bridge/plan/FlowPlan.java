package io.streambus.bridge.plan;

import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What Connect is told to carry out a flow.
 *
 * @param config sorted by key, without {@code name}
 */
public record FlowPlan(Flow flow, Map<String, String> config) {
    public FlowPlan {
        Objects.requireNonNull(flow, "flow");
        config = Collections.unmodifiableMap(new TreeMap<>(config));
    }
}
