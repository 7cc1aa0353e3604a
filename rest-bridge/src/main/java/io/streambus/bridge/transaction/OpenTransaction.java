package io.streambus.bridge.transaction;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The oldest open transaction of a partition, as far as it is known. It may be in its producer's hands, or hang: then nobody will ever end it.
 *
 * @param stableOffset the last stable offset, where the transaction begins; flows copy up to there
 * @param records offsets from there to the log end: the transaction's own, and what others have written behind it
 * @param since when it was opened, by its coordinator; or when the bridge saw it first, if that is earlier or the coordinator does not say
 * @param producers those that hold a transaction open on the partition, the one that began first before the others; empty as long as nobody was
 *     asked, which is not worth it for short ones, or if nobody could say
 * @param unknown why nobody could say, in a sentence without secrets; empty if somebody did, or was not asked
 */
public record OpenTransaction(
        long stableOffset, long records, Instant since, List<Producer> producers, Optional<String> unknown) {

    /** For how long one may be open before it is told as trouble: applications end theirs within moments, and what it holds back is not copied. */
    public static final Duration TOLD_AFTER = Duration.ofSeconds(20);

    /** @param transactionalId as its coordinator has it; empty if that does not know the producer, as of a transaction that hangs */
    public record Producer(long id, Optional<String> transactionalId) {
        public Producer {
            Objects.requireNonNull(transactionalId, "transactionalId");
        }
    }

    public OpenTransaction {
        if (stableOffset < 0 || records <= 0) {
            throw new IllegalArgumentException(
                    "an open transaction begins at 0 or behind it, and holds back records; found stableOffset="
                            + stableOffset + " records=" + records);
        }
        Objects.requireNonNull(since, "since");
        producers = List.copyOf(producers);
        Objects.requireNonNull(unknown, "unknown");
    }

    /** For how long it has been open; 0 or more. */
    public Duration age(Instant now) {
        Duration age = Duration.between(since, now);
        return age.isNegative() ? Duration.ZERO : age;
    }
}
