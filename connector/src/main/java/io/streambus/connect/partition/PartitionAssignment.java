package io.streambus.connect.partition;

import io.streambus.connect.checkpoint.CheckpointEntry;
import io.streambus.connect.checkpoint.EntryWriter;
import io.streambus.connect.checkpoint.PartitionCheckpoint;
import io.streambus.connect.checkpoint.PartitionCheckpoint.Standing;
import io.streambus.connect.cluster.ClusterException;
import io.streambus.connect.cluster.LogOffsets;
import io.streambus.connect.fetch.Fetched;
import io.streambus.connect.fetch.Fetcher;
import io.streambus.connect.limits.TopicLimits;
import io.streambus.connect.progress.OffsetMaps;
import io.streambus.connect.provenance.ProvenanceRule;
import io.streambus.connect.standstill.SkipOffset;
import io.streambus.connect.start.Admission;
import io.streambus.connect.start.SourceGap;
import io.streambus.connect.start.StartCandidate;
import io.streambus.connect.start.StartDecision;
import io.streambus.connect.topic.Shard;
import io.streambus.connect.topic.SourceTopic;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.LogTruncationException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which partitions the task copies right now: takes up those of its shard as soon as the target has them, lets go of deleted ones, and stops those whose
 * records are gone. A partition is {@link Wanted}, then being admitted ({@link Admissions}), then beginning ({@link Beginnings}), then read, or it
 * stands still ({@link Standstill}); what is let go of is {@link Unowned}. Confined to the task's thread.
 */
public final class PartitionAssignment {

    private static final Logger LOG = LoggerFactory.getLogger(PartitionAssignment.class);

    private final Shard shard;
    private final Fetcher fetcher;
    private final EntryWriter writer;
    private final LongSupplier nowMs;

    private final Opening opening;
    private final Unowned unowned;
    private final Admissions admissions;
    private final Beginnings beginnings;
    private final Standstill standstill = new Standstill();
    private final Map<TopicPartition, OwnedPartition> reading = new LinkedHashMap<>();

    private final Map<TopicPartition, SourceTopic> topics = new HashMap<>();
    private Set<TopicPartition> awaitingTarget = Set.of();
    private boolean wantsRefresh;

    /**
     * Whose entries the task writes.
     *
     * @param flow the flow's name
     * @param generation of the task's claim
     * @param sourceAlias as the flow names its source
     */
    public record Identity(String flow, long generation, String sourceAlias) {}

    /**
     * @param checkpoints the flow's, as they stand on the target
     * @param generations of the entries that stand there
     * @param fetcher is told here, and nowhere else, what to read from where
     * @param offsets has the maps of the partitions opened here
     * @param nowMs the clock, ms since the epoch
     */
    public PartitionAssignment(
            Identity identity,
            Shard shard,
            ProvenanceRule rule,
            Map<TopicPartition, PartitionCheckpoint> checkpoints,
            Map<TopicPartition, Set<Long>> generations,
            Admission admission,
            Fetcher fetcher,
            OffsetMaps offsets,
            EntryWriter writer,
            LongSupplier nowMs) {
        this.shard = shard;
        this.unowned = new Unowned(checkpoints);
        this.opening = new Opening(identity, rule, offsets, generations);
        this.admissions = new Admissions(admission, unowned);
        this.beginnings = new Beginnings(writer);
        this.fetcher = fetcher;
        this.writer = writer;
        this.nowMs = nowMs;
    }

    /** The partition, if the task is reading it; null if not. */
    public OwnedPartition reading(TopicPartition partition) {
        return reading.get(partition);
    }

    public Collection<OwnedPartition> reading() {
        return reading.values();
    }

    /** Of all partitions that are read or stand still, and those let go of with records in flight. */
    public Map<TopicPartition, PartitionCheckpoint> checkpoints(long now, Standing standing) {
        Map<TopicPartition, PartitionCheckpoint> all = new LinkedHashMap<>(standstill.stopped());
        unowned.forEachInFlight(
                (source, owned) -> all.put(source, owned.progress().checkpoint(now, Standing.RUNNING)));
        for (Collection<OwnedPartition> some : List.of(standstill.halted(), reading.values())) {
            some.forEach(owned -> all.put(
                    owned.source(),
                    owned.progress().checkpoint(now, owned.progress().isInFlight() ? Standing.RUNNING : standing)));
        }
        return all;
    }

