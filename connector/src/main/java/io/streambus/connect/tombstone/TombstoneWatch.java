package io.streambus.connect.tombstone;

import io.streambus.connect.checkpoint.PartitionCheckpoint;
import io.streambus.connect.checkpoint.TaskCheckpoint;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds partitions that were not read to their end for longer than their topic keeps tombstones, because the flow was stopped, paused or far behind. Of
 * keys that were deleted in that time the flow may see neither the record nor the tombstone, and the target keeps them for ever. What was found is told as
 * long as the task lives, and in its log.
 *
 * <p>Confined to the task's thread.
 */
public final class TombstoneWatch {

    private static final Logger LOG = LoggerFactory.getLogger(TombstoneWatch.class);

    /** Of a gap this short no topic is asked: one that keeps tombstones for less loses them whatever a flow does. */
    static final Duration SHORTEST_GAP = Duration.ofMinutes(1);

    private static final int NAMED_AT_MOST = 5;

    private final Map<TopicPartition, PartitionCheckpoint> stored;
    private final Collection<TaskCheckpoint> lifeSigns;
    private final Function<Set<String>, CompletableFuture<Map<String, Duration>>> retention;

    /** Up to when everything was read that a partition had, ms since the epoch. */
    private final Map<TopicPartition, Long> readUpTo = new HashMap<>();
    /** By topic, for how long it keeps tombstones; it is asked again before it is said that this was too short. */
    private final Map<String, Duration> kept = new HashMap<>();
    /** Gaps of which that is to be asked. */
    private final Map<TopicPartition, Gap> suspected = new HashMap<>();

    private final Map<TopicPartition, Long> noted = new HashMap<>();
    private final Map<String, Missed> missed = new TreeMap<>();
    private Optional<CompletableFuture<Map<String, Duration>>> answer = Optional.empty();
    private Map<TopicPartition, Gap> asked = Map.of();

    private record Gap(long fromMs, long toMs) {
        boolean isLongerThan(Duration time) {
            return toMs - fromMs > time.toMillis();
        }
    }

    /** Of one topic: which partitions, and from when on the first of them was not read. */
    private record Missed(SortedSet<Integer> partitions, long fromMs, Duration kept) {}

    /**
     * @param stored the flow's checkpoints as they stood when the task started
     * @param lifeSigns of the flow's tasks, likewise
     * @param retention finds out of topics of the source for how long they keep tombstones, without blocking; those that keep all deletions, since they
     *     are not compacted, do so for ever
     */
    public TombstoneWatch(
            Map<TopicPartition, PartitionCheckpoint> stored,
            Collection<TaskCheckpoint> lifeSigns,
            Function<Set<String>, CompletableFuture<Map<String, Duration>>> retention) {
        this.stored = Map.copyOf(stored);
        this.lifeSigns = List.copyOf(lifeSigns);
        this.retention = retention;
    }

    /**
     * Takes a look at the progress of partitions, in every round of checkpoints.
     *
     * @return what was found since the task started, in sentences
     */
    public List<String> look(Map<TopicPartition, PartitionCheckpoint> now, long nowMs) {
        conclude();
        readUpTo.keySet().retainAll(now.keySet());
        now.forEach((partition, checkpoint) -> look(partition, checkpoint, nowMs));
        askIfNeeded();
        return missed.entrySet().stream()
                .map(each -> sentence(each.getKey(), each.getValue()))
                .toList();
    }

    private void look(TopicPartition partition, PartitionCheckpoint checkpoint, long nowMs) {
        Long before = readUpTo.get(partition);
        if (before == null) {
            OptionalLong known = storedReadUpTo(partition);
            if (known.isEmpty()) {
                // What was deleted before the flow began it never had.
                readUpTo.put(partition, nowMs);
                return;
            }
            before = known.getAsLong();
        }
        Gap gap = new Gap(before, nowMs);
        boolean told = noted.containsKey(partition) && noted.get(partition) == gap.fromMs();
        if (!told && gap.isLongerThan(kept.getOrDefault(partition.topic(), SHORTEST_GAP))) {
            suspected.put(partition, gap);
        }
        readUpTo.put(partition, Math.max(before, readUpTo(checkpoint, nowMs).orElse(before)));
    }

