package io.streambus.bridge.observe;

import io.streambus.bridge.checkpoint.CheckpointSnapshots;
import io.streambus.bridge.checkpoint.FlowCheckpointSnapshot;
import io.streambus.bridge.cluster.ClusterProbe;
import io.streambus.bridge.health.LinkFacts;
import io.streambus.bridge.health.LinkFacts.ClusterFact;
import io.streambus.bridge.health.LinkFacts.OpenFact;
import io.streambus.bridge.health.LinkHealth;
import io.streambus.bridge.lifecycle.LinkView;
import io.streambus.bridge.link.cluster.LinkedCluster;
import io.streambus.bridge.metrics.Irregularities;
import io.streambus.bridge.metrics.LinkMeter;
import io.streambus.bridge.metrics.LinkMetrics;
import io.streambus.bridge.metrics.LinkSample;
import io.streambus.bridge.metrics.PartitionObservation;
import io.streambus.bridge.plan.Flow;
import io.streambus.bridge.transaction.OpenTransaction;
import io.streambus.connect.checkpoint.Counters;
import io.streambus.connect.checkpoint.PartitionCheckpoint;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;

/** All that one round of observation has seen of a link, and what metrics and health make of it. Confined to one round. */
final class LinkSnapshot {

    private final LinkView view;
    private final Map<Flow, FlowCheckpointSnapshot> checkpoints;
    /** Those of flows that rest on purpose are no sign of anything. */
    private final Map<Flow, FlowCheckpointSnapshot> inService;

    private final boolean checkpointsKnown;
    private final Map<Flow, Predicate<String>> topics;

    /** @param topics by flow: whether it carries the topic of that name; what others have left behind is no progress of the link any more */
    LinkSnapshot(
            LinkView view,
            Map<Flow, FlowCheckpointSnapshot> checkpoints,
            boolean checkpointsKnown,
            Map<Flow, Predicate<String>> topics) {
        this.view = view;
        this.checkpoints = checkpoints;
        this.inService = new LinkedHashMap<>(checkpoints);
        inService.keySet().retainAll(view.flowsInService());
        this.checkpointsKnown = checkpointsKnown;
        this.topics = topics;
    }

    static LinkSnapshot of(LinkView view, CheckpointSnapshots source, FlowTopics topics) {
        // Before the table is looked at, or what came in between would be missed and taken for known.
        boolean known = view.flows().keySet().stream().allMatch(source::known);
        Map<Flow, FlowCheckpointSnapshot> checkpoints = new LinkedHashMap<>();
        view.flows().keySet().forEach(flow -> checkpoints.put(flow, source.of(flow)));
        return new LinkSnapshot(view, checkpoints, known, topics.of(view));
    }

    LinkView view() {
        return view;
    }

    /** The checkpoints of the flows that should be copying. */
    Map<Flow, FlowCheckpointSnapshot> inService() {
        return inService;
    }

    /** Whether all checkpoints had been read; {@link #observation} tells too little before. */
    boolean checkpointsKnown() {
        return checkpointsKnown;
    }

    Set<LinkedCluster> targets() {
        return checkpoints.keySet().stream().map(Flow::target).collect(Collectors.toSet());
    }

    /** The partitions whose end offsets matter, by cluster; all clusters are among the keys, if only to see whether they answer. */
    Map<LinkedCluster, Set<TopicPartition>> wanted() {
        Map<LinkedCluster, Set<TopicPartition>> wanted = new LinkedHashMap<>();
        view.link().topology().clusters().forEach(cluster -> wanted.put(cluster, new HashSet<>()));
        inService.forEach((flow, seen) -> seen.partitions().keySet().stream()
                .filter(partition -> carries(flow, partition))
                .forEach(wanted.computeIfAbsent(flow.source(), cluster -> new HashSet<>())::add));
        return wanted;
    }

