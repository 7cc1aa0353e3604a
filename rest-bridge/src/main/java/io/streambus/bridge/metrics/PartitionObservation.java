package io.streambus.bridge.metrics;

import io.streambus.bridge.transaction.OpenTransaction;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What is known of one source partition of a flow at one moment.
 *
 * @param name unique within the link: {@code orders-0}, or {@code us-west-1/orders-0} where a link reads from several clusters
 * @param nextSourceOffset every record before it is across
 * @param sourceEndOffset the source's log end offset; empty while the source does not say
 * @param open the oldest transaction that is open on the source; empty if there is none, or the source does not say
 * @param records copied so far
 * @param bytes copied so far
 * @param errors so far
 * @param irregularities so far
 * @param lastRecordTimestamp of the newest copied record; empty before the first one, or if its producer set none
 * @param caughtUpAt when nothing was left to copy of what is committed; empty if never
 */
public record PartitionObservation(
        String name,
        String topic,
        int partition,
        long nextSourceOffset,
        OptionalLong sourceEndOffset,
        Optional<OpenTransaction> open,
        long records,
        long bytes,
        long errors,
        Irregularities irregularities,
        Optional<Instant> lastRecordTimestamp,
        Optional<Instant> caughtUpAt) {

    public PartitionObservation {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(topic, "topic");
        Objects.requireNonNull(sourceEndOffset, "sourceEndOffset");
        Objects.requireNonNull(open, "open");
        Objects.requireNonNull(irregularities, "irregularities");
        Objects.requireNonNull(lastRecordTimestamp, "lastRecordTimestamp");
        Objects.requireNonNull(caughtUpAt, "caughtUpAt");
    }
}
