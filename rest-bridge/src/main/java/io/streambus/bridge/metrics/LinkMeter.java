package io.streambus.bridge.metrics;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Turns one observation of a link after the other into metrics.
 *
 * <p>Invariant: (a) totals never go back while the book lives, even when a partition's checkpoint is lost or begins anew. (b) A source that
 * does not say where it ends is taken to end where it last did: that nobody can look does not mean that nothing waits.
 *
 * <p>Confined to the observer.
 */
public final class LinkMeter {

    private static final Duration SHORTEST_WINDOW = Duration.ofSeconds(30);

    private final RateWindow messageRate;
    private final RateWindow byteRate;
    private final RateWindow errorRate;
    private final Map<String, Counters> highest = new HashMap<>();
    private final Map<String, Long> ends = new HashMap<>();
    private final Map<String, Instant> absentAt = new HashMap<>();
    private Optional<Instant> previous = Optional.empty();
    private Optional<Instant> startedAt = Optional.empty();
    private long taskFailures;
    private long taskFailuresSeen;
    private long lagSum;
    private long lagCount;
    private long lagMax;

    private record Counters(long records, long bytes, long errors, Irregularities irregularities) {
        Counters max(PartitionObservation partition) {
            return new Counters(
                    Math.max(records, partition.records()),
                    Math.max(bytes, partition.bytes()),
                    Math.max(errors, partition.errors()),
                    irregularities.max(partition.irregularities()));
        }
    }

    /**
     * What was seen of a link.
     *
     * @param running whether records are meant to flow
     * @param startedAt the last start; empty if never started
     * @param taskFailures that the bridge has counted; it may begin anew at any time, as with another owner of the link
     * @param consecutiveFailures of these, since the flows last ran well
     * @param partitions that the link carries
     * @param dropped those that it does not carry any more: what they have copied counts all the same
     */
    public record Observation(
            Instant at,
            boolean running,
            Optional<Instant> startedAt,
            long taskFailures,
            int consecutiveFailures,
            Collection<PartitionObservation> partitions,
            Collection<PartitionObservation> dropped) {
        public Observation {
            Objects.requireNonNull(at, "at");
            Objects.requireNonNull(startedAt, "startedAt");
            partitions = List.copyOf(partitions);
            dropped = List.copyOf(dropped);
        }
    }

    /** @param checkpointInterval how often the counters change */
    public LinkMeter(Duration checkpointInterval) {
        Duration threeCheckpoints = checkpointInterval.multipliedBy(3);
        Duration window = threeCheckpoints.compareTo(SHORTEST_WINDOW) > 0 ? threeCheckpoints : SHORTEST_WINDOW;
        messageRate = new RateWindow(window);
        byteRate = new RateWindow(window);
        errorRate = new RateWindow(window);
    }

    public LinkMetrics add(Observation seen) {
        if (!seen.startedAt().equals(startedAt)) {
            startedAt = seen.startedAt();
            forgetLags();
        }
        Instant began = seen.startedAt().orElse(seen.at());
        List<LinkMetrics.Partition> partitions = new ArrayList<>();
        for (PartitionObservation partition : seen.partitions()) {
            count(partition);
            partition.sourceEndOffset().ifPresent(end -> ends.put(partition.name(), end));
            // One that was there at the first look may have waited since the start; of any later one the look before
            // knew nothing.
            Instant absent = absentAt.computeIfAbsent(partition.name(), name -> previous.orElse(Instant.MIN));
            partitions.add(describe(partition, seen.at(), absent.isAfter(began) ? absent : began));
        }
        seen.dropped().forEach(partition -> {
            count(partition);
            ends.remove(partition.name());
            absentAt.remove(partition.name());
        });
        previous = Optional.of(seen.at());
        long lag = partitions.stream()
                .mapToLong(LinkMetrics.Partition::lagMs)
                .max()
                .orElse(0);
        // Of a source that has never said where it ends, no lag was measured: a 0 would make the average too good.
        boolean measured =
                partitions.isEmpty() || partitions.stream().anyMatch(partition -> ends.containsKey(partition.name()));
        if (seen.running() && measured) {
            lagSum += lag;
            lagCount++;
            lagMax = Math.max(lagMax, lag);
        }
        long messages = highest.values().stream().mapToLong(Counters::records).sum();
        long bytes = highest.values().stream().mapToLong(Counters::bytes).sum();
        // A count that has fallen is another count.
        taskFailures += Math.max(0, seen.taskFailures() - taskFailuresSeen);
        taskFailuresSeen = seen.taskFailures();
        long partitionErrors =
                highest.values().stream().mapToLong(Counters::errors).sum();
        long errors = partitionErrors + taskFailures;
        return new LinkMetrics(
                seen.at(),
                messages,
                bytes,
                rate(messageRate, seen, messages),
                rate(byteRate, seen, bytes),
                lag,
                lagCount == 0 ? 0 : lagSum / lagCount,
                lagMax,
                errors,
                partitionErrors,
                highest.values().stream()
                        .map(Counters::irregularities)
                        .reduce(Irregularities.NONE, Irregularities::plus),
                rate(errorRate, seen, errors),
                seen.consecutiveFailures(),
                seen.running() ? Math.max(0, Duration.between(began, seen.at()).toSeconds()) : 0,
                partitions);
    }

    private void count(PartitionObservation partition) {
        highest.merge(
                partition.name(),
                new Counters(partition.records(), partition.bytes(), partition.errors(), partition.irregularities()),
                (old, fresh) -> old.max(partition));
    }

    private LinkMetrics.Partition describe(PartitionObservation partition, Instant now, Instant began) {
        Counters counters = highest.get(partition.name());
        Long known = ends.get(partition.name());
        OptionalLong end = known == null ? OptionalLong.empty() : OptionalLong.of(known);
        long waiting = LagRule.records(partition, end);
        return new LinkMetrics.Partition(
                partition.name(),
                partition.topic(),
                partition.partition(),
                partition.nextSourceOffset() + waiting,
                partition.nextSourceOffset(),
                waiting,
                LagRule.millis(partition, end, now, began),
                partition.open(),
                counters.records(),
                counters.bytes());
    }

    /** A link that rests has no rate, and what came before the rest does not count after it. */
    private static double rate(RateWindow window, Observation seen, long count) {
        if (!seen.running()) {
            window.clear();
            return 0;
        }
        return window.add(seen.at(), count);
    }

    private void forgetLags() {
        lagSum = 0;
        lagCount = 0;
        lagMax = 0;
    }
}
