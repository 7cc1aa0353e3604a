package io.streambus.bridge.relation;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A topic is written by one flow, from one topic: what two flows copy alike is there twice, and what comes from two topics is one log that nobody can
 * tell apart. The flows of one link are meant to meet; provenance keeps each record from coming twice there. Confined to one thread.
 */
public final class Overlaps {

    private static final String POINTER = "/topics";

    private final Collection<FlowReach> flows;
    private final Map<Place, List<Origin>> written = new HashMap<>();

    private record Place(String cluster, String topic) {
        @Override
        public String toString() {
            return topic + " of cluster " + cluster;
        }
    }

    private record Origin(FlowReach flow, String topic) {
        Place place() {
            return new Place(flow.flow().source(), topic);
        }
    }

    /** @param twice whether both copy the same topic */
    private record Meeting(String link, boolean twice) {}

    /** @param flows of all links */
    public Overlaps(Collection<FlowReach> flows, SourceNames names) {
        this.flows = flows;
        for (FlowReach flow : flows) {
            for (String topic : names.takenBy(flow)) {
                Place target = new Place(flow.flow().target(), flow.naming().apply(topic));
                written.computeIfAbsent(target, none -> new ArrayList<>(1)).add(new Origin(flow, topic));
            }
        }
    }

    /** What is found of a link: one finding for each other link and kind, with the first topic as an example. */
    public List<Finding> of(String link) {
        Set<String> merged = new TreeSet<>();
        Map<Meeting, Set<String>> meetings =
                new TreeMap<>(Comparator.comparing(Meeting::link).thenComparing(Meeting::twice));
        written.forEach((target, origins) -> origins.stream()
                .filter(ours -> origins.size() > 1 && ours.flow().link().equals(link))
                .forEach(ours -> origins.stream()
                        .filter(other -> !other.equals(ours))
                        .forEach(other -> meet(target, ours, other, merged, meetings))));
        meetAlike(link, meetings);
        List<Finding> findings = new ArrayList<>();
        if (!merged.isEmpty()) {
            findings.add(Finding.conflict(
                    POINTER,
                    Set.of(),
                    "link " + link + " would write " + example(merged)
                            + ". A topic can be the copy of one topic only: give one of them another target_topic in"
                            + " topic_config, or leave it out"));
        }
        meetings.forEach((meeting, examples) -> findings.add(finding(link, meeting, examples)));
        return findings;
    }

    private static void meet(
            Place target, Origin ours, Origin other, Set<String> merged, Map<Meeting, Set<String>> meetings) {
        String mixed = target + " from " + ours.place() + " and from " + other.place();
        if (ours.flow().equals(other.flow())) {
            if (ours.topic().compareTo(other.topic()) < 0) {
                merged.add(mixed);
            }
        } else if (!ours.flow().link().equals(other.flow().link())) {
            boolean twice = ours.place().equals(other.place());
            meetings.computeIfAbsent(new Meeting(other.flow().link(), twice), none -> new TreeSet<>())
                    .add(twice ? ours.place() + " to " + target : mixed);
        }
    }

    /** None of their topics need be there: whatever comes, both take it. */
    private void meetAlike(String link, Map<Meeting, Set<String>> meetings) {
        List<FlowReach> ours = flows.stream()
                .filter(flow -> flow.link().equals(link) && flow.patterned())
                .toList();
        for (FlowReach other : ours.isEmpty() ? List.<FlowReach>of() : flows) {
            Meeting twice = new Meeting(other.link(), true);
            boolean alike = other.patterned()
                    && !other.link().equals(link)
                    && ours.stream()
                            .anyMatch(flow -> flow.flow().equals(other.flow())
                                    && flow.rule().equals(other.rule()));
            if (alike && !meetings.containsKey(twice)) {
                meetings.put(
                        twice,
                        Set.of("whatever matches " + other.rule() + " on cluster "
                                + other.flow().source() + " to cluster "
                                + other.flow().target()));
            }
        }
    }

    private static Finding finding(String link, Meeting meeting, Set<String> examples) {
        String both = "links " + link + " and " + meeting.link() + " both ";
        return Finding.conflict(
                POINTER,
                Set.of(meeting.link()),
                (meeting.twice()
                                ? both + "copy " + example(examples) + ": every record would be there twice"
                                : both + "write " + example(examples) + ": their records would be mixed")
                        + ". Leave the topic out of one of them, or name " + meeting.link()
                        + " in allow_overlap of link " + link + " if it is meant");
    }

    private static String example(Set<String> examples) {
        int more = examples.size() - 1;
        return examples.iterator().next() + (more == 0 ? "" : " (and " + more + " more)");
    }
}