    LinkMeter.Observation observation(Instant now, Map<LinkedCluster, ClusterProbe> probes) {
        List<PartitionObservation> partitions = new ArrayList<>();
        List<PartitionObservation> dropped = new ArrayList<>();
        checkpoints.forEach((flow, seen) -> {
            FlowCheckpointSnapshot.Vouched vouched = seen.vouched();
            seen.partitions().forEach((partition, checkpoint) -> {
                ClusterProbe source = probes.get(flow.source());
                OptionalLong end = endOffset(source, partition);
                // Tasks leave out partitions that are caught up, so silence alone is no sign; the source has to say
                // that it is gone.
                boolean gone = source instanceof ClusterProbe.Reachable
                        && end.isEmpty()
                        && !seen.isCurrent(checkpoint.writtenAtMs());
                (inService.containsKey(flow) && carries(flow, partition) && !gone ? partitions : dropped)
                        .add(progress(
                                flow,
                                partition,
                                checkpoint,
                                vouched.caughtUpAtMs(checkpoint),
                                end,
                                open(source, partition)));
            });
        });
        partitions.sort(Comparator.comparing(PartitionObservation::topic)
                .thenComparing(PartitionObservation::partition)
                .thenComparing(PartitionObservation::name));
        return new LinkMeter.Observation(
                now,
                view.status().running(),
                view.startedAt(),
                view.totalFailures(),
                view.consecutiveFailures(),
                partitions,
                dropped);
    }

    boolean carries(Flow flow, TopicPartition partition) {
        return carries(flow, partition.topic());
    }

    boolean carries(Flow flow, String topic) {
        return topics.get(flow).test(topic);
    }

    /** Where the source's log ends; empty if it does not say. */
    static OptionalLong endOffset(ClusterProbe probe, TopicPartition partition) {
        Long offset = probe instanceof ClusterProbe.Reachable reachable
                ? reachable.endOffsets().get(partition)
                : null;
        return offset == null ? OptionalLong.empty() : OptionalLong.of(offset);
    }

    /** Up to where a flow can copy, which reads committed records; empty if the source does not say. */
    static OptionalLong stableEnd(ClusterProbe probe, TopicPartition partition) {
        Optional<OpenTransaction> open = open(probe, partition);
        return open.isPresent() ? OptionalLong.of(open.get().stableOffset()) : endOffset(probe, partition);
    }

    /** The part of the log that is not copied before somebody's transaction has ended. */
    private static Optional<OpenTransaction> open(ClusterProbe probe, TopicPartition partition) {
        return probe instanceof ClusterProbe.Reachable reachable
                ? Optional.ofNullable(reachable.open().get(partition))
                : Optional.empty();
    }

    private PartitionObservation progress(
            Flow flow,
            TopicPartition partition,
            PartitionCheckpoint checkpoint,
            OptionalLong caughtUpAtMs,
            OptionalLong endOffset,
            Optional<OpenTransaction> open) {
        Counters counters = checkpoint.counters();
        return new PartitionObservation(
                prefix(flow) + partition,
                partition.topic(),
                partition.partition(),
                checkpoint.nextSourceOffset(),
                endOffset,
                open,
                counters.records(),
                counters.bytes(),
                counters.errors(),
                new Irregularities(counters.reordered(), counters.repeated(), counters.carried(), counters.echoed()),
                time(checkpoint.lastRecordTimestampMs().stream()
                        .filter(ms -> ms >= 0)
                        .findFirst()),
                time(caughtUpAtMs));
    }

    /** Tells the partitions of several flows apart: by their source, and where several flows read it, by their target too. */
    private String prefix(Flow flow) {
        if (checkpoints.size() == 1) {
            return "";
        }
        String source = flow.source().clusterId();
        boolean only = checkpoints.keySet().stream()
                .allMatch(other -> other.equals(flow) || !other.source().equals(flow.source()));
        return only ? source + '/' : source + '>' + flow.target().clusterId() + '/';
    }

