package io.streambus.bridge.plan;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What Connect is told to carry out a flow.
 *
 * @param connectors the one that copies first
 */
public record FlowPlan(Flow flow, List<Connector> connectors) {
    public FlowPlan {
        Objects.requireNonNull(flow, "flow");
        connectors = List.copyOf(connectors);
        if (connectors.isEmpty()) {
            throw new IllegalArgumentException("flow " + flow.name() + " has no connector that copies");
        }
    }

    /** The connector that copies records. */
    public Connector copying() {
        return connectors.get(0);
    }

    /**
     * One connector of a flow.
     *
     * @param name unique among all connectors of all links
     * @param config sorted by key, without {@code name}
     */
    public record Connector(String name, Map<String, String> config) {
        public Connector {
            Objects.requireNonNull(name, "name");
            config = Collections.unmodifiableMap(new TreeMap<>(config));
        }

        /** As Connect keeps it. */
        public Map<String, String> configWithName() {
            Map<String, String> whole = new TreeMap<>(config);
            whole.put("name", name);
            return whole;
        }
    }
}
