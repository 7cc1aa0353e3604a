package io.streambus.connect.offset;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A set of offsets, kept as ranges. Confined to the thread that builds a map. */
final class OffsetSet {

    /** Begin to end, the end not included; ranges neither overlap nor touch. */
    private final TreeMap<Long, Long> ranges = new TreeMap<>();

    /** @param to not included */
    record Range(long from, long to) {}

    void add(long from, long to) {
        if (from >= to) {
            return;
        }
        long begin = from;
        long end = to;
        Map.Entry<Long, Long> at = ranges.floorEntry(to);
        while (at != null && at.getValue() >= from) {
            begin = Math.min(begin, at.getKey());
            end = Math.max(end, at.getValue());
            ranges.remove(at.getKey());
            at = ranges.floorEntry(to);
        }
        ranges.put(begin, end);
    }

    /** What of the range is not in the set, in order. */
    List<Range> missing(long from, long to) {
        List<Range> missing = new ArrayList<>();
        long next = from;
        while (next < to) {
            next = firstMissing(next);
            Long begin = ranges.ceilingKey(next);
            long end = begin == null ? to : Math.min(to, begin);
            if (next < end) {
                missing.add(new Range(next, end));
            }
            next = end;
        }
        return missing;
    }

    /** The first offset of {@code from} or more that is not in the set. */
    long firstMissing(long from) {
        Map.Entry<Long, Long> at = ranges.floorEntry(from);
        return at != null && at.getValue() > from ? at.getValue() : from;
    }
}
