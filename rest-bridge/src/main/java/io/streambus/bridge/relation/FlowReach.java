package io.streambus.bridge.relation;

import io.streambus.bridge.link.FlowId;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * Which topics a flow takes where, as far as other flows have to do with it.
 *
 * @param link whose flow it is
 * @param named topics that the link's document names, whether they are there or not
 * @param patterned whether it takes others than those too
 * @param rule what the link says of topics, in a text: flows of one text take the same topics to the same names
 * @param carries whether the flow takes a topic
 * @param naming what a topic is called on the target
 */
public record FlowReach(
        String link,
        FlowId flow,
        Set<String> named,
        boolean patterned,
        String rule,
        Predicate<String> carries,
        UnaryOperator<String> naming) {

    public FlowReach {
        Objects.requireNonNull(link, "link");
        Objects.requireNonNull(flow, "flow");
        named = Set.copyOf(named);
        Objects.requireNonNull(rule, "rule");
        Objects.requireNonNull(carries, "carries");
        Objects.requireNonNull(naming, "naming");
    }

    /**
     * The topics that it takes or would take.
     *
     * @param existing topics that its source has, and that other links name there
     */
    Set<String> topics(Set<String> existing) {
        Set<String> topics = new TreeSet<>(named);
        if (patterned) {
            topics.addAll(existing);
        }
        topics.removeIf(carries.negate());
        return topics;
    }
}
