package io.streambus.connect.checkpoint.group;

import java.util.Objects;
import java.util.OptionalLong;

/**
 * Where a group stands in one source partition, and where on the target.
 *
 * @param kind of the group on the source
 * @param targetTopic the topic's name on the target; its partition has the source's number
 * @param sourceOffset the next record that the group would read at the source; the start offset of a share group
 * @param translated the same position on the target; empty if it cannot be told, with the reason in {@code outcome}
 * @param committed what this flow committed last on the target; empty if it never has
 * @param committedAtMs when it did, ms since the epoch; empty if it never has. An offset expires at the target by this time
 * @param outcome what came of it
 * @param writtenAtMs when this was written, ms since the epoch. It is written when something has changed: how recent it is, {@link PassReport} says
 */
public record GroupOffset(
        GroupKind kind,
        String targetTopic,
        long sourceOffset,
        OptionalLong translated,
        OptionalLong committed,
        OptionalLong committedAtMs,
        GroupOutcome outcome,
        long writtenAtMs) {

    public GroupOffset {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(targetTopic, "targetTopic");
        Objects.requireNonNull(outcome, "outcome");
        if (sourceOffset < 0
                || translated.orElse(0) < 0
                || committed.orElse(0) < 0
                || committedAtMs.orElse(0) < 0
                || writtenAtMs < 0) {
            throw new IllegalArgumentException("offsets and times of a group must be 0 or more, found source "
                    + sourceOffset + ", translated " + translated + ", committed " + committed + " at " + committedAtMs
                    + ", written at " + writtenAtMs);
        }
        if (committed.isPresent() != committedAtMs.isPresent()) {
            throw new IllegalArgumentException(
                    "a committed offset has a time, and none has none; found " + committed + " at " + committedAtMs);
        }
    }

    /** Whether this tells no more than {@code other} but when it was written. */
    public boolean differsOnlyInTimeFrom(GroupOffset other) {
        return new GroupOffset(
                        kind,
                        targetTopic,
                        sourceOffset,
                        translated,
                        committed,
                        committedAtMs,
                        outcome,
                        other.writtenAtMs)
                .equals(other);
    }
}
