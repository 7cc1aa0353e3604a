package io.streambus.connect.offset;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Makes a list of runs shorter by leaving out those whose absence leaves the narrowest seams. The first and the last stay, and so does every run
 * next to which the source offsets fall: across a seam they must rise, or a binary search in it would go astray.
 */
final class Thinning {

    private Thinning() {}

    /**
     * @param runs in the order of the target
     * @return the same, thinned to {@code atMost} runs, or to as few as there can be
     */
    static List<OffsetRun> thin(List<OffsetRun> runs, int atMost) {
        List<OffsetRun> kept = runs;
        boolean shorter = true;
        while (kept.size() > atMost && shorter) {
            List<OffsetRun> once = thinOnce(kept, kept.size() - atMost);
            shorter = once.size() < kept.size();
            kept = once;
        }
        return kept;
    }

    /** No two neighbours in one go, for the second one's seam would be wider than it looked. */
    private static List<OffsetRun> thinOnce(List<OffsetRun> runs, int excess) {
        List<Integer> narrowestFirst = IntStream.range(1, Math.max(1, runs.size() - 1))
                .filter(i -> rises(runs.get(i - 1), runs.get(i)) && rises(runs.get(i), runs.get(i + 1)))
                .boxed()
                .sorted(Comparator.comparingLong(
                        i -> runs.get(i + 1).targetStart() - runs.get(i - 1).targetEnd()))
                .collect(Collectors.toList());
        boolean[] leftOut = new boolean[runs.size()];
        int rest = excess;
        for (int i : narrowestFirst) {
            if (rest > 0 && !leftOut[i - 1] && !leftOut[i + 1]) {
                leftOut[i] = true;
                rest--;
            }
        }
        List<OffsetRun> kept = new ArrayList<>(runs.size());
        for (int i = 0; i < runs.size(); i++) {
            if (!leftOut[i]) {
                kept.add(i > 0 && leftOut[i - 1] ? runs.get(i).afterSeam() : runs.get(i));
            }
        }
        return kept;
    }

    private static boolean rises(OffsetRun before, OffsetRun after) {
        return before.sourceEnd() <= after.sourceStart();
    }
}
