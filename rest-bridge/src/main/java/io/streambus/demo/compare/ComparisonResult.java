package io.streambus.demo.compare;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The outcome of a whole comparison.
 *
 * @param partitions in the order of comparison: by topic, then partition
 */
public record ComparisonResult(List<PartitionResult> partitions) {

    /**
     * The sums of one topic, or of all.
     *
     * @param partitions how many were compared
     */
    public record Totals(int partitions, long sourceRecords, long targetRecords, long equal, long differences) {

        static final Totals ZERO = new Totals(0, 0, 0, 0, 0);

        Totals plus(PartitionResult result) {
            return new Totals(
                    partitions + 1,
                    sourceRecords + result.sourceRecords(),
                    targetRecords + result.targetRecords(),
                    equal + result.equal(),
                    differences + result.differences());
        }
    }

    public ComparisonResult {
        partitions = List.copyOf(partitions);
    }

    /** Whether every target partition is the copy of its source partition. */
    public boolean same() {
        return total().differences() == 0;
    }

    public Totals total() {
        Totals total = Totals.ZERO;
        for (PartitionResult partition : partitions) {
            total = total.plus(partition);
        }
        return total;
    }

    /** Sums by topic, in the order of comparison. */
    public Map<String, Totals> byTopic() {
        Map<String, Totals> totals = new LinkedHashMap<>();
        for (PartitionResult partition : partitions) {
            totals.merge(partition.where().topic(), Totals.ZERO.plus(partition), (sum, one) -> sum.plus(partition));
        }
        return totals;
    }

    /** The first differences of the whole comparison, at most {@code limit}. */
    public List<Difference> first(int limit) {
        return partitions.stream()
                .flatMap(partition -> partition.first().stream())
                .limit(limit)
                .toList();
    }
}
