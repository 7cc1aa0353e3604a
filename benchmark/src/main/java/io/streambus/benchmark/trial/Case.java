package io.streambus.benchmark.trial;

import io.streambus.benchmark.load.RecordShape;
import io.streambus.benchmark.measure.Extent;
import io.streambus.benchmark.stage.Wan;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * What is copied, and how long.
 *
 * @param name for the command line and for topics
 * @param title for tables
 * @param targetCodec what those who are told choose for the target, as producers take {@code compression.type}
 * @param tasks of those contenders that are told how many to take
 * @param records loaded to the source
 * @param latency how long to measure latency at a steady rate afterwards; empty: not at all
 * @param quiet how long to measure, when all has been copied, what doing nothing costs; empty: not at all
 */
public record Case(
        String name,
        String title,
        RecordShape shape,
        String targetCodec,
        int partitions,
        int tasks,
        long records,
        Extent extent,
        Optional<Wan> wan,
        Optional<Duration> latency,
        Optional<Duration> quiet) {

    public Case {
        Objects.requireNonNull(shape, "shape");
        Objects.requireNonNull(targetCodec, "targetCodec");
        Objects.requireNonNull(extent, "extent");
        Objects.requireNonNull(wan, "wan");
        Objects.requireNonNull(latency, "latency");
        Objects.requireNonNull(quiet, "quiet");
        if (records <= extent.warmUpRecords()) {
            throw new IllegalArgumentException("the case " + name + " has " + records
                    + " records, no more than its warm-up takes: " + extent.warmUpRecords());
        }
    }

    public Case withTasks(int newTasks) {
        return new Case(name, title, shape, targetCodec, partitions, newTasks, records, extent, wan, latency, quiet);
    }

    /** @param newRecords at least a few, so that some are left after the warm-up */
    public Case withRecords(long newRecords) {
        return new Case(
                name,
                title,
                shape,
                targetCodec,
                partitions,
                tasks,
                newRecords,
                extent.withWarmUp(extent.warmUpRecords() * newRecords / records),
                wan,
                latency,
                quiet);
    }
}
