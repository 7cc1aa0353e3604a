package io.streambus.connect.group;

import io.streambus.connect.checkpoint.CheckpointKey;
import io.streambus.connect.checkpoint.group.GroupKind;
import io.streambus.connect.checkpoint.group.GroupOffset;
import io.streambus.connect.checkpoint.group.GroupOutcome;
import io.streambus.connect.group.position.Position;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * What is to become of one partition of a group in this pass.
 *
 * @param target the partition on the target
 * @param source what the group has committed at the source
 * @param commit the offset to commit on the target; empty if nothing is to be done
 * @param outcome if that is done
 */
record Verdict(
        CheckpointKey.Group group,
        GroupKind kind,
        TopicPartition target,
        OffsetAndMetadata source,
        Position position,
        OptionalLong commit,
        GroupOutcome outcome) {

    /** What is written of it, after everything that was to be committed has been. */
    GroupOffset done(Optional<GroupOffset> before, long nowMs) {
        boolean committed = commit.isPresent();
        return new GroupOffset(
                kind,
                target.topic(),
                source.offset(),
                position.committable(),
                committed ? commit : before.map(GroupOffset::committed).orElse(OptionalLong.empty()),
                committed
                        ? OptionalLong.of(nowMs)
                        : before.map(GroupOffset::committedAtMs).orElse(OptionalLong.empty()),
                outcome,
                nowMs);
    }

    /** The same with nothing committed, for this reason. */
    Verdict withheld(GroupOutcome why) {
        return new Verdict(group, kind, target, source, position, OptionalLong.empty(), why);
    }

    /** The same where nothing is committed at all. */
    Verdict told(OptionalLong there) {
        return position.committable().isPresent() && !position.committable().equals(there)
                ? withheld(new GroupOutcome.Pending(
                        "Positions are told and not committed: sync.group.offsets.enabled is false."))
                : withheld(CommitRule.outcome(position));
    }

    /** With the metadata that the group's members gave: those of Kafka Streams keep the time of the stream in it. */
    OffsetAndMetadata toCommit() {
        return new OffsetAndMetadata(commit.orElseThrow(), Optional.empty(), source.metadata());
    }
}