    List<PartitionState> partitions() {
        List<PartitionState> states = new ArrayList<>();
        checkpoints.forEach((flow, seen) -> {
            FlowCheckpointSnapshot.Vouched vouched = seen.vouched();
            seen.partitions()
                    .forEach((partition, checkpoint) -> states.add(new PartitionState(
                            flow.name(),
                            flow.source().clusterId(),
                            flow.target().clusterId(),
                            partition.topic(),
                            partition.partition(),
                            checkpoint,
                            vouched.caughtUpAtMs(checkpoint))));
        });
        states.sort(Comparator.comparing(PartitionState::flow)
                .thenComparing(PartitionState::topic)
                .thenComparing(PartitionState::partition));
        return states;
    }

    LinkFacts facts(Instant now, Optional<LinkMetrics> metrics, Map<LinkedCluster, ClusterProbe> probes) {
        return new LinkFacts(
                now,
                view.status(),
                facts(Flow::source, probes),
                facts(Flow::target, probes),
                metrics.isPresent(),
                metrics.map(LinkMetrics::replicationLagMs).orElse(0L),
                openTransactions(probes),
                metrics.map(LinkMetrics::errorsPerSecond).orElse(0.0),
                view.consecutiveFailures(),
                newestOfOldestFlow(),
                view.link().tuning().checkpointInterval(),
                standstills(),
                notes(),
                view.blockedBy(),
                view.link().failover().enabled());
    }

    private List<OpenFact> openTransactions(Map<LinkedCluster, ClusterProbe> probes) {
        return inService.entrySet().stream()
                .flatMap(each -> each.getValue().partitions().keySet().stream()
                        .filter(partition -> carries(each.getKey(), partition))
                        .flatMap(partition -> open(probes.get(each.getKey().source()), partition)
                                .map(open -> new OpenFact(
                                        each.getKey().source().clusterId(),
                                        partition.topic(),
                                        partition.partition(),
                                        open))
                                .stream()))
                .distinct()
                .toList();
    }

    LinkSample sample(LinkFacts facts, LinkHealth health, Optional<LinkMetrics> metrics) {
        return new LinkSample(
                metrics,
                view.status().word(),
                health.status().word(),
                Stream.concat(facts.sources().stream(), facts.targets().stream())
                        .collect(Collectors.toMap(ClusterFact::clusterId, ClusterFact::reachable, (one, same) -> one)),
                facts.newestCheckpoint(),
                view.totalFailures());
    }

    private Optional<Instant> newestOfOldestFlow() {
        boolean oneHasNone =
                inService.values().stream().anyMatch(seen -> seen.newest().isEmpty());
        return oneHasNone
                ? Optional.empty()
                : inService.values().stream()
                        .flatMap(seen -> seen.newest().stream())
                        .min(Comparator.naturalOrder());
    }

    private List<String> standstills() {
        List<String> sentences = new ArrayList<>();
        inService.forEach((flow, seen) -> seen.tasks()
                .forEach((number, task) -> task.error()
                        .filter(error -> seen.isCurrent(task.writtenAtMs()))
                        .ifPresent(error ->
                                sentences.add("Task " + number + " of " + flow.name() + " reports: " + error))));
        sentences.sort(Comparator.naturalOrder());
        return sentences;
    }

    private List<String> notes() {
        return inService.values().stream()
                .flatMap(seen -> seen.tasks().values().stream().filter(task -> seen.isCurrent(task.writtenAtMs())))
                .flatMap(task -> task.warnings().stream())
                .distinct()
                .sorted()
                .toList();
    }

    private List<ClusterFact> facts(Function<Flow, LinkedCluster> end, Map<LinkedCluster, ClusterProbe> probes) {
        return inService.keySet().stream()
                .map(end)
                .distinct()
                .map(cluster -> fact(cluster, probes))
                .toList();
    }

    private static ClusterFact fact(LinkedCluster cluster, Map<LinkedCluster, ClusterProbe> probes) {
        return new ClusterFact(
                cluster.clusterId(),
                probes.get(cluster) instanceof ClusterProbe.Unreachable unreachable
                        ? Optional.of(unreachable.reason())
                        : Optional.empty());
    }

    private static Optional<Instant> time(OptionalLong millis) {
        return millis.isPresent() ? Optional.of(Instant.ofEpochMilli(millis.getAsLong())) : Optional.empty();
    }
}
