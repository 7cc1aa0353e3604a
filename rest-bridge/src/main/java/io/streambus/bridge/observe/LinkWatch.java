package io.streambus.bridge.observe;

import io.streambus.bridge.cluster.ClusterProbe;
import io.streambus.bridge.health.HealthFinding;
import io.streambus.bridge.health.LifeSigns;
import io.streambus.bridge.health.ProgressWatch;
import io.streambus.bridge.health.StandstillWatch;
import io.streambus.bridge.health.TopicMatch;
import io.streambus.bridge.json.NearestName;
import io.streambus.bridge.lifecycle.LinkView;
import io.streambus.bridge.link.LinkStatus;
import io.streambus.bridge.link.TopicScope;
import io.streambus.bridge.link.cluster.LinkedCluster;
import io.streambus.bridge.plan.Flow;
import io.streambus.connect.standstill.SkipOffset;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/** What shows of a link only over several rounds: gathers it for the rules. Confined to the observer. */
final class LinkWatch {

    private final StandstillWatch standstills;
    private final ProgressWatch progress;
    private final LifeSigns lifeSigns;

    LinkWatch(LinkView view) {
        this.standstills = new StandstillWatch(view.id());
        this.progress = new ProgressWatch(view.link().tuning().checkpointInterval());
        this.lifeSigns = new LifeSigns(view.link().tuning().checkpointInterval());
    }

    /** @return what was found; nothing while the link rests or its checkpoints have not been read */
    List<HealthFinding> look(
            LinkSnapshot scene, Instant now, Map<LinkedCluster, ClusterProbe> probes, TopicNames topicNames) {
        LinkStatus status = scene.view().status();
        boolean active = status instanceof LinkStatus.Active && scene.checkpointsKnown();
        if (!active) {
            progress.rest();
        }
        if (!status.running() || !scene.checkpointsKnown()) {
            return List.of();
        }
        List<HealthFinding> findings = new ArrayList<>(standstills.look(now, stopped(scene)));
        if (active) {
            findings.addAll(lifeSigns.look(now, status.since(), signs(scene, now, probes)));
            findings.addAll(progress.look(now, status.since(), positions(scene, probes)));
        }
        matches(scene, probes, topicNames)
                .forEach(match -> match.finding(now, status.since()).ifPresent(findings::add));
        return findings;
    }

    private static List<StandstillWatch.Stopped> stopped(LinkSnapshot scene) {
        List<StandstillWatch.Stopped> stopped = new ArrayList<>();
        scene.inService()
                .forEach((flow, seen) -> seen.partitions()
                        .forEach((partition, checkpoint) -> checkpoint
                                .error()
                                .filter(error ->
                                        scene.carries(flow, partition) && seen.isCurrent(checkpoint.writtenAtMs()))
                                .ifPresent(error -> stopped.add(new StandstillWatch.Stopped(
                                        flow.name(),
                                        flow.source().clusterId(),
                                        partition.toString(),
                                        error,
                                        SkipOffset.of(error).isPresent())))));
        return stopped;
    }

    /** Tasks whose target is away write nothing, which is no news then. */
    private static List<LifeSigns.Sign> signs(
            LinkSnapshot scene, Instant now, Map<LinkedCluster, ClusterProbe> probes) {
        List<LifeSigns.Sign> signs = new ArrayList<>();
        scene.inService().forEach((flow, seen) -> {
            if (probes.get(flow.target()) instanceof ClusterProbe.Reachable) {
                Map<Integer, String> workers = scene.view().workers().getOrDefault(flow.name(), Map.of());
                seen.tasks().forEach((number, task) -> {
                    if (seen.isCurrent(task.writtenAtMs())) {
                        signs.add(new LifeSigns.Sign(
                                flow.name(),
                                number,
                                workers.getOrDefault(number, ""),
                                seen.signs().getOrDefault(number, now)));
                    }
                });
            }
        });
        return signs;
    }

    private static List<ProgressWatch.Position> positions(LinkSnapshot scene, Map<LinkedCluster, ClusterProbe> probes) {
        List<ProgressWatch.Position> positions = new ArrayList<>();
        scene.inService()
                .forEach((flow, seen) -> seen.partitions().forEach((partition, checkpoint) -> {
                    OptionalLong end = LinkSnapshot.stableEnd(probes.get(flow.source()), partition);
                    if (end.isPresent()
                            && checkpoint.error().isEmpty()
                            && scene.carries(flow, partition)
                            && probes.get(flow.target()) instanceof ClusterProbe.Reachable) {
                        positions.add(new ProgressWatch.Position(
                                flow.name(), partition.toString(), checkpoint.nextSourceOffset(), end.getAsLong()));
                    }
                }));
        return positions;
    }

    private static List<TopicMatch> matches(
            LinkSnapshot scene, Map<LinkedCluster, ClusterProbe> probes, TopicNames topicNames) {
        List<TopicMatch> matches = new ArrayList<>();
        scene.inService().forEach((flow, seen) -> {
            List<TopicPartition> carried = seen.partitions().keySet().stream()
                    .filter(partition -> scene.carries(flow, partition))
                    .toList();
            ClusterProbe source = probes.get(flow.source());
            boolean there = carried.stream()
                    .anyMatch(partition ->
                            LinkSnapshot.endOffset(source, partition).isPresent());
            if (!there && source instanceof ClusterProbe.Reachable) {
                topicNames
                        .of(flow.source())
                        .map(names -> match(scene, flow, names))
                        // Begun and there, though the source does not say where it ends: no matter of names.
                        .filter(match -> carried.isEmpty() || match.matching().isEmpty())
                        .ifPresent(matches::add);
            }
        });
        return matches;
    }

    private static TopicMatch match(LinkSnapshot scene, Flow flow, Set<String> names) {
        TopicScope scope = scene.view().link().topics();
        return new TopicMatch(
                flow.source().clusterId(),
                filter(scope),
                names.size(),
                names.stream()
                        .filter(name -> scene.carries(flow, name))
                        .sorted()
                        .toList(),
                scope.names().stream()
                        .flatMap(name -> NearestName.of(name, names).stream())
                        .distinct()
                        .sorted()
                        .toList());
    }

    private static String filter(TopicScope scope) {
        List<String> parts = new ArrayList<>();
        if (!scope.names().isEmpty()) {
            parts.add("topics " + scope.names());
        }
        scope.regex().ifPresent(regex -> parts.add("topics_regex " + regex));
        if (parts.isEmpty()) {
            parts.add("all topics");
        }
        String exclude = scope.exclude().isEmpty() ? "" : ", without topics_exclude " + scope.exclude();
        return String.join(" or ", parts) + exclude;
    }
}
