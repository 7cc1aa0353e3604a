package io.streambus.benchmark.measure;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Watches a topic grow, and measures who makes it grow meanwhile. Confined to one thread. */
public final class Growth {

    private static final long LOOK_MILLIS = 50;
    private static final long LOOKS_PER_FAILURE_CHECK = 20;

    private final LongSupplier arrived;
    private final long all;

    /**
     * @param arrived records in the topic now
     * @param all records that will be in the topic at last
     */
    public Growth(LongSupplier arrived, long all) {
        this.arrived = arrived;
        this.all = all;
    }

    /**
     * How a run went.
     *
     * @param window what was measured; empty if the run came to nothing
     * @param fault what went wrong; empty if nothing did
     * @param complete whether all has arrived
     * @param untilFirst from the start until the first record was there; empty if none came
     */
    public record Run(Optional<Window> window, String fault, boolean complete, Optional<Duration> untilFirst) {}

    private record Moment(long records, long nanos, Usage usage) {}

    /**
     * @param start of the contender, on the scale of {@link System#nanoTime}
     * @param probe the accounts of the process that is measured
     * @param failure why no more will come; empty as long as some may
     */
    public Run measure(long start, Extent extent, Supplier<Usage> probe, Supplier<String> failure)
            throws InterruptedException {
        long first = 0;
        long last = 0;
        long lastGrowth = System.nanoTime();
        Moment begin = null;
        for (long look = 1; ; look++) {
            long records = arrived.getAsLong();
            long now = System.nanoTime();
            if (records > 0 && last == 0) {
                first = now;
            }
            if (records > last) {
                last = records;
                lastGrowth = now;
            }
            Optional<Duration> untilFirst = last == 0 ? Optional.empty() : Optional.of(Duration.ofNanos(first - start));
            if (begin == null) {
                if (records >= all) {
                    return new Run(Optional.empty(), "all had been copied before measuring began", true, untilFirst);
                }
                if (last > 0
                        && records >= extent.warmUpRecords()
                        && now - first >= extent.warmUpTime().toNanos()) {
                    begin = new Moment(records, now, probe.get());
                }
            } else if (records > begin.records
                    && (records >= all || now - begin.nanos >= extent.longest().toNanos())) {
                Window window = new Window(
                        records - begin.records, Duration.ofNanos(now - begin.nanos), begin.usage, probe.get());
                return new Run(Optional.of(window), "", records >= all, untilFirst);
            }
            String fault = look % LOOKS_PER_FAILURE_CHECK == 0 ? failure.get() : "";
            if (fault.isEmpty() && now - lastGrowth > extent.silence().toNanos()) {
                fault = "nothing has arrived for " + extent.silence().toSeconds() + " s, after " + records + " of "
                        + all + " records";
            }
            if (!fault.isEmpty()) {
                return new Run(Optional.empty(), fault, false, untilFirst);
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
    }
}