    /** How many are read or stand still. */
    public int size() {
        return reading.size() + standstill.size();
    }

    /** Partitions of this task's shard that the target does not have yet. */
    public Set<TopicPartition> awaitingTarget() {
        return awaitingTarget;
    }

    /** Why partitions wait to be taken up; empty if none does. */
    public Optional<String> admissionTrouble() {
        return admissions.trouble();
    }

    /** Passes what has ended of the records in flight. */
    public void advance() {
        reading.values().forEach(owned -> owned.progress().advance());
    }

    /** Whether a partition waits for a snapshot of the topics to be taken up again. Asked once. */
    public boolean wantsRefresh() {
        boolean wanted = wantsRefresh;
        wantsRefresh = false;
        return wanted;
    }

    /** Takes a new snapshot of the topics into account. */
    public void adopt(TopicSnapshot snapshot) {
        Wanted wanted = Wanted.by(snapshot, shard);
        awaitingTarget = wanted.awaitingTarget();
        letGoOfOthers(wanted.partitions().keySet());
        List<StartCandidate> fresh = new ArrayList<>();
        wanted.partitions().forEach((partition, topic) -> {
            TopicLimits limits = snapshot.limitsOf(topic);
            SourceTopic before = topics.put(partition, topic);
            if ((before != null && topic.isAnotherThan(before))
                    || standstill.hasOtherLimits(partition, limits)
                    || fellBack(partition)) {
                release(partition);
            }
            OwnedPartition owned = reading.get(partition);
            if (owned != null) {
                owned.limitedBy(limits);
            } else if (isFree(partition) && unowned.isSettled(partition, nowMs.getAsLong())) {
                fresh.add(unowned.candidate(partition, topic, limits));
            }
        });
        fetcher.retain(reading.keySet());
        admissions.begin(fresh);
    }

    private boolean fellBack(TopicPartition partition) {
        OwnedPartition owned = reading.get(partition);
        return owned != null && owned.progress().targetFellBack();
    }

    private boolean isFree(TopicPartition partition) {
        return !admissions.contains(partition) && !beginnings.contains(partition) && !standstill.contains(partition);
    }

    /** The next record of the partition is one that the target would refuse: the partition stops before it, the others go on. */
    public void refuse(OwnedPartition partition, long offset, String why) {
        halt(
                partition,
                "Record at offset " + offset + " of " + partition.source() + " would be refused by "
                        + partition.targetTopic() + " on the target: " + why
                        + ". The partition stands still before it. Change the settings of the topic, send such records to dead.letter.topic,"
                        + " or stop the link and skip the partition to pass over the record. "
                        + SkipOffset.sentence(offset + 1) + '.');
        standstill.refused(partition.source());
    }

    /** The partition stands still, the others go on. */
    public void halt(OwnedPartition partition, String reason) {
        LOG.error("{}", reason);
        reading.remove(partition.source());
        standstill.halt(partition, reason);
        fetcher.retain(reading.keySet());
    }

    private void letGoOfOthers(Set<TopicPartition> wanted) {
        Set<TopicPartition> gone = new HashSet<>(topics.keySet());
        gone.removeAll(wanted);
        if (!gone.isEmpty()) {
            LOG.info("No longer copying {}: the source no longer has them, or they are no longer selected", gone);
            gone.forEach(partition -> {
                release(partition);
                topics.remove(partition);
            });
        }
    }

    /** Stops reading a partition; what it has handed to the worker goes on its way. */
    private void release(TopicPartition partition) {
        admissions.cancel(partition);
        beginnings.remove(partition).ifPresent(unowned::release);
        standstill.release(partition, unowned);
        Optional.ofNullable(reading.remove(partition)).ifPresent(unowned::release);
    }

