package io.streambus.bridge.link;

import io.streambus.bridge.link.cluster.LinkedCluster;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;

/**
 * The clusters of a link, and which of them clients belong to.
 *
 * <p>A cluster's index is given once, kept with the link, and never reused. The epoch names its winner: {@code epoch mod 1024} is the index of the
 * cluster that became active, so that two sites that fail over at the same moment cannot make the same epoch, and the higher one wins without
 * asking anybody (design, continuity).
 *
 * @param clusterIds a cluster's index is its place here; 1 to 1,024
 * @param activeSide the cluster_id of the cluster that clients belong to; of a link that goes both ways, the one that they go to unless told otherwise
 * @param epoch 0 or more; its residue is the index of the active side
 */
public record Membership(List<String> clusterIds, String activeSide, long epoch) {

    private static final int MOST = 1_024;

    public Membership {
        clusterIds = List.copyOf(clusterIds);
        Objects.requireNonNull(activeSide, "activeSide");
        if (clusterIds.size() > MOST || new HashSet<>(clusterIds).size() < clusterIds.size()) {
            throw new IllegalArgumentException(
                    "a link has up to " + MOST + " clusters, each with an index of its own; found " + clusterIds);
        }
        if (epoch < 0 || epoch % MOST != clusterIds.indexOf(activeSide)) {
            throw new IllegalArgumentException("epoch " + epoch + " does not name the active side " + activeSide
                    + ": modulo " + MOST + " it must be the index of that cluster among " + clusterIds);
        }
    }

    /** Of a link that has just been made: its first cluster is active. */
    public static Membership of(Topology topology) {
        List<String> ids =
                topology.clusters().stream().map(LinkedCluster::clusterId).toList();
        return new Membership(ids, ids.get(0), 0);
    }

    /**
     * After clients have been moved.
     *
     * @param clusterId one of the link's clusters
     * @return with the smallest higher epoch that names it
     */
    public Membership activated(String clusterId) {
        long next = epoch - epoch % MOST + clusterIds.indexOf(clusterId);
        return new Membership(clusterIds, clusterId, next > epoch ? next : next + MOST);
    }

    /**
     * Whether a flow is meant to copy while the link runs. Of an active-passive link that is the one that leaves the active side; all flows of the
     * others are.
     */
    public boolean inService(LinkType type, FlowId flow) {
        return type != LinkType.ACTIVE_PASSIVE || flow.source().equals(activeSide);
    }
}
