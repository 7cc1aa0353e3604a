package io.streambus.benchmark.measure;

import java.time.Duration;
import java.util.Objects;

/**
 * From when to when a run is measured.
 *
 * @param warmUpRecords and
 * @param warmUpTime both have passed when measuring begins; the time counts from the first record's arrival
 * @param longest measuring ends after this time, or when all has been copied
 * @param silence a run in which nothing arrives for so long is over
 */
public record Extent(long warmUpRecords, Duration warmUpTime, Duration longest, Duration silence) {
    public Extent {
        Objects.requireNonNull(warmUpTime, "warmUpTime");
        Objects.requireNonNull(longest, "longest");
        Objects.requireNonNull(silence, "silence");
    }

    public Extent withWarmUp(long records) {
        return new Extent(records, warmUpTime, longest, silence);
    }
}
