package io.streambus.connect.offset;

import java.util.ArrayList;
import java.util.List;

/**
 * Source to target. Of all runs only those count that bring a source offset higher than any before: the first copy at or above a position is
 * always one of them, however often the flow was set back. Thread-safe: immutable.
 */
final class ForwardIndex {

    /** In the order of both source and target. */
    private final List<Step> steps;

    private final boolean nothingBefore;
    private final long end;

    /**
     * @param sourceStart the first source offset of the run; what of it was copied before, the step before answers for
     * @param sourceEnd the one behind its last
     * @param targetStart where {@code sourceStart} stands
     * @param lowest where the first copy above the step before may stand: less than {@code targetStart} behind a seam
     */
    private record Step(long sourceStart, long sourceEnd, long targetStart, long lowest) {}

    /** @param runs in the order of the target */
    ForwardIndex(List<OffsetRun> runs) {
        List<Step> rising = new ArrayList<>();
        long copiedUpTo = 0;
        long targetEnd = 0;
        for (OffsetRun run : runs) {
            if (run.sourceEnd() > copiedUpTo) {
                long lowest = run.seamless() ? run.targetStart() : targetEnd;
                rising.add(new Step(run.sourceStart(), run.sourceEnd(), run.targetStart(), lowest));
                copiedUpTo = run.sourceEnd();
            }
            targetEnd = run.targetEnd();
        }
        this.steps = List.copyOf(rising);
        this.nothingBefore = runs.isEmpty() || runs.get(0).seamless();
        this.end = targetEnd;
    }

    Translation translate(long sourceOffset) {
        int found = firstEndingAfter(sourceOffset);
        if (found == steps.size()) {
            return new Translation.After(end);
        }
        Step step = steps.get(found);
        if (sourceOffset >= step.sourceStart()) {
            return new Translation.Exact(step.targetStart() + sourceOffset - step.sourceStart());
        }
        if (step.lowest() == step.targetStart()) {
            return new Translation.Exact(step.targetStart());
        }
        return found == 0 && !nothingBefore
                ? new Translation.Before(step.targetStart())
                : new Translation.Between(step.lowest(), step.targetStart());
    }

    private int firstEndingAfter(long sourceOffset) {
        int low = 0;
        int high = steps.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (steps.get(middle).sourceEnd() > sourceOffset) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }
}
