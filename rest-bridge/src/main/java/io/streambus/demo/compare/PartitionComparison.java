package io.streambus.demo.compare;

import io.streambus.demo.compare.Difference.Altered;
import io.streambus.demo.compare.Difference.Coordinates;
import io.streambus.demo.compare.Difference.Extra;
import io.streambus.demo.compare.Difference.Missing;
import io.streambus.demo.compare.Difference.OutOfOrder;
import io.streambus.demo.compare.Difference.Part;
import io.streambus.demo.compare.Difference.Repeated;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/**
 * Walks through a source partition and its copy once, side by side.
 *
 * <p>A copy names its original in the provenance header; that only decides which two records are held against each other, so that one fault is
 * reported as one difference and not as a shift of everything behind it. Without differences the two partitions are the same sequence:
 * (a) every source record has a copy, (b) every target record is the copy of one, (c) no record has two, (d) copies stand in the order of
 * their originals, (e) key, value, headers and timestamp are equal, but for the headers that the link adds.
 *
 * <p>Memory does not grow with the partition, but for source records that were stepped over and may still come late.
 * Confined to one thread; one instance serves one partition.
 */
final class PartitionComparison {

    private static final long NONE_YET = Long.MIN_VALUE;

    private final Coordinates where;
    private final String sourceCluster;
    private final Set<String> addedHeaders;
    private final int keptDifferences;

    private final List<Difference> first = new ArrayList<>();
    private final TreeMap<Long, ReadRecord> steppedOver = new TreeMap<>();
    private long sourceRecords;
    private long targetRecords;
    private long equal;
    private long differences;

    /**
     * @param addedHeaders names of the headers that the link adds, which are left out of the comparison
     * @param keptDifferences how many differences to keep; the others are only counted
     */
    PartitionComparison(Coordinates where, String sourceCluster, Set<String> addedHeaders, int keptDifferences) {
        this.where = where;
        this.sourceCluster = sourceCluster;
        this.addedHeaders = Set.copyOf(addedHeaders);
        this.keptDifferences = keptDifferences;
    }

    /**
     * @param source the records of the source partition by ascending offset
     * @param target the records of the target partition by ascending offset
     */
    PartitionResult compare(Iterator<ReadRecord> source, Iterator<ReadRecord> target) {
        Source remaining = new Source(source);
        long last = NONE_YET;
        while (target.hasNext()) {
            ReadRecord copy = target.next();
            targetRecords++;
            OptionalLong origin = copy.origin(sourceCluster, where.topic(), where.partition());
            if (origin.isEmpty()) {
                report(new Extra(where, copy));
                continue;
            }
            long offset = origin.getAsLong();
            while (remaining.isBefore(offset)) {
                ReadRecord skipped = remaining.take();
                steppedOver.put(skipped.offset(), skipped);
            }
            if (remaining.isAt(offset)) {
                compare(remaining.take(), copy);
                last = offset;
            } else if (steppedOver.remove(offset) != null) {
                report(new OutOfOrder(where, offset, last, copy));
            } else if (last != NONE_YET && offset <= last) {
                report(new Repeated(where, offset, copy));
            } else {
                report(new Extra(where, copy));
            }
        }
        steppedOver.values().forEach(record -> report(new Missing(where, record)));
        while (remaining.hasMore()) {
            report(new Missing(where, remaining.take()));
        }
        return new PartitionResult(where, sourceRecords, targetRecords, equal, differences, first);
    }

    private void compare(ReadRecord original, ReadRecord copy) {
        Set<Part> parts = EnumSet.noneOf(Part.class);
        if (!original.key().equals(copy.key())) {
            parts.add(Part.KEY);
        }
        if (!original.value().equals(copy.value())) {
            parts.add(Part.VALUE);
        }
        if (!original.headersExcept(addedHeaders).equals(copy.headersExcept(addedHeaders))) {
            parts.add(Part.HEADERS);
        }
        if (original.timestamp() != copy.timestamp()) {
            parts.add(Part.TIMESTAMP);
        }
        if (parts.isEmpty()) {
            equal++;
        } else {
            report(new Altered(where, original, copy, parts));
        }
    }

    private void report(Difference difference) {
        differences++;
        if (first.size() < keptDifferences) {
            first.add(difference);
        }
    }

    /** The source partition with a look at the record to come. */
    private final class Source {
        private final Iterator<ReadRecord> records;
        private ReadRecord next;

        Source(Iterator<ReadRecord> records) {
            this.records = records;
            advance();
        }

        boolean hasMore() {
            return next != null;
        }

        boolean isBefore(long offset) {
            return next != null && next.offset() < offset;
        }

        boolean isAt(long offset) {
            return next != null && next.offset() == offset;
        }

        ReadRecord take() {
            ReadRecord taken = next;
            sourceRecords++;
            advance();
            return taken;
        }

        private void advance() {
            next = records.hasNext() ? records.next() : null;
        }
    }
}
