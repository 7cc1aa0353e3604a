package io.streambus.benchmark.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What became of a source's records on a target, in records.
 *
 * @param copied arrived, each counted once
 * @param lost should have arrived and did not
 * @param doubled arrived again
 * @param reordered arrived after one that follows it in its partition
 * @param foreign arrived and are nowhere in the source's partition: changed on the way, for one
 */
public record Comparison(long copied, long lost, long doubled, long reordered, long foreign) {

    private static final Comparison NOTHING = new Comparison(0, 0, 0, 0, 0);

    /**
     * Compares partition by partition.
     *
     * @param whole whether all of the source should be there; else a beginning of every partition, as long as it has no holes
     */
    public static Comparison of(LogContent source, LogContent target, boolean whole) {
        if (source.partitions().length != target.partitions().length) {
            throw new IllegalArgumentException("the source has " + source.partitions().length
                    + " partitions, the target " + target.partitions().length);
        }
        Comparison sum = NOTHING;
        for (int partition = 0; partition < source.partitions().length; partition++) {
            sum = sum.plus(ofPartition(source.partitions()[partition], target.partitions()[partition], whole));
        }
        return sum;
    }

    private static Comparison ofPartition(long[] source, long[] target, boolean whole) {
        if (isBeginning(source, target)) {
            return new Comparison(target.length, whole ? source.length - target.length : 0, 0, 0, 0);
        }
        Map<Long, Integer> places = new HashMap<>();
        for (int place = 0; place < source.length; place++) {
            places.put(source[place], place);
        }
        boolean[] seen = new boolean[source.length];
        int last = -1;
        long copied = 0;
        long doubled = 0;
        long reordered = 0;
        long foreign = 0;
        for (long hash : target) {
            Integer place = places.get(hash);
            if (place == null) {
                foreign++;
            } else if (seen[place]) {
                doubled++;
            } else {
                seen[place] = true;
                copied++;
                if (place < last) {
                    reordered++;
                }
                last = Math.max(last, place);
            }
        }
        return new Comparison(copied, (whole ? source.length : last + 1) - copied, doubled, reordered, foreign);
    }

    private static boolean isBeginning(long[] source, long[] target) {
        if (target.length > source.length) {
            return false;
        }
        for (int place = 0; place < target.length; place++) {
            if (source[place] != target[place]) {
                return false;
            }
        }
        return true;
    }

    private Comparison plus(Comparison other) {
        return new Comparison(
                copied + other.copied,
                lost + other.lost,
                doubled + other.doubled,
                reordered + other.reordered,
                foreign + other.foreign);
    }

    /** Whether the copy is what it should be. */
    public boolean isTrue() {
        return lost == 0 && doubled == 0 && reordered == 0 && foreign == 0;
    }

    /** What is wrong, in words; empty if nothing is. */
    public String faults() {
        List<String> faults = new ArrayList<>();
        add(faults, lost, "lost");
        add(faults, doubled, "doubled");
        add(faults, reordered, "reordered");
        add(faults, foreign, "changed");
        return String.join(", ", faults);
    }

    private static void add(List<String> faults, long records, String what) {
        if (records > 0) {
            faults.add(String.format(Locale.ROOT, "%,d records %s", records, what));
        }
    }
}
