package io.streambus.connect.offset;

import java.util.ArrayList;
import java.util.List;

/**
 * Target to source. Only first copies count: what stands on the target a second time has been read by a group that is behind the first. Where a seam
 * hides whether a record is there, it counts as unread: a position too low reads again, one too high loses records. Thread-safe: immutable.
 */
final class BackwardIndex {

    /** In the order of the target. */
    private final List<Stretch> stretches;

    /** By stretch: the lowest source offset in it, in one behind it, or still to come. */
    private final long[] lowestFrom;

    private final boolean nothingBefore;
    private final long next;

    /**
     * @param source of the first copy; for a seam, the lowest that may stand there
     * @param seam whether nothing is known of the stretch but that source offsets rise in it
     */
    private record Stretch(long targetStart, long targetEnd, long source, boolean seam) {}

    /** @param runs in the order of the target */
    BackwardIndex(List<OffsetRun> runs) {
        List<Stretch> fresh = new ArrayList<>();
        OffsetSet copied = new OffsetSet();
        OffsetRun before = null;
        for (OffsetRun run : runs) {
            if (before != null && !run.seamless() && run.targetStart() > before.targetEnd()) {
                // A fall across a seam: the flow was set back and nobody noted how far.
                long from = run.sourceStart() < before.sourceEnd() ? 0 : before.sourceEnd();
                List<OffsetSet.Range> hidden = copied.missing(from, run.sourceStart());
                if (!hidden.isEmpty()) {
                    fresh.add(new Stretch(
                            before.targetEnd(), run.targetStart(), hidden.get(0).from(), true));
                }
            }
            for (OffsetSet.Range range : copied.missing(run.sourceStart(), run.sourceEnd())) {
                long distance = run.targetStart() - run.sourceStart();
                fresh.add(new Stretch(range.from() + distance, range.to() + distance, range.from(), false));
            }
            copied.add(run.sourceStart(), run.sourceEnd());
            before = run;
        }
        this.stretches = List.copyOf(fresh);
        // While the flow that was set back has not caught up with itself, what it had left out is still to come.
        this.next = before == null ? 0 : copied.firstMissing(before.sourceEnd());
        this.lowestFrom = new long[fresh.size()];
        long lowest = next;
        for (int i = fresh.size() - 1; i >= 0; i--) {
            lowest = Math.min(lowest, fresh.get(i).source());
            lowestFrom[i] = lowest;
        }
        this.nothingBefore = runs.isEmpty() || runs.get(0).seamless();
    }

    Translation translate(long targetOffset) {
        int found = firstEndingAfter(targetOffset);
        if (found == stretches.size()) {
            return new Translation.After(next);
        }
        if (found == 0 && targetOffset < stretches.get(0).targetStart() && !nothingBefore) {
            return new Translation.Before(lowestFrom[0]);
        }
        Stretch stretch = stretches.get(found);
        long later = found + 1 == stretches.size() ? next : lowestFrom[found + 1];
        if (stretch.seam()) {
            return stretch.source() < later
                    ? new Translation.Between(stretch.source(), later)
                    : new Translation.Exact(later);
        }
        long here = stretch.source() + Math.max(0, targetOffset - stretch.targetStart());
        return new Translation.Exact(Math.min(here, later));
    }

    /** Where on the target the first copy stands that can tell what a {@link Translation.Between} leaves open, or later: what is before was copied twice. */
    long undecidedFrom(long targetOffset) {
        int found = firstEndingAfter(targetOffset);
        return found == stretches.size()
                ? targetOffset
                : Math.max(targetOffset, stretches.get(found).targetStart());
    }

    private int firstEndingAfter(long targetOffset) {
        int low = 0;
        int high = stretches.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (stretches.get(middle).targetEnd() > targetOffset) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }
}
