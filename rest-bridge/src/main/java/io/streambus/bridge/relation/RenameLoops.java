package io.streambus.bridge.relation;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Circles of flows in which a topic comes back under another name each time. Provenance ends the way of each record where it is from, and so every
 * other circle, but not this: topics are made for the copies of copies, without end.
 */
public final class RenameLoops {

    /** A flow that takes a third generation of names takes any. */
    private static final int GENERATIONS = 3;

    /** What is looked at for one link: a bound, for links that nobody would make. */
    private static final int STEPS = 20_000;

    private final List<FlowReach> flows;
    private final Deque<Step> path = new ArrayDeque<>();
    private final Set<List<String>> seen = new HashSet<>();
    private int steps;

    private record Step(FlowReach flow, String topic, String target) {}

    private RenameLoops(List<FlowReach> flows) {
        this.flows = flows;
    }

    /**
     * @param link whose flows the circle begins with
     * @param flows of all links
     */
    public static Optional<Finding> of(String link, Collection<FlowReach> flows, SourceNames names) {
        RenameLoops loops =
                new RenameLoops(flows.stream().filter(FlowReach::patterned).toList());
        for (FlowReach flow : loops.flows) {
            for (String topic : flow.link().equals(link) ? names.takenBy(flow) : Set.<String>of()) {
                loops.seen.add(List.of(flow.flow().source(), topic));
                if (loops.endless(flow, topic)) {
                    return Optional.of(loops.finding(link));
                }
                loops.seen.clear();
            }
        }
        return Optional.empty();
    }

    /** Depth first; the path stays as it is once it is known to be endless. */
    private boolean endless(FlowReach flow, String topic) {
        if (++steps > STEPS) {
            return false;
        }
        String cluster = flow.flow().target();
        String name = flow.naming().apply(topic);
        path.addLast(new Step(flow, topic, name));
        long uses = path.stream().filter(step -> step.flow().equals(flow)).count();
        if (uses >= GENERATIONS) {
            return true;
        }
        // A place where the way has been is the end of this circle: provenance drops what comes back there.
        if (seen.add(List.of(cluster, name))) {
            for (FlowReach next : flows) {
                if (next.flow().source().equals(cluster) && next.carries().test(name) && endless(next, name)) {
                    return true;
                }
            }
        }
        path.removeLast();
        return false;
    }

    private Finding finding(String link) {
        Set<String> others =
                path.stream().map(step -> step.flow().link()).collect(Collectors.toCollection(TreeSet::new));
        String way = path.stream()
                .limit(GENERATIONS + 1L)
                .map(step -> step.target() + " on " + step.flow().flow().target())
                .collect(Collectors.joining(", then "));
        Step first = path.getFirst();
        others.remove(link);
        return Finding.conflict(
                "/topics",
                others,
                "link " + link + (others.isEmpty() ? "" : ", together with " + String.join(", ", others))
                        + ", would make topics without end: "
                        + first.topic() + " on " + first.flow().flow().source() + " becomes " + way
                        + " and so on. Exclude what comes back (topics_exclude), or list topics by name");
    }
}
