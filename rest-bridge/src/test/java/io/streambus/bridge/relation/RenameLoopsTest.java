package io.streambus.bridge.relation;

import static io.streambus.bridge.relation.OverlapsTest.named;
import static io.streambus.bridge.relation.OverlapsTest.patterned;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class RenameLoopsTest {

    private static final UnaryOperator<String> SAME = UnaryOperator.identity();

    @Test
    void a_topic_that_comes_back_under_another_name_each_time_is_told_with_its_way() {
        Optional<Finding> found = found(
                patterned("there", "west", "east", ".*", topic -> "w." + topic),
                patterned("back", "east", "west", ".*", topic -> "e." + topic));

        assertThat(found).hasValueSatisfying(finding -> {
            assertThat(finding.others()).containsExactly("back");
            assertThat(finding.sentence())
                    .startsWith("link there, together with back, would make topics without end: orders on west becomes"
                            + " w.orders on east, then e.w.orders on west, then w.e.w.orders on east");
        });
    }

    @Test
    void a_circle_over_three_clusters_in_which_one_link_renames_is_one_too() {
        assertThat(found(
                        patterned("there", "west", "east", ".*", SAME),
                        patterned("on", "east", "north", ".*", topic -> "n." + topic),
                        patterned("home", "north", "west", ".*", SAME)))
                .hasValueSatisfying(finding -> assertThat(finding.others()).containsExactlyInAnyOrder("on", "home"));
    }

    @Test
    void circles_that_end_are_none() {
        assertThat(found(patterned("there", "west", "east", ".*", SAME), patterned("back", "east", "west", ".*", SAME)))
                .as("provenance ends it")
                .isEmpty();
        assertThat(found(
                        patterned("there", "west", "east", ".*", topic -> "w." + topic),
                        patterned("back", "east", "west", "(?!w\\.).*", topic -> "e." + topic)))
                .as("what comes from there is not taken back")
                .isEmpty();
        assertThat(found(
                        patterned("there", "west", "east", ".*", topic -> "w." + topic),
                        named("back", "east", "west", topic -> "e." + topic, "w.orders")))
                .as("names come to an end")
                .isEmpty();
        assertThat(found(
                        patterned("there", "west", "east", ".*", topic -> "w." + topic),
                        patterned("on", "east", "north", ".*", topic -> "e." + topic)))
                .as("no circle at all")
                .isEmpty();
    }

    private static Optional<Finding> found(FlowReach... flows) {
        List<FlowReach> all = List.of(flows);
        return RenameLoops.of("there", all, new SourceNames(Map.of("west", Set.of("orders")), all));
    }
}
