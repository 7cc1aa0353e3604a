package io.streambus.bridge.relation;

import static org.assertj.core.api.Assertions.assertThat;

import io.streambus.bridge.link.FlowId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class OverlapsTest {

    private static final UnaryOperator<String> SAME = UnaryOperator.identity();
    private static final Map<String, Set<String>> WEST = Map.of("west", Set.of("orders", "orders-eu", "users"));

    @Test
    void two_links_that_copy_the_same_topic_to_the_same_place_are_told_with_an_example() {
        List<FlowReach> flows = List.of(
                named("one", "west", "east", SAME, "orders", "users"), named("two", "west", "east", SAME, "orders"));

        assertThat(found("two", flows, WEST))
                .singleElement()
                .isEqualTo(Finding.conflict(
                        "/topics",
                        Set.of("one"),
                        "links two and one both copy orders of cluster west to orders of cluster east: every record would be"
                                + " there twice. Leave the topic out of one of them, or name one in allow_overlap of link"
                                + " two if it is meant"));
        assertThat(found("one", flows, WEST)).extracting(Finding::others).containsExactly(Set.of("two"));
    }

    @Test
    void two_topics_in_one_are_told_whether_from_one_cluster_or_two() {
        List<FlowReach> flows = List.of(
                named("one", "west", "east", topic -> "all", "users"),
                named("two", "west", "east", topic -> "all", "orders"),
                named("three", "north", "east", SAME, "all"));

        assertThat(found("one", flows, WEST))
                .extracting(Finding::sentence)
                .satisfiesExactly(
                        three -> assertThat(three)
                                .startsWith(
                                        "links one and three both write all of cluster east from users of cluster west"
                                                + " and from all of cluster north: their records would be mixed"),
                        two -> assertThat(two)
                                .startsWith(
                                        "links one and two both write all of cluster east from users of cluster west"
                                                + " and from orders of cluster west: their records would be mixed"));
    }

    @Test
    void a_link_that_puts_two_topics_into_one_is_at_odds_with_itself() {
        List<FlowReach> flows = List.of(named("one", "west", "east", topic -> "all", "orders", "users"));

        assertThat(found("one", flows, WEST)).singleElement().satisfies(finding -> {
            assertThat(finding.others()).isEmpty();
            assertThat(finding.sentence())
                    .startsWith("link one would write all of cluster east from orders of cluster west and from users of"
                            + " cluster west.");
        });
    }

    @Test
    void patterns_are_decided_on_topics_that_are_there_on_names_and_on_being_the_same() {
        FlowReach orders = patterned("one", "west", "east", "orders.*", SAME);
        FlowReach european = patterned("two", "west", "east", ".*-eu", SAME);
        FlowReach same = patterned("three", "west", "east", "orders.*", SAME);
        FlowReach byName = named("four", "west", "east", SAME, "orders-us");

        assertThat(found("two", List.of(orders, european), WEST))
                .singleElement()
                .satisfies(finding -> assertThat(finding.sentence()).contains("both copy orders-eu of cluster west"));
        assertThat(found("two", List.of(orders, european), Map.of()))
                .as("nothing is known of the source, and what is not there may never come")
                .isEmpty();
        assertThat(found("three", List.of(orders, same), Map.of()))
                .singleElement()
                .satisfies(finding ->
                        assertThat(finding.sentence()).contains("both copy whatever matches orders.* on cluster west"));
        assertThat(found("four", List.of(orders, byName), Map.of()))
                .singleElement()
                .satisfies(finding -> assertThat(finding.sentence()).contains("both copy orders-us"));
    }

    @Test
    void more_topics_of_one_kind_are_counted() {
        List<FlowReach> flows = List.of(
                patterned("one", "west", "east", ".*", SAME), patterned("two", "west", "east", "[a-z-]+", SAME));

        assertThat(found("one", flows, WEST))
                .singleElement()
                .satisfies(finding -> assertThat(finding.sentence())
                        .contains("both copy orders of cluster west to orders of cluster east (and 2 more)"));
    }

    @Test
    void links_that_keep_apart_and_the_flows_of_one_link_are_left_alone() {
        assertThat(found(
                        "star",
                        List.of(
                                named("star", "west", "hub", SAME, "orders"),
                                named("star", "east", "hub", SAME, "orders"),
                                named("star", "hub", "west", SAME, "orders"),
                                named("star", "hub", "east", SAME, "orders")),
                        WEST))
                .isEmpty();
        assertThat(found(
                        "one",
                        List.of(
                                patterned("one", "west", "east", ".*", "one.", topic -> "one." + topic),
                                patterned("two", "west", "east", ".*", "two.", topic -> "two." + topic),
                                patterned("other-target", "west", "north", ".*", topic -> "one." + topic),
                                named("back", "east", "west", SAME, "orders")),
                        WEST))
                .isEmpty();
    }

    /** Held against a plain count of who writes what, over links made up at random. */
    @Test
    void whatever_links_there_are_all_that_meet_are_told_and_no_others() {
        Random random = new Random(14);
        for (int round = 0; round < 3_000; round++) {
            List<FlowReach> flows = new ArrayList<>();
            for (int link = 0; link < 2 + random.nextInt(4); link++) {
                String source = "c" + random.nextInt(3);
                String target = "c" + (3 + random.nextInt(2));
                String prefix = random.nextInt(3) == 0 ? "p" + random.nextInt(2) + '.' : "";
                int kind = random.nextInt(3);
                UnaryOperator<String> naming = kind == 0 ? topic -> "all" : topic -> prefix + topic;
                flows.add(
                        random.nextBoolean()
                                ? named(
                                        "l" + link,
                                        source,
                                        target,
                                        naming,
                                        "t" + random.nextInt(4),
                                        "t" + random.nextInt(4))
                                : patterned(
                                        "l" + link,
                                        source,
                                        target,
                                        "t[" + random.nextInt(2) + "-" + (2 + random.nextInt(2)) + "]",
                                        kind + prefix,
                                        naming));
            }
            Map<String, Set<String>> existing = new HashMap<>();
            for (int cluster = 0; cluster < 3; cluster++) {
                existing.put("c" + cluster, new HashSet<>(Set.of("t" + random.nextInt(4), "other")));
            }
            Map<String, Set<String>> met = met(flows, existing);
            for (FlowReach flow : flows) {
                Set<String> told = new TreeSet<>();
                found(flow.link(), flows, existing).forEach(finding -> told.addAll(finding.others()));
                assertThat(told)
                        .as("%s in %s over %s", flow.link(), flows, existing)
                        .isEqualTo(met.get(flow.link()));
            }
        }
    }

    private static Map<String, Set<String>> met(List<FlowReach> flows, Map<String, Set<String>> existing) {
        Map<String, Set<String>> met = new HashMap<>();
        for (FlowReach one : flows) {
            Set<String> others = met.computeIfAbsent(one.link(), none -> new TreeSet<>());
            for (FlowReach other : flows) {
                boolean alike = one.patterned()
                        && other.patterned()
                        && one.flow().equals(other.flow())
                        && one.rule().equals(other.rule());
                if (!one.link().equals(other.link())
                        && one.flow().target().equals(other.flow().target())
                        && (alike
                                || written(one, flows, existing).stream()
                                        .anyMatch(written(other, flows, existing)::contains))) {
                    others.add(other.link());
                }
            }
        }
        return met;
    }

    private static Set<String> written(FlowReach flow, List<FlowReach> flows, Map<String, Set<String>> existing) {
        Set<String> topics = new HashSet<>();
        for (String topic : List.of("t0", "t1", "t2", "t3")) {
            boolean thought = existing.get(flow.flow().source()).contains(topic)
                    || flows.stream()
                            .anyMatch(each ->
                                    each.flow().source().equals(flow.flow().source())
                                            && each.named().contains(topic));
            if (flow.carries().test(topic) && (thought || flow.named().contains(topic))) {
                topics.add(flow.naming().apply(topic));
            }
        }
        return topics;
    }

    static List<Finding> found(String link, List<FlowReach> flows, Map<String, Set<String>> existing) {
        return new Overlaps(flows, new SourceNames(existing, flows)).of(link);
    }

    static FlowReach named(String link, String source, String target, UnaryOperator<String> naming, String... topics) {
        Set<String> named = new HashSet<>(List.of(topics));
        return new FlowReach(link, new FlowId(source, target), named, false, named.toString(), named::contains, naming);
    }

    static FlowReach patterned(
            String link, String source, String target, String pattern, UnaryOperator<String> naming) {
        return patterned(link, source, target, pattern, "", naming);
    }

    private static FlowReach patterned(
            String link, String source, String target, String pattern, String more, UnaryOperator<String> naming) {
        return new FlowReach(
                link,
                new FlowId(source, target),
                Set.of(),
                true,
                pattern + more,
                topic -> topic.matches(pattern),
                naming);
    }
}
