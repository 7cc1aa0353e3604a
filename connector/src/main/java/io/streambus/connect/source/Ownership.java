package io.streambus.connect.source;

import io.streambus.connect.checkpoint.PartitionCheckpoint;
import io.streambus.connect.fetch.Fetched;
import io.streambus.connect.fetch.Fetcher;
import io.streambus.connect.limits.TopicLimits;
import io.streambus.connect.limits.TopicLimitsReader;
import io.streambus.connect.offset.Tail;
import io.streambus.connect.provenance.ProvenanceRule;
import io.streambus.connect.topic.Shard;
import io.streambus.connect.topic.SourceTopic;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.LogTruncationException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which partitions the task copies right now, and from where: takes up those of its shard as soon as the target has them, lets go of deleted ones,
 * and stops those whose records are gone. Confined to the task's thread.
 */
final class Ownership {

    private static final Logger LOG = LoggerFactory.getLogger(Ownership.class);

    private final Shard shard;
    private final String sourceAlias;
    private final ProvenanceRule rule;
    private final GapPolicy gapPolicy;
    private final boolean fromLatest;
    private final Fetcher fetcher;
    private final LogRanges log;
    private final CommittedOffsets committed;
    private final TargetTail tail;
    private final OffsetBook offsets;
    private final TopicLimitsReader limitsReader;
    private final LongSupplier nowMs;

    /** What is known of partitions that are not owned: from before the task started, or from before their topic went away. */
    private final Map<TopicPartition, PartitionCheckpoint> remembered;

    private final Map<TopicPartition, OwnedPartition> reading = new LinkedHashMap<>();
    private final Map<TopicPartition, OwnedPartition> halted = new LinkedHashMap<>();
    /** Those of the halted that stand before a record that the target would refuse: they go on once the target's limits are others. */
    private final Set<TopicPartition> refused = new HashSet<>();

    /** No longer read, but perhaps with records under way; until they are through, the partition is not taken up again. */
    private final Map<TopicPartition, OwnedPartition> released = new HashMap<>();

    private final Map<TopicPartition, SourceTopic> topics = new HashMap<>();
    private final Map<String, TopicLimits> limits = new HashMap<>();
    private Set<TopicPartition> awaitingTarget = Set.of();

    /**
     * A partition that is to be taken up.
     *
     * @param tail what stands on the target, for the offset map
     */
    private record Candidate(TopicPartition partition, SourceTopic topic, Supplier<Tail> tail) {}

    /**
     * @param checkpoints the flow's, as they stand on the target
     * @param fetcher is told here, and nowhere else, what to read from where
     * @param log of the source
     * @param offsets has the maps of the partitions opened here
     * @param nowMs the clock, ms since the epoch
     */
    Ownership(
            Shard shard,
            SourceConfig config,
            ProvenanceRule rule,
            boolean fromLatest,
            Map<TopicPartition, PartitionCheckpoint> checkpoints,
            Fetcher fetcher,
            LogRanges log,
            CommittedOffsets committed,
            TargetTail tail,
            OffsetBook offsets,
            TopicLimitsReader limitsReader,
            LongSupplier nowMs) {
        this.shard = shard;
        this.sourceAlias = config.sourceAlias();
        this.rule = rule;
        this.gapPolicy = config.gapPolicy();
        this.fromLatest = fromLatest;
        this.remembered = new HashMap<>(checkpoints);
        this.fetcher = fetcher;
        this.log = log;
        this.committed = committed;
        this.tail = tail;
        this.offsets = offsets;
        this.limitsReader = limitsReader;
        this.nowMs = nowMs;
    }

    /** The partition, if the task is reading it; null if not. */
    OwnedPartition reading(TopicPartition partition) {
        return reading.get(partition);
    }

    Collection<OwnedPartition> reading() {
        return reading.values();
    }

    /** All that are owned: those being read and those that stand still. */
    List<OwnedPartition> all() {
        List<OwnedPartition> all = new ArrayList<>(reading.values());
        all.addAll(halted.values());
        return all;
    }

    /** Partitions of this task's shard that the target does not have yet. */
    Set<TopicPartition> awaitingTarget() {
        return awaitingTarget;
    }

