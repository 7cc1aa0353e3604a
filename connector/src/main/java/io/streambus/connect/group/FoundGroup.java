package io.streambus.connect.group;

import io.streambus.connect.checkpoint.group.GroupKind;
import java.util.Objects;
import java.util.Optional;

/**
 * A group as a cluster lists it.
 *
 * @param kind empty if it is a group of something else than consumers, such as workers of Connect
 * @param bare whether nobody was ever a member of it since it was last empty of offsets: it only stores them, and may become one of several kinds
 */
public record FoundGroup(Optional<GroupKind> kind, boolean bare) {

    public FoundGroup {
        Objects.requireNonNull(kind, "kind");
    }

    public static FoundGroup of(GroupKind kind) {
        return new FoundGroup(Optional.of(kind), false);
    }

    /** What is made by committing alone. */
    public static FoundGroup ofOffsetsOnly() {
        return new FoundGroup(Optional.of(GroupKind.CLASSIC), true);
    }

    public static FoundGroup ofOthers() {
        return new FoundGroup(Optional.empty(), false);
    }

    /**
     * Whether a group of this name and another one at the other side are the same to those who use them. Consumers move from the classic protocol to the
     * newer one and back; a group that only stores offsets becomes what its first member is.
     */
    boolean canBe(GroupKind other) {
        if (kind.isEmpty()) {
            return false;
        }
        GroupKind here = kind.get();
        boolean consumers = isOfConsumers(here) && isOfConsumers(other);
        return here == other || consumers || (bare && other.hasOffsetsOf(here));
    }

    private static boolean isOfConsumers(GroupKind kind) {
        return kind == GroupKind.CLASSIC || kind == GroupKind.CONSUMER;
    }
}
