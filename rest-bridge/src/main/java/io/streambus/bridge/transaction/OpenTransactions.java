package io.streambus.bridge.transaction;

import io.streambus.bridge.transaction.OpenTransaction.Producer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * Follows the last stable offsets of a cluster's partitions. One that ends before its log does has an open transaction; while it does not move, that is
 * the same one. Who holds it is asked only of those that stay: producers that write in transactions open and end them all the time.
 *
 * <p>Thread-safe: guarded by {@code this}.
 */
public final class OpenTransactions {

    /** Far longer than applications take, and soon enough for those who are told of it. */
    static final Duration ASK_AFTER = Duration.ofSeconds(10);

    /** The coordinator may not have answered, and others may have joined. */
    static final Duration ASK_AGAIN_AFTER = Duration.ofSeconds(30);

    private final Lookup lookup;
    private final Clock clock;
    private final Map<TopicPartition, Standing> standing = new HashMap<>();

    /** Asks a cluster who holds transactions open. */
    public interface Lookup {
        /**
         * @param deadline to have answered by, by {@link System#nanoTime()}
         * @return by partition; those of which nothing was found out with the reason
         */
        Map<TopicPartition, Holders> holders(Set<TopicPartition> partitions, long deadline) throws InterruptedException;
    }

    /**
     * @param producers as {@link OpenTransaction#producers}
     * @param openedAt of the first of them, as its coordinator says; empty if it does not
     * @param unknown as {@link OpenTransaction#unknown}
     */
    public record Holders(List<Producer> producers, Optional<Instant> openedAt, Optional<String> unknown) {

        static final Holders NOT_ASKED = new Holders(List.of(), Optional.empty(), Optional.empty());

        public Holders {
            producers = List.copyOf(producers);
            Objects.requireNonNull(openedAt, "openedAt");
            Objects.requireNonNull(unknown, "unknown");
        }

        public static Holders unknown(String why) {
            return new Holders(List.of(), Optional.empty(), Optional.of(why));
        }
    }

    private record Standing(long stable, Instant seenAt, Optional<Instant> askedAt, Holders holders) {

        Standing asked(Instant now, Holders found) {
            // A transaction that was told once is the same as long as the offset stands.
            boolean worse = found.unknown().isPresent() && !holders.producers().isEmpty();
            return new Standing(stable, seenAt, Optional.of(now), worse ? holders : found);
        }

        boolean isToBeAsked(Instant now) {
            return !now.isBefore(seenAt.plus(ASK_AFTER))
                    && askedAt.map(at -> !now.isBefore(at.plus(ASK_AGAIN_AFTER)))
                            .orElse(true);
        }

        OpenTransaction upTo(long end) {
            Instant since = holders.openedAt().filter(seenAt::isAfter).orElse(seenAt);
            return new OpenTransaction(stable, end - stable, since, holders.producers(), holders.unknown());
        }
    }

    public OpenTransactions(Lookup lookup, Clock clock) {
        this.lookup = lookup;
        this.clock = clock;
    }

    /**
     * Takes in one look at the cluster.
     *
     * @param ends where the logs ended
     * @param stable the last stable offsets of these, as far as they were told; asked for after the ends: asked before, every partition that grows would
     *     seem to have a transaction
     * @param deadline as for {@link Lookup#holders}
     * @return by partition; those without an open transaction are missing
     */
    public synchronized Map<TopicPartition, OpenTransaction> look(
            Map<TopicPartition, Long> ends, Map<TopicPartition, Long> stable, long deadline)
            throws InterruptedException {
        Instant now = clock.instant();
        Map<TopicPartition, Standing> before = new HashMap<>(standing);
        standing.clear();
        ends.forEach((partition, end) -> {
            Standing known = before.get(partition);
            // What is not told has not moved, as far as is known.
            Long offset = stable.getOrDefault(partition, known == null ? end : known.stable());
            if (offset < end) {
                boolean same = known != null && known.stable() == offset;
                standing.put(partition, same ? known : new Standing(offset, now, Optional.empty(), Holders.NOT_ASKED));
            }
        });
        ask(now, deadline);
        Map<TopicPartition, OpenTransaction> open = new HashMap<>();
        standing.forEach((partition, each) -> open.put(partition, each.upTo(ends.get(partition))));
        return open;
    }

    private void ask(Instant now, long deadline) throws InterruptedException {
        Set<TopicPartition> toAsk = new HashSet<>();
        standing.forEach((partition, each) -> {
            if (each.isToBeAsked(now)) {
                toAsk.add(partition);
            }
        });
        if (!toAsk.isEmpty()) {
            lookup.holders(toAsk, deadline)
                    .forEach((partition, found) ->
                            standing.computeIfPresent(partition, (same, each) -> each.asked(now, found)));
        }
    }
}
