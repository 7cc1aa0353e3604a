package io.streambus.bridge.relation;

import io.streambus.connect.identity.ClusterIdentity;
import io.streambus.connect.identity.ClusterIdentity.Kinship;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * One cluster has one name, and one name stands for one cluster: provenance headers and checkpoints tell clusters apart by their names alone. A cluster
 * under two names gets back every copy that it gives; two clusters under one name withhold each other's records.
 */
public final class ClusterNames {

    private static final String DOCUMENT = "";

    private ClusterNames() {}

    /**
     * @param own the clusters of a link
     * @param known those of other links and of the registry, each once
     */
    public static List<Finding> of(List<SeenCluster> own, List<SeenCluster> known) {
        List<Finding> findings = new ArrayList<>();
        for (int i = 0; i < own.size(); i++) {
            for (SeenCluster other : own.subList(i + 1, own.size())) {
                judge(own.get(i), other).ifPresent(findings::add);
            }
            for (SeenCluster other : known) {
                if (own.stream().noneMatch(mine -> mine.isAs(other))) {
                    judge(own.get(i), other).ifPresent(findings::add);
                }
            }
        }
        return findings;
    }

    /**
     * A cluster that is another than it was: rebuilt, or another one behind the same brokers.
     *
     * @param own the clusters of a link
     * @param before which cluster each cluster_id stood for; those that are not known are missing
     */
    public static List<Finding> unlike(List<SeenCluster> own, Map<String, ClusterIdentity> before) {
        return own.stream()
                .filter(cluster -> before.containsKey(cluster.clusterId()))
                .filter(cluster -> Set.of(Kinship.DIFFERENT, Kinship.CLONED)
                        .contains(cluster.identity().kinship(before.get(cluster.clusterId()))))
                .map(cluster -> Finding.conflict(
                        DOCUMENT,
                        Set.of(),
                        "cluster " + cluster.clusterId() + " is not the cluster that it was: it was "
                                + before.get(cluster.clusterId()) + ", and is " + cluster.identity()
                                + ". If it was rebuilt, accept that with POST /api/v1/clusters/" + cluster.clusterId()
                                + "/identity; else correct its brokers"))
                .toList();
    }

    private static Optional<Finding> judge(SeenCluster cluster, SeenCluster other) {
        Kinship kinship = cluster.identity().kinship(other.identity());
        Set<String> others = new TreeSet<>(other.links());
        others.removeAll(cluster.links());
        if (cluster.clusterId().equals(other.clusterId()) && cluster.registered() && other.registered()) {
            // What has its brokers from the registry goes where the registry goes.
            return Optional.empty();
        }
        return (cluster.clusterId().equals(other.clusterId())
                        ? oneName(cluster, other, kinship)
                        : twoNames(cluster, other, kinship))
                .map(told -> new Finding(told.kind(), DOCUMENT, others, told.sentence()));
    }

    private static Optional<Finding> oneName(SeenCluster cluster, SeenCluster other, Kinship kinship) {
        return switch (kinship) {
            case SAME -> Optional.empty();
            case DIFFERENT, CLONED ->
                Optional.of(Finding.conflict(
                        DOCUMENT,
                        Set.of(),
                        "cluster_id " + cluster.clusterId() + " stands for two clusters: for one in " + cluster.users()
                                + " (" + cluster.identity() + "), for another in " + other.users() + " ("
                                + other.identity() + "). A cluster_id names one cluster; give one of them another"));
            case UNKNOWN ->
                Optional.of(doubt("cluster_id " + cluster.clusterId() + " stands for one cluster", cluster, other));
        };
    }

    private static Optional<Finding> twoNames(SeenCluster cluster, SeenCluster other, Kinship kinship) {
        String names = cluster.clusterId() + " (" + cluster.users() + ") and " + other.clusterId() + " ("
                + other.users() + ")";
        return switch (kinship) {
            case DIFFERENT -> Optional.empty();
            case SAME ->
                Optional.of(Finding.conflict(
                        DOCUMENT,
                        Set.of(),
                        "cluster_ids " + names + " name one and the same cluster (" + cluster.identity()
                                + "). Copies would come back to where they are from; correct the brokers of one of them, or"
                                + " use one cluster_id for it everywhere"));
            case CLONED ->
                Optional.of(Finding.doubt(
                        DOCUMENT,
                        Set.of(),
                        "cluster_ids " + names + " have one id of Kafka and different topics: they are taken for two"
                                + " clusters, of which one was made from the other's files (" + cluster.identity()
                                + "; "
                                + other.identity() + ")"));
            case UNKNOWN -> Optional.of(doubt(names + " are two clusters", cluster, other));
        };
    }

    private static Finding doubt(String question, SeenCluster cluster, SeenCluster other) {
        return Finding.doubt(
                DOCUMENT,
                Set.of(),
                "Whether " + question
                        + " cannot be told: they give no id of Kafka, or no ids of topics, and advertise no common address ("
                        + cluster.identity() + "; " + other.identity() + ")");
    }
}
