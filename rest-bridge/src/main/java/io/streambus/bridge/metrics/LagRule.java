package io.streambus.bridge.metrics;

import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** Lag as the architecture (section 6) defines it. Pure. */
final class LagRule {

    private LagRule() {}

    /**
     * Records that wait: source end offset − next source offset. Those of an open transaction wait too, and what was written behind them.
     *
     * @param end the source's log end offset as far as is known; empty if the source has never said, which leaves 0
     */
    static long records(PartitionObservation partition, OptionalLong end) {
        return Math.max(0, end.orElse(partition.nextSourceOffset()) - partition.nextSourceOffset());
    }

    /**
     * Milliseconds: 0 when caught up, else the smaller of the time since it was and the age of the newest copied record. Both bound the age of the
     * oldest waiting record from above. Where neither is known, nothing was ever copied, and {@code began} is all there is to go by. A flow reads
     * committed records, and is caught up with these whatever else waits: of an open transaction, its own age counts.
     *
     * @param end as for {@link #records}
     * @param began when the link was started, or the partition was not there yet, whichever is later
     */
    static long millis(PartitionObservation partition, OptionalLong end, Instant now, Instant began) {
        if (records(partition, end) == 0) {
            return 0;
        }
        long ofOpen = partition.open().map(open -> open.age(now).toMillis()).orElse(0L);
        return Math.max(ofOpen, ofCommitted(partition, now, began));
    }

    private static long ofCommitted(PartitionObservation partition, Instant now, Instant began) {
        if (partition
                .open()
                .filter(open -> partition.nextSourceOffset() >= open.stableOffset())
                .isPresent()) {
            return 0;
        }
        Instant newest = Stream.concat(
                        partition.caughtUpAt().stream(),
                        // A timestamp in the future is the producer's invention and bounds nothing.
                        partition.lastRecordTimestamp().stream().filter(time -> !time.isAfter(now)))
                .max(Instant::compareTo)
                .orElse(began);
        return Math.max(0, Duration.between(newest, now).toMillis());
    }
}