    /**
     * Takes a new look at the topics into account.
     *
     * @throws InterruptedException if interrupted while asking the source for offsets
     */
    void adopt(List<SourceTopic> observed) throws InterruptedException {
        Map<TopicPartition, SourceTopic> wanted = new LinkedHashMap<>();
        Set<TopicPartition> waiting = new TreeSet<>(Comparator.comparing(TopicPartition::toString));
        for (SourceTopic topic : observed) {
            for (int partition = 0; partition < topic.partitions(); partition++) {
                if (shard.owns(topic.name(), partition)) {
                    TopicPartition mine = new TopicPartition(topic.name(), partition);
                    if (partition < topic.targetPartitions()) {
                        wanted.put(mine, topic);
                    } else {
                        waiting.add(mine);
                    }
                }
            }
        }
        awaitingTarget = waiting;
        Map<TopicPartition, SourceTopic> fresh = underNewLimits(wanted);
        boolean letGo = letGoOf(wanted.keySet());
        for (Map.Entry<TopicPartition, SourceTopic> entry : wanted.entrySet()) {
            TopicPartition partition = entry.getKey();
            SourceTopic before = topics.put(partition, entry.getValue());
            if (before == null || recreated(before, entry.getValue())) {
                letGo |= release(partition);
                fresh.put(partition, entry.getValue());
            }
        }
        // Read again before its records are through, a partition would be copied twice from there: the next look sees
        // them through.
        fresh.keySet().removeIf(partition -> !settled(partition));
        if (!fresh.isEmpty()) {
            admit(fresh);
        } else if (letGo) {
            fetcher.retain(reading.keySet());
        }
    }

    /** The refused partitions whose topic takes other records by now. */
    private Map<TopicPartition, SourceTopic> underNewLimits(Map<TopicPartition, SourceTopic> wanted)
            throws InterruptedException {
        Map<TopicPartition, SourceTopic> fresh = new LinkedHashMap<>();
        refused.retainAll(wanted.keySet());
        if (refused.isEmpty()) {
            return fresh;
        }
        Map<String, TopicLimits> now = limitsReader.of(refused.stream()
                .map(partition -> wanted.get(partition).targetName())
                .toList());
        for (TopicPartition partition : List.copyOf(refused)) {
            SourceTopic topic = wanted.get(partition);
            if (!now.get(topic.targetName()).equals(limits.get(topic.targetName()))) {
                release(partition);
                fresh.put(partition, topic);
            }
        }
        return fresh;
    }

    /** The next record of the partition is one that the target would refuse: the partition stops before it, the others go on. */
    void refuse(OwnedPartition partition, long offset, String why) {
        String reason = "Record at offset " + offset + " of " + partition.source() + " would be refused by "
                + partition.targetTopic()
                + " on the target: " + why
                + ". The partition stands still before it. Change the settings of the topic, send such records to "
                + SourceSettings.DEAD_LETTERS + ", or stop the link and alter its offsets to pass over the record.";
        LOG.error("{}", reason);
        reading.remove(partition.source());
        halted.put(partition.source(), partition);
        refused.add(partition.source());
        partition.progress().halted(reason);
        fetcher.retain(reading.keySet());
    }

    private static boolean recreated(SourceTopic before, SourceTopic now) {
        return before.id().isPresent() && now.id().isPresent() && !before.id().equals(now.id());
    }

    private boolean letGoOf(Set<TopicPartition> wanted) {
        Set<TopicPartition> gone = new HashSet<>(topics.keySet());
        gone.removeAll(wanted);
        if (gone.isEmpty()) {
            return false;
        }
        LOG.info("No longer copying {}: the source no longer has them, or they are no longer selected", gone);
        gone.forEach(partition -> {
            release(partition);
            topics.remove(partition);
        });
        return true;
    }

    /** Stops reading a partition; what it has handed to the worker goes on its way. */
    private boolean release(TopicPartition partition) {
        refused.remove(partition);
        OwnedPartition owned = reading.remove(partition);
        owned = owned != null ? owned : halted.remove(partition);
        if (owned != null) {
            released.put(partition, owned);
        }
        return owned != null;
    }

