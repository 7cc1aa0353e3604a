package io.streambus.connect.group;

import io.streambus.connect.checkpoint.group.GroupOffset;
import io.streambus.connect.checkpoint.group.GroupOutcome;
import io.streambus.connect.group.position.Position;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What to commit on the target for one partition of a group. Pure.
 *
 * <p>Invariants, which the tests name:
 *
 * <p>(A) What we have committed follows the source, also back: an operator who rewinds the group at the source rewinds it at the target.
 *
 * <p>(B) What somebody else has committed is raised, never lowered: the group has read on at the target.
 *
 * <p>(C) Where nothing has changed nothing is committed, until a quarter of the retention of offsets has passed: an offset expires by the time of its commit.
 *
 * @param retention of offsets on the target; empty where it cannot be told, then Kafka's default of 7 days counts
 */
record CommitRule(String target, Optional<Duration> retention) {

    private static final Duration DEFAULT_RETENTION = Duration.ofDays(7);
    private static final int TIMES = 4;

    /**
     * @param commit the offset to commit; empty if nothing is to be done
     * @param outcome if that is done
     */
    record Decision(OptionalLong commit, GroupOutcome outcome) {}

    /**
     * @param position where the group would go on
     * @param there what is committed on the target now, by whomever; empty if nothing is
     * @param before what was written of it last
     */
    Decision decide(Position position, OptionalLong there, Optional<GroupOffset> before, long nowMs) {
        OptionalLong wanted = position.committable();
        if (wanted.isEmpty()) {
            return new Decision(OptionalLong.empty(), outcome(position));
        }
        OptionalLong ours = before.map(GroupOffset::committed).orElse(OptionalLong.empty());
        boolean foreign = there.isPresent() && !there.equals(ours);
        if (foreign && there.getAsLong() > wanted.getAsLong()) {
            return new Decision(
                    OptionalLong.empty(),
                    new GroupOutcome.Active("The group has been used on " + target + ": its offset there, "
                            + there.getAsLong() + ", was not committed by this flow and is not lowered to "
                            + wanted.getAsLong() + "."));
        }
        boolean same = there.equals(wanted) && !foreign && !isOld(before, nowMs);
        return new Decision(same ? OptionalLong.empty() : wanted, outcome(position));
    }

    private boolean isOld(Optional<GroupOffset> before, long nowMs) {
        long atMs = before.map(GroupOffset::committedAtMs)
                .orElse(OptionalLong.empty())
                .orElse(0);
        return nowMs - atMs >= retention.orElse(DEFAULT_RETENTION).toMillis() / TIMES;
    }

    /** Without a commit. */
    static GroupOutcome outcome(Position position) {
        if (position instanceof Position.At) {
            return new GroupOutcome.InSync();
        }
        if (position instanceof Position.Nearing nearing) {
            return new GroupOutcome.Pending(nearing.why());
        }
        return position instanceof Position.Unknown unknown
                ? new GroupOutcome.Pending(unknown.why())
                : new GroupOutcome.NotTranslatable(((Position.Untranslatable) position).why());
    }
}
