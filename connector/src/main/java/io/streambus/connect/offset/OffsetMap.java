package io.streambus.connect.offset;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.Uuid;

/**
 * Where the records of one source partition stand in its target partition, and back. A group's <em>position</em> is the offset of the next record
 * that it would read.
 *
 * <p>Invariants, which the tests name. "Copies" are this flow's only; records of other origin between them are stepped over.
 *
 * <p>(A) {@link #translate} is the target offset of the first copy whose source offset is the position or more: no copy of an unread record lies
 * before it, and every copy before it is of a record already read. A record filtered on the way is a gap: the next copy takes its place. A record
 * copied twice counts from its first copy.
 *
 * <p>(B) {@link #inverse} is the lowest source offset whose first copy stands at the position or behind it. It may be lower where the map is coarse
 * and the flow was set back: then it reads some of what was copied twice again. It is never above an open hole ({@link #openFrom}).
 *
 * <p>(C) A coarser map is never wrong: the exact answer lies in its {@link Translation.Between}, at or before its {@link Translation.Before}, at or
 * behind its {@link Translation.After}.
 *
 * <p>Where two flows share a topic in both directions (active-active with equal names), records of the other cluster stand between the copies, and
 * a group has read them or not. Its position there is the lower of two: this map's {@code translate}, and {@code inverse} of the map of the flow
 * that runs the other way.
 *
 * <p>An answer can be lower than the first offset that is still on the other side: retention goes on there. Whoever commits it raises it to that.
 *
 * <p>Thread-safe: immutable.
 */
public final class OffsetMap {

    private final List<OffsetRun> runs;
    private final ForwardIndex forward;
    private final BackwardIndex backward;
    private final long openFrom;

    private OffsetMap(List<OffsetRun> runs, ForwardIndex forward, BackwardIndex backward, long openFrom) {
        this.runs = runs;
        this.forward = forward;
        this.backward = backward;
        this.openFrom = openFrom;
    }

    /**
     * @param runs in the order of the target
     * @throws IllegalArgumentException if a run begins before the one before it has ended on the target
     */
    public static OffsetMap of(List<OffsetRun> runs) {
        List<OffsetRun> ordered = List.copyOf(runs);
        OffsetPage.requireOrder(0, ordered);
        return new OffsetMap(ordered, new ForwardIndex(ordered), new BackwardIndex(ordered), Long.MAX_VALUE);
    }

    /**
     * The same map of a partition with open holes: records that will be copied behind those that stand there now.
     *
     * @param hole the lowest source offset that may be missing; {@link #inverse} never answers above it, since nobody can have read it
     */
    public OffsetMap openFrom(long hole) {
        return new OffsetMap(runs, forward, backward, hole);
    }

    /**
     * @param pages as they are stored, by number
     * @param topicId of the source topic, as the partition's checkpoint names it: pages of another topic of that name say nothing
     */
    public static OffsetMap of(Map<Integer, OffsetPage> pages, Optional<Uuid> topicId) {
        return of(PageOrder.of(pages, topicId).stream()
                .flatMap(numbered -> numbered.page().runs().stream())
                .toList());
    }

    /**
     * Source to target.
     *
     * @param sourceOffset a position in the source partition, 0 or more; the log end offset too
     */
    public Translation translate(long sourceOffset) {
        return forward.translate(requirePosition(sourceOffset));
    }

    /**
     * Target to source, for the way back.
     *
     * @param targetOffset a position in the target partition, 0 or more
     */
    public Translation inverse(long targetOffset) {
        Translation known = backward.translate(requirePosition(targetOffset));
        if (known instanceof Translation.Exact exact) {
            return new Translation.Exact(below(exact.offset()));
        }
        if (known instanceof Translation.Before before) {
            return new Translation.Before(below(before.first()));
        }
        if (known instanceof Translation.After after) {
            return new Translation.After(below(after.next()));
        }
        Translation.Between between = (Translation.Between) known;
        return between.lowest() < openFrom
                ? new Translation.Between(between.lowest(), below(between.highest()))
                : new Translation.Exact(openFrom);
    }

    /** A source position, or the lowest that may be missing if that is lower. */
    public long below(long sourceOffset) {
        return Math.min(sourceOffset, openFrom);
    }

    /** Where to look on the target for what {@link #inverse} leaves open. */
    public long undecidedFrom(long targetOffset) {
        return backward.undecidedFrom(targetOffset);
    }

    /** What the map is made of, in the order of the target. */
    public List<OffsetRun> runs() {
        return runs;
    }

    private static long requirePosition(long offset) {
        if (offset < 0) {
            throw new IllegalArgumentException("a position must be 0 or more, found " + offset);
        }
        return offset;
    }
}
