package io.streambus.bridge.health;

import io.streambus.bridge.relation.Finding;
import java.util.ArrayList;
import java.util.List;

/** What other links mean to the health of one. */
public final class RelationRules {

    private RelationRules() {}

    /**
     * The verdict with what was found of the link beside others. A link that runs into a conflict is degraded: it replicates, and not as it should.
     *
     * @param running whether records are meant to flow
     */
    public static LinkHealth with(List<Finding> findings, boolean running, LinkHealth health) {
        List<String> issues = new ArrayList<>(health.issues());
        List<String> warnings = new ArrayList<>(health.warnings());
        findings.forEach(
                finding -> (running && finding.isConflict() ? issues : warnings).add(sentence(finding.sentence())));
        boolean worse = issues.size() > health.issues().size() && health.status() == LinkHealth.Status.HEALTHY;
        return new LinkHealth(
                worse ? LinkHealth.Status.DEGRADED : health.status(),
                health.lastHealthCheck(),
                health.sourceClusterReachable(),
                health.targetClusterReachable(),
                health.replicationLagHealthy(),
                health.errorRateHealthy(),
                health.checkpointHealthy(),
                issues,
                warnings);
    }

    private static String sentence(String text) {
        return Character.toUpperCase(text.charAt(0)) + text.substring(1) + '.';
    }
}
