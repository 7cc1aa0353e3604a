package io.streambus.bridge.relation;

import static org.assertj.core.api.Assertions.assertThat;

import io.streambus.connect.identity.ClusterIdentity;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ClusterNamesTest {

    private static final ClusterIdentity WEST = identity("k-west", "t-west", "w:1");
    private static final ClusterIdentity EAST = identity("k-east", "t-east", "e:1");

    @Test
    void source_equal_to_target_is_told_by_both_names() {
        assertThat(ClusterNames.of(List.of(seen("west", WEST, "new"), seen("occident", WEST, "new")), List.of()))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.isConflict()).isTrue();
                    assertThat(finding.sentence())
                            .startsWith(
                                    "cluster_ids west (link new) and occident (link new) name one and the same cluster (id"
                                            + " k-west, __consumer_offsets t-west, brokers w:1)");
                });
    }

    @Test
    void a_second_name_for_a_cluster_of_other_links_is_told_once_however_many_they_are() {
        assertThat(ClusterNames.of(
                        List.of(seen("occident", WEST, "new"), seen("east", EAST, "new")),
                        List.of(seen("west", WEST, "a", "b", "c", "d", "e"), seen("east", EAST, "a"))))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.others()).containsExactlyInAnyOrder("a", "b", "c", "d", "e");
                    assertThat(finding.sentence())
                            .contains("occident (link new) and west (links a, b, c, 2 more) name one and the same");
                });
    }

    @Test
    void one_name_for_two_clusters_is_told_with_both_also_if_one_has_the_others_id() {
        ClusterIdentity clone = identity("k-west", "t-clone", "w2:1");
        for (ClusterIdentity other : List.of(EAST, clone)) {
            assertThat(ClusterNames.of(List.of(seen("west", WEST, "new")), List.of(seen("west", other, "old"))))
                    .singleElement()
                    .satisfies(finding -> {
                        assertThat(finding.isConflict()).isTrue();
                        assertThat(finding.sentence())
                                .startsWith("cluster_id west stands for two clusters: for one in link new (id k-west,")
                                .contains("for another in link old (" + other);
                    });
        }
    }

    @Test
    void a_cluster_with_the_id_of_another_is_another_with_a_warning() {
        assertThat(ClusterNames.of(
                        List.of(seen("west", WEST, "l"), seen("east", identity("k-west", "t-east", "e:1"), "l")),
                        List.of()))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.isConflict()).isFalse();
                    assertThat(finding.sentence()).contains("have one id of Kafka and different topics");
                });
    }

    @Test
    void what_cannot_be_told_is_a_warning() {
        ClusterIdentity silent = new ClusterIdentity(Optional.empty(), Map.of(), Set.of("w:1"));
        ClusterIdentity elsewhere = new ClusterIdentity(Optional.empty(), Map.of(), Set.of("x:1"));

        assertThat(ClusterNames.of(List.of(seen("west", silent, "l"), seen("east", elsewhere, "l")), List.of()))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.isConflict()).isFalse();
                    assertThat(finding.sentence())
                            .startsWith("Whether west (link l) and east (link l) are two clusters");
                });
        assertThat(ClusterNames.of(List.of(seen("west", silent, "l"), seen("east", silent, "l")), List.of()))
                .as("a common address")
                .singleElement()
                .satisfies(finding -> assertThat(finding.isConflict()).isTrue());
    }

    @Test
    void a_cluster_that_is_another_than_it_was_is_told_with_the_call_that_accepts_it() {
        ClusterIdentity rebuilt = identity("k-new", "t-new", "w:1");
        ClusterIdentity clone = identity("k-west", "t-new", "w:1");
        for (ClusterIdentity now : List.of(rebuilt, clone)) {
            assertThat(ClusterNames.unlike(List.of(seen("west", now, "l")), Map.of("west", WEST, "east", EAST)))
                    .singleElement()
                    .satisfies(finding -> assertThat(finding.sentence())
                            .isEqualTo("cluster west is not the cluster that it was: it was " + WEST + ", and is " + now
                                    + ". If it was rebuilt, accept that with POST /api/v1/clusters/west/identity; else"
                                    + " correct its brokers"));
        }
        assertThat(ClusterNames.unlike(
                        List.of(seen("west", identity("k-west", "t-west", "other:1"), "l"), seen("new", EAST, "l")),
                        Map.of("west", WEST)))
                .isEmpty();
    }

    @Test
    void links_that_have_their_brokers_from_the_registry_go_where_it_goes() {
        SeenCluster before = new SeenCluster("west", true, Set.of("old"), WEST);
        SeenCluster now = new SeenCluster("west", true, Set.of("new"), EAST);
        SeenCluster byItself = new SeenCluster("west", false, Set.of("new"), EAST);

        assertThat(ClusterNames.of(List.of(now), List.of(before))).isEmpty();
        assertThat(ClusterNames.of(List.of(byItself), List.of(new SeenCluster("west", true, Set.of(), WEST))))
                .singleElement()
                .satisfies(finding -> assertThat(finding.sentence()).contains("for another in the registry"));
    }

    @Test
    void what_is_as_it_was_is_not_told() {
        assertThat(ClusterNames.of(
                        List.of(seen("west", WEST, "l"), seen("east", EAST, "l")),
                        List.of(seen("west", WEST, "m"), seen("east", EAST, "m"))))
                .isEmpty();
    }

    private static SeenCluster seen(String id, ClusterIdentity identity, String... links) {
        return new SeenCluster(id, false, Set.of(links), identity);
    }

    private static ClusterIdentity identity(String id, String offsetsTopic, String address) {
        return new ClusterIdentity(Optional.of(id), Map.of("__consumer_offsets", offsetsTopic), Set.of(address));
    }
}
