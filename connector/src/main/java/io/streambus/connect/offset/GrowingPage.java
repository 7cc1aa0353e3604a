package io.streambus.connect.offset;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.Uuid;

/**
 * The newest page of a map, which takes what is copied. A run of no length at its end is a mark: the flow goes on from there, and nothing has been copied
 * from there yet. Confined to the task's thread.
 */
final class GrowingPage {

    private final int number;
    private final long from;
    private final List<OffsetRun> runs;

    /**
     * @param number the page's key
     * @param from the target offset that it tells of first
     */
    GrowingPage(int number, long from, List<OffsetRun> runs) {
        this.number = number;
        this.from = from;
        this.runs = new ArrayList<>(runs);
    }

    int number() {
        return number;
    }

    boolean isEmpty() {
        return runs.isEmpty();
    }

    boolean isFull() {
        return runs.size() >= OffsetPage.MAX_RUNS;
    }

    /** The target offset behind what the page tells of. */
    long end() {
        return runs.isEmpty() ? from : last().targetEnd();
    }

    OffsetRun last() {
        return runs.get(runs.size() - 1);
    }

    boolean endsWithMark() {
        return !runs.isEmpty() && last().length() == 0;
    }

    /** The page as it is to be stored; it has runs. */
    PageOrder.Numbered numbered(Optional<Uuid> topicId, int generation) {
        return new PageOrder.Numbered(number, new OffsetPage(topicId, generation, from, runs));
    }

    /** Takes a run that stands behind all others. */
    void add(OffsetRun run) {
        runs.add(run);
    }

    /** The mark at the end goes; it is there. */
    OffsetRun removeMark() {
        return runs.remove(runs.size() - 1);
    }

    /** What has come of {@link #join}. */
    enum Joined {
        /** The run is no part of what is here: it is to be added. */
        NO,
        /** It was known already. */
        KNOWN,
        /** What is here has become longer. */
        LONGER
    }

    /** Takes a run that goes on with the last one, or tells of the same copies. */
    Joined join(OffsetRun run) {
        if (runs.isEmpty()) {
            return Joined.NO;
        }
        if (endsWithMark() && runs.size() > 1) {
            // What was in flight when the flow was set back arrives before what is copied from there.
            Joined before = joinAt(runs.size() - 2, run);
            if (before == Joined.LONGER) {
                runs.set(
                        runs.size() - 1,
                        OffsetRun.setBack(
                                last().sourceStart(), runs.get(runs.size() - 2).targetEnd()));
            }
            if (before != Joined.NO) {
                return before;
            }
        }
        return joinAt(runs.size() - 1, run);
    }

    private Joined joinAt(int at, OffsetRun run) {
        OffsetRun here = runs.get(at);
        Optional<OffsetRun> joined = here.joined(run);
        if (joined.isEmpty()) {
            return Joined.NO;
        }
        if (joined.get().equals(here)) {
            return Joined.KNOWN;
        }
        runs.set(at, joined.get());
        return Joined.LONGER;
    }
}
