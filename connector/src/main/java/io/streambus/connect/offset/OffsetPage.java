package io.streambus.connect.offset;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.common.Uuid;

/**
 * A part of a partition's offset map, as large as one entry of the checkpoints topic. Each page is true by itself: it tells of all copies that stand
 * on the target from {@code coversFrom} to the end of its last run. So pages may be lost, late or stale, and what is left still makes a true
 * map, if a coarser one.
 *
 * @param topicId of the source topic whose offsets these are; empty where the source cluster gives none
 * @param generation raised when the target's log was found cut back or made anew: pages of an earlier generation say nothing any more
 * @param coversFrom the target offset that the page begins to tell of; the first run is seamless if no copy stands between it and that run
 * @param runs in the order of the target; 1 or more
 */
public record OffsetPage(Optional<Uuid> topicId, int generation, long coversFrom, List<OffsetRun> runs) {

    /** How many runs a page is filled with. */
    static final int MAX_RUNS = 256;

    public OffsetPage {
        Objects.requireNonNull(topicId, "topicId");
        runs = List.copyOf(runs);
        if (generation < 0 || coversFrom < 0 || runs.isEmpty()) {
            throw new IllegalArgumentException(
                    "a page of an offset map has a generation and a begin of 0 or more, and 1 run or more; found generation "
                            + generation + ", begin " + coversFrom + ", " + runs.size() + " runs");
        }
        requireOrder(coversFrom, runs);
    }

    /** The target offset behind what the page tells of. */
    public long coversTo() {
        return last().targetEnd();
    }

    OffsetRun last() {
        return runs.get(runs.size() - 1);
    }

    /** The same page telling of {@code target} and later only, which lies before its end, or of the unknown from an earlier {@code target} on. */
    OffsetPage from(long target) {
        if (target == coversFrom) {
            return this;
        }
        List<OffsetRun> kept = runs.stream()
                .filter(run -> run.targetEnd() > target)
                .map(run -> target < coversFrom && run.equals(runs.get(0)) ? run.afterSeam() : run.fromTarget(target))
                .toList();
        return new OffsetPage(topicId, generation, target, kept);
    }

    static void requireOrder(long from, List<OffsetRun> runs) {
        long end = from;
        for (OffsetRun run : runs) {
            if (run.targetStart() < end) {
                throw new IllegalArgumentException("runs must follow upon each other on the target, found one at "
                        + run.targetStart() + " behind " + end);
            }
            end = run.targetEnd();
        }
    }
}
