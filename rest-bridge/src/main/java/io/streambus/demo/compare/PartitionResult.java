package io.streambus.demo.compare;

import java.util.List;

/**
 * The outcome of one partition.
 *
 * @param sourceRecords read on the source
 * @param targetRecords read on the target
 * @param equal copies that are equal to their originals and in their place
 * @param differences how many were found
 * @param first the first of them, in the order of the target partition; what is missing comes last
 */
public record PartitionResult(
        Difference.Coordinates where,
        long sourceRecords,
        long targetRecords,
        long equal,
        long differences,
        List<Difference> first) {

    public PartitionResult {
        first = List.copyOf(first);
        if (first.size() > differences) {
            throw new IllegalArgumentException(
                    "of " + differences + " differences " + first.size() + " cannot be the first ones");
        }
    }
}