    /** Whether nothing of an earlier ownership is still under way; if so, what it has come to is remembered. */
    private boolean settled(TopicPartition partition) {
        OwnedPartition before = released.get(partition);
        if (before == null) {
            return true;
        }
        if (!before.progress().nothingUnderWay()) {
            topics.remove(partition);
            return false;
        }
        remember(partition);
        return true;
    }

    /** Moves what the task knows of a released partition to where its admission looks for it. */
    private void remember(TopicPartition partition) {
        remembered.put(partition, released.remove(partition).progress().checkpoint(nowMs.getAsLong()));
    }

    private void admit(Map<TopicPartition, SourceTopic> fresh) throws InterruptedException {
        Map<TopicPartition, LogRanges.Range> ranges = log.of(fresh.keySet());
        Map<TopicPartition, Long> byConnect = committed.of(fresh.keySet());
        Map<TopicPartition, TargetTail.Found> tails = tail.find(places(fresh, byConnect.keySet()));
        limits.putAll(limitsReader.of(
                fresh.values().stream().map(SourceTopic::targetName).distinct().toList()));
        Map<TopicPartition, StartPosition.At> seeks = new LinkedHashMap<>();
        fresh.forEach((partition, topic) -> {
            LogRanges.Range range = ranges.get(partition);
            TargetTail.Found found = tails.get(partition);
            if (range == null || found == null) {
                // Deleted since the look at the topics: the next look says so.
                topics.remove(partition);
                return;
            }
            StartPosition position = StartPosition.of(
                    optional(byConnect.get(partition)),
                    Optional.ofNullable(remembered.get(partition)),
                    found.next(),
                    topic.id(),
                    range.start(),
                    range.end(),
                    fromLatest);
            Candidate candidate = new Candidate(partition, topic, found::tail);
            if (position instanceof StartPosition.Gapped gapped) {
                place(candidate, gapped.gap(), range.start()).ifPresent(at -> seeks.put(partition, at));
            } else if (position instanceof StartPosition.At at) {
                open(candidate, at);
                seeks.put(partition, at);
            }
        });
        begin(seeks);
        LOG.info(
                "Copying {} more partitions, {} in all, {} of them standing still",
                seeks.size(),
                all().size(),
                halted.size());
    }

    /** What the search of the target's tails has to know. That of a pinned partition serves its offset map only, see {@link StartPosition}. */
    private Map<TopicPartition, TargetTail.Place> places(
            Map<TopicPartition, SourceTopic> fresh, Set<TopicPartition> knownToConnect) {
        Map<TopicPartition, TargetTail.Place> places = new HashMap<>();
        fresh.forEach((partition, topic) -> {
            Optional<PartitionCheckpoint> checkpoint = Optional.ofNullable(remembered.get(partition));
            places.put(
                    partition,
                    new TargetTail.Place(
                            new TopicPartition(topic.targetName(), partition.partition()),
                            checkpoint
                                    .map(PartitionCheckpoint::lastTargetOffset)
                                    .orElse(OptionalLong.empty()),
                            offsets.knownTo(partition, topic.id()),
                            offsets.knowsOnlyNamesakes(
                                    partition, topic.id(), checkpoint.flatMap(PartitionCheckpoint::topicId)),
                            knownToConnect.contains(partition)));
        });
        return places;
    }

    private static OptionalLong optional(Long value) {
        return value == null ? OptionalLong.empty() : OptionalLong.of(value);
    }

    /** What should come next of a partition that is being read is not there. */
    void gone(Fetched.Gone gone) throws InterruptedException {
        TopicPartition partition = gone.partition();
        LogRanges.Range range = log.of(Set.of(partition)).get(partition);
        if (range == null) {
            // Deleted: the next look at the topics says so.
            return;
        }
        Optional<SourceGap> gap = gap(gone, range);
        if (gap.isEmpty()) {
            read(Map.of(partition, new StartPosition.At(gone.expected(), OptionalInt.empty())));
            return;
        }
        release(partition);
        remember(partition);
        // Its map is here, whatever is still under way.
        Candidate candidate = new Candidate(partition, topics.get(partition), Tail.Unknown::new);
        begin(place(candidate, gap.get(), range.start())
                .map(at -> Map.of(partition, at))
                .orElse(Map.of()));
    }

