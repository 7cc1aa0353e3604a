package io.streambus.connect.checkpoint.group;

import java.util.Locale;

/** What a group's members speak. */
public enum GroupKind {
    /** Consumers that assign among themselves, and those that only store offsets. */
    CLASSIC,
    /** Consumers that the broker assigns to (KIP-848). */
    CONSUMER,
    /** Consumers that share partitions record by record (KIP-932). Only the start offset of a partition is known of them. */
    SHARE,
    /** Applications of Kafka Streams that the broker assigns to (KIP-1071). */
    STREAMS;

    /** As documents and messages have it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether both keep offsets in the same place, so that a group can become one of the other kind without losing them. */
    public boolean hasOffsetsOf(GroupKind other) {
        return (this == SHARE) == (other == SHARE);
    }
}
