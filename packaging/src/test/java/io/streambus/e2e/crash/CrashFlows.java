package io.streambus.e2e.crash;

import io.streambus.e2e.replication.Clusters;
import java.util.HashMap;
import java.util.Map;

/** The settings of the flows that these tests run. */
final class CrashFlows {

    static final String POLICY = "replication.policy.class";
    static final String IDENTITY = "org.apache.kafka.connect.mirror.IdentityReplicationPolicy";

    private CrashFlows() {}

    /** What a link compiles to, in short: names are kept. */
    static Map<String, String> westToEast(Clusters clusters, String topics, Map<String, String> more) {
        return flow(clusters, "west", "east", topics, more);
    }

    static Map<String, String> flow(
            Clusters clusters, String from, String to, String topics, Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(clusters.flow(from, to, topics, Map.of(POLICY, IDENTITY)));
        settings.putAll(more);
        return settings;
    }
}
