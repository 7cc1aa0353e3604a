package io.streambus.connect.offset;

import java.util.Optional;

/**
 * Copies that follow upon each other on both sides: source offset {@code sourceStart + i} stands at target offset {@code targetStart + i}, for every
 * {@code i < length}. A map of offsets is a list of runs in the order of the target.
 *
 * @param sourceStart the source offset of the first copy
 * @param targetStart the target offset of the first copy
 * @param length in records; 0 for a mark that says: from this target offset on, the flow copies from {@code sourceStart} on, to which it was set back or from which it began
 * @param seamless whether the flow has no copy between the run before this one and this one (for the first run: none before it at all). If not,
 *     there is a <em>seam</em>: copies that are not recorded may stand there, their source offsets rising from the run before to this one
 */
public record OffsetRun(long sourceStart, long targetStart, long length, boolean seamless) {

    public OffsetRun {
        if (sourceStart < 0
                || targetStart < 0
                || length < 0
                || length > Long.MAX_VALUE - Math.max(sourceStart, targetStart)) {
            throw new IllegalArgumentException(
                    "a run of copies begins at offsets of 0 or more, has 0 records or more, and ends within the range of offsets; found source "
                            + sourceStart + ", target " + targetStart + ", length " + length);
        }
    }

    /** The mark of length 0. */
    public static OffsetRun setBack(long source, long target) {
        return new OffsetRun(source, target, 0, true);
    }

    /** The source offset behind the last copy. */
    public long sourceEnd() {
        return sourceStart + length;
    }

    /** The target offset behind the last copy. */
    public long targetEnd() {
        return targetStart + length;
    }

    /** The same copies with unrecorded ones possible before them. */
    OffsetRun afterSeam() {
        return seamless ? new OffsetRun(sourceStart, targetStart, length, false) : this;
    }

    /** The part of the run from {@code target} on, which lies within it; nothing stands between that part and the one cut off. */
    OffsetRun fromTarget(long target) {
        long cut = target - targetStart;
        return cut <= 0 ? this : new OffsetRun(sourceStart + cut, target, length - cut, true);
    }

    /**
     * This run together with a later sighting of it, or with one that follows without a gap on either side.
     *
     * @param next begins no earlier than this run
     * @return empty if the two are different runs
     */
    Optional<OffsetRun> joined(OffsetRun next) {
        boolean sameDistance = next.sourceStart - sourceStart == next.targetStart - targetStart;
        if (!sameDistance || next.targetStart < targetStart || next.targetStart > targetEnd()) {
            return Optional.empty();
        }
        return next.targetEnd() <= targetEnd()
                ? Optional.of(this)
                : Optional.of(new OffsetRun(sourceStart, targetStart, next.targetEnd() - targetStart, seamless));
    }
}
