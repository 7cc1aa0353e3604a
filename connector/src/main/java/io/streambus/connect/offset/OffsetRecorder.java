package io.streambus.connect.offset;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Notes where the copies of one partition stand, as the target acknowledges them. Two threads: the <em>producer's</em> calls {@link #extend} and
 * {@link #unplaced}, the <em>task's</em> {@link #drain}.
 *
 * <p>Invariants, which the tests name:
 *
 * <p>(A) A record that goes on at the distance of the one before costs two comparisons and one ordered store: no lock, no allocation. Only
 * a new run takes the lock.
 *
 * <p>(B) What is drained is true, whenever it is drained. The begin of the open run changes only under the lock. Its length grows outside, by
 * ordered (release) stores; it is set back only together with the begin, under the lock. So who holds the lock sees the begin of one run and a
 * length that this very run has had: a little too small at worst, never another run's.
 *
 * <p>(C) Nothing is left out without a trace: an open run is drained again, longer, until it is closed; and where runs are left out because too many
 * wait (the task's thread is held up while a filter cuts the records into single ones), the next one stands behind a seam.
 *
 * <p>Thread-safe, for these two threads: guarded by {@code this} but for the fields that are said to be the producer thread's.
 */
public final class OffsetRecorder {

    /** Also the most that a drain can add to the map: what one page holds. */
    private static final int MAX_WAITING = OffsetPage.MAX_RUNS;

    // The producer thread's: where the open run would go on.
    private long nextSource = -1;
    private long nextTarget;
    private boolean seam;

    /** Of the open run, in records; 0 before the first. */
    private final AtomicLong length = new AtomicLong();

    private long sourceStart;
    private long targetStart;
    private boolean seamless;
    private List<OffsetRun> closed = new ArrayList<>();
    private int thinAt = MAX_WAITING;
    private boolean startedOver;

    /**
     * What was recorded since the last drain.
     *
     * @param startedOver whether the target's log was found cut back or made anew: then nothing known before counts any more
     * @param runs in the order of the target; the first may be a later sighting of the last one drained before
     */
    record Drained(boolean startedOver, List<OffsetRun> runs) {}

    /**
     * @param knownTo the target offset behind the last copy known
     * @param seamless whether the next copy is the next one after it
     */
    OffsetRecorder(long knownTo, boolean seamless) {
        this.nextTarget = knownTo;
        this.seam = !seamless;
    }

    /**
     * A copy is on the target. Belongs to the producer's thread, in the order of the target partition.
     *
     * @param sourceOffset 0 or more
     * @param targetOffset 0 or more
     */
    public void extend(long sourceOffset, long targetOffset) {
        if (sourceOffset == nextSource && targetOffset == nextTarget) {
            length.lazySet(length.getPlain() + 1);
        } else {
            begin(sourceOffset, targetOffset);
        }
        nextSource = sourceOffset + 1;
        nextTarget = targetOffset + 1;
    }

    /**
     * A copy is on the target, but its offset was not told (a retry that the broker knew already). Belongs to the producer's thread.
     */
    public void unplaced() {
        seam = true;
        // The next copy must not be taken for the open run's next, though its offsets could look like it.
        nextSource = -1;
    }

    private synchronized void begin(long source, long target) {
        if (target < nextTarget) {
            closed.clear();
            startedOver = true;
            seam = true;
        } else if (length.getPlain() > 0) {
            closed.add(open());
            thin();
        }
        sourceStart = source;
        targetStart = target;
        seamless = !seam;
        seam = false;
        length.set(1);
    }

    private void thin() {
        if (closed.size() >= thinAt) {
            closed = new ArrayList<>(Thinning.thin(closed, MAX_WAITING / 2));
            thinAt = Math.max(MAX_WAITING, 2 * closed.size());
        }
    }

    /** Belongs to the task's thread. */
    synchronized Drained drain() {
        List<OffsetRun> runs = closed;
        if (length.get() > 0) {
            runs.add(open());
        }
        Drained drained = new Drained(startedOver, runs);
        closed = new ArrayList<>();
        thinAt = MAX_WAITING;
        startedOver = false;
        return drained;
    }

    private OffsetRun open() {
        return new OffsetRun(sourceStart, targetStart, length.getAcquire(), seamless);
    }
}