    /**
     * Takes what has come of admissions and first checkpoints.
     *
     * @param waitMs for something to come, while nothing is read
     * @throws ClusterException if a cluster refuses the flow's rights or password
     */
    public void proceed(long waitMs) throws InterruptedException {
        boolean nothingBegins = beginnings.isEmpty() && !admissions.isEmpty();
        List<OwnedPartition> opened = new ArrayList<>();
        List<CheckpointEntry> entries = new ArrayList<>();
        for (Admission.Outcome.Decided decided : admissions.decided(nothingBegins ? waitMs : 0)) {
            TopicPartition source = decided.candidate().source();
            if (decided.decision() instanceof StartDecision.Halt halt) {
                LOG.error("{}", halt.reason());
                standstill.stop(source, halt.standing());
            } else {
                StartDecision.Begin begin = (StartDecision.Begin) decided.decision();
                begin.losses().forEach(LOG::warn);
                opened.add(opening.open(decided.candidate(), begin));
                entries.addAll(opening.first(source, begin));
                unowned.taken(source);
            }
        }
        beginnings.add(opened, entries);
        Beginnings.Ended ended = beginnings.ended(reading.isEmpty() ? waitMs : 0);
        ended.failed().forEach(unowned::release);
        read(ended.begun());
    }

    /** Reads partitions whose first checkpoint is on the target. */
    private void read(List<OwnedPartition> begun) {
        if (begun.isEmpty()) {
            return;
        }
        Map<TopicPartition, OffsetAndMetadata> positions = new HashMap<>();
        List<CheckpointEntry> outdated = new ArrayList<>();
        for (OwnedPartition owned : begun) {
            reading.put(owned.source(), owned);
            positions.put(owned.source(), owned.position());
            outdated.addAll(opening.outdated(owned.source()));
        }
        fetcher.read(positions);
        LOG.info(
                "Copying {} more partitions, {} in all, {} of them standing still",
                positions.size(),
                size(),
                standstill.size());
        if (!outdated.isEmpty()) {
            var unused = writer.write(outdated);
        }
    }

    /** What should come next of a partition that is being read is not there: whether it is gone for good, its admission finds out. */
    public void gone(Fetched.Gone gone) {
        TopicPartition partition = gone.partition();
        if (gone.cause() instanceof LogTruncationException truncation) {
            OffsetAndMetadata divergent = truncation.divergentOffsets().get(partition);
            unowned.found(
                    partition,
                    new SourceGap.CutBack(
                            gone.expected(),
                            divergent == null ? gone.expected() : Math.min(gone.expected(), divergent.offset())));
        }
        release(partition);
        wantsRefresh = true;
        fetcher.retain(reading.keySet());
    }

    /** Partitions that are read and have nothing in flight, with how much they had handed over: what the target ends at now is behind all of it. */
    public Map<OwnedPartition, Long> quiet() {
        Map<OwnedPartition, Long> quiet = new HashMap<>();
        for (OwnedPartition owned : reading.values()) {
            if (!owned.progress().isInFlight()) {
                quiet.put(owned, owned.progress().handedOver());
            }
        }
        return quiet;
    }

    /**
     * The target's ends, asked after {@link #quiet}: where nothing has been handed over since, no start needs to read what lies before them. One that ends
     * before the copies has lost some.
     *
     * @param ends by target partition
     */
    public void quietAt(Map<OwnedPartition, Long> quiet, Map<TopicPartition, LogOffsets.Range> ends) {
        quiet.forEach((owned, handedOver) -> {
            LogOffsets.Range log = ends.get(owned.target());
            if (log == null
                    || reading.get(owned.source()) != owned
                    || owned.progress().handedOver() != handedOver) {
                // What has been handed over since may stand behind the end that was asked for before it.
                return;
            }
            if (log.end() < owned.progress().reached()) {
                // Its admission tells what is missing, and does what the policy says.
                release(owned.source());
                wantsRefresh = true;
            } else {
                owned.progress().quietAt(log.end(), handedOver);
            }
        });
        fetcher.retain(reading.keySet());
    }
}