    private static OptionalLong readUpTo(PartitionCheckpoint checkpoint, long nowMs) {
        // A timestamp in the future is the producer's invention.
        return LongStream.concat(
                        checkpoint.caughtUpAtMs().stream(),
                        checkpoint.lastRecordTimestampMs().stream().filter(ms -> ms <= nowMs))
                .max();
    }

    /** Tasks leave out partitions that are caught up and quiet, and vouch for them: those that ran when the checkpoint was written, and after it. */
    private OptionalLong storedReadUpTo(TopicPartition partition) {
        PartitionCheckpoint checkpoint = stored.get(partition);
        if (checkpoint == null) {
            return OptionalLong.empty();
        }
        long writtenAtMs = checkpoint.writtenAtMs();
        OptionalLong vouched = checkpoint.caughtUpAtMs().isEmpty()
                ? OptionalLong.empty()
                : lifeSigns.stream()
                        .filter(task -> task.startedAtMs() <= writtenAtMs && task.writtenAtMs() > writtenAtMs)
                        .mapToLong(task -> task.caughtUpAsOfMs().orElse(writtenAtMs))
                        .min();
        OptionalLong told = LongStream.concat(vouched.stream(), readUpTo(checkpoint, writtenAtMs).stream())
                .max();
        return told.isPresent() ? told : OptionalLong.of(writtenAtMs);
    }

    private void askIfNeeded() {
        if (!suspected.isEmpty() && answer.isEmpty()) {
            asked = Map.copyOf(suspected);
            suspected.clear();
            answer = Optional.of(retention.apply(
                    asked.keySet().stream().map(TopicPartition::topic).collect(Collectors.toSet())));
        }
    }

    private void conclude() {
        if (answer.isEmpty() || !answer.get().isDone()) {
            return;
        }
        if (answer.get().isCompletedExceptionally()) {
            LOG.debug("For how long topics of the source keep tombstones cannot be told for now; asked again soon");
            asked.forEach(suspected::putIfAbsent);
        } else {
            kept.putAll(answer.get().join());
            asked.forEach((partition, gap) -> {
                Duration time = kept.get(partition.topic());
                if (time != null && gap.isLongerThan(time)) {
                    note(partition, gap, time);
                }
            });
        }
        answer = Optional.empty();
    }

    private void note(TopicPartition partition, Gap gap, Duration time) {
        noted.put(partition, gap.fromMs());
        Missed known = missed.get(partition.topic());
        Missed all = new Missed(
                known == null ? new TreeSet<>() : known.partitions(),
                known == null ? gap.fromMs() : Math.min(gap.fromMs(), known.fromMs()),
                time);
        all.partitions().add(partition.partition());
        missed.put(partition.topic(), all);
        if (known == null) {
            LOG.warn("{}", sentence(partition.topic(), all));
        }
    }

    private static String sentence(String topic, Missed missed) {
        String named = missed.partitions().stream()
                .limit(NAMED_AT_MOST)
                .map(String::valueOf)
                .collect(Collectors.joining(", "));
        return "Deletions in topic " + topic + " may be missing on the target: the source keeps its tombstones for "
                + missed.kept().toMillis() + " ms (delete.retention.ms), and "
                + missed.partitions().size()
                + " of its partitions (" + named + (missed.partitions().size() > NAMED_AT_MOST ? ", …" : "")
                + ") were not read to their end for longer than that after "
                + Instant.ofEpochMilli(missed.fromMs()).truncatedTo(ChronoUnit.SECONDS)
                + ". Keys that were deleted then may live on in the target. To be rid of them, stop the flow, delete the topic on the target,"
                + " reset the connector's offsets of it, and start the flow: it copies the topic anew. A delete.retention.ms above the longest"
                + " rest prevents it.";
    }
}