    private static Optional<SourceGap> gap(Fetched.Gone gone, LogRanges.Range range) {
        long expected = gone.expected();
        if (gone.cause() instanceof LogTruncationException truncation) {
            OffsetAndMetadata divergent = truncation.divergentOffsets().get(gone.partition());
            return Optional.of(new SourceGap.CutBack(
                    expected, divergent == null ? Math.min(expected, range.end()) : divergent.offset()));
        }
        if (expected < range.start()) {
            return Optional.of(new SourceGap.Overtaken(expected, range.start()));
        }
        // Within the range by now: a follower answered that had not caught up.
        return expected > range.end() ? Optional.of(new SourceGap.CutBack(expected, range.end())) : Optional.empty();
    }

    /** Applies the policy; the answer is where to go on, if at all. */
    private Optional<StartPosition.At> place(Candidate candidate, SourceGap gap, long logStart) {
        TopicPartition partition = candidate.partition();
        String what = gap.describe(partition);
        return switch (gapPolicy) {
            case FAIL -> {
                String reason = what
                        + ". The partition stands still. Stop the link and alter its offsets to decide where it goes on, or set "
                        + SourceSettings.GAP_POLICY + " to skip or restart.";
                LOG.error("{}", reason);
                // The epoch and the topic's id stay as they were, so that a restart comes to the same verdict.
                OptionalInt epoch = Optional.ofNullable(remembered.get(partition))
                        .map(PartitionCheckpoint::leaderEpoch)
                        .orElse(OptionalInt.empty());
                OwnedPartition stopped = make(candidate, new StartPosition.At(gap.expected(), epoch), true);
                stopped.progress().halted(reason);
                halted.put(partition, stopped);
                yield Optional.empty();
            }
            case SKIP -> Optional.of(goOn(candidate, what, gap.found()));
            case RESTART -> Optional.of(goOn(candidate, what, logStart));
        };
    }

    private StartPosition.At goOn(Candidate candidate, String what, long offset) {
        LOG.warn("{}. Going on at offset {}, as {} = {} says.", what, offset, SourceSettings.GAP_POLICY, gapPolicy);
        StartPosition.At at = new StartPosition.At(offset, OptionalInt.empty());
        // Until something comes of it, what stands on the target tells of the time before the gap.
        remembered.computeIfPresent(candidate.partition(), (of, before) -> before.pinnedAt(offset, nowMs.getAsLong()));
        open(candidate, at).progress().erred();
        return at;
    }

    private OwnedPartition open(Candidate candidate, StartPosition.At at) {
        OwnedPartition owned = make(candidate, at, false);
        reading.put(candidate.partition(), owned);
        return owned;
    }

    /** @param halted whether it stands still: then its checkpoint goes on telling of the topic that was read, not of the one that is there now */
    private OwnedPartition make(Candidate candidate, StartPosition.At at, boolean halted) {
        TopicPartition partition = candidate.partition();
        SourceTopic topic = candidate.topic();
        PartitionCheckpoint before = Optional.ofNullable(remembered.remove(partition))
                .orElseGet(() -> PartitionCheckpoint.startingAt(at.offset(), nowMs.getAsLong()));
        PartitionProgress progress = new PartitionProgress(
                before.resumedAt(at.offset(), at.leaderEpoch()),
                halted && before.topicId().isPresent() ? before.topicId() : topic.id(),
                halted ? OffsetBook.closed() : offsets.open(partition, topic.id(), candidate.tail(), at.offset()));
        return new OwnedPartition(
                partition,
                topic.targetName(),
                limits.getOrDefault(topic.targetName(), TopicLimits.NONE),
                rule.stampFor(partition.partition()),
                new SourcePartition(sourceAlias, partition, progress));
    }

    private void begin(Map<TopicPartition, StartPosition.At> positions) throws InterruptedException {
        offsets.writeBeginnings();
        fetcher.retain(reading.keySet());
        read(positions);
    }

    private void read(Map<TopicPartition, StartPosition.At> positions) {
        Map<TopicPartition, OffsetAndMetadata> from = new HashMap<>();
        positions.forEach((partition, at) -> from.put(
                partition,
                new OffsetAndMetadata(
                        at.offset(),
                        at.leaderEpoch().isPresent()
                                ? Optional.of(at.leaderEpoch().getAsInt())
                                : Optional.empty(),
                        "")));
        fetcher.read(from);
    }
}
