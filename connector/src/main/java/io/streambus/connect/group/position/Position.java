package io.streambus.connect.group.position;

import java.util.OptionalLong;

/**
 * Where a group that stands at some offset of a source partition would go on at the target. A position <em>skips nothing</em> if no copy of a record that
 * the group has not read lies before it, now or later.
 */
public sealed interface Position {

    /** Skips nothing, and no copy of a record that the group has read lies behind it, but what was itself copied twice. */
    record At(long offset) implements Position {}

    /**
     * Skips nothing, but what the group has read already and the flow has not copied yet will come behind it.
     *
     * @param why in a sentence
     */
    record Nearing(long offset, String why) implements Position {}

    /** Cannot be told for now, as nothing is known of the partition yet, or the target does not say. */
    record Unknown(String why) implements Position {}

    /** Cannot be told, and will not become so by itself. */
    record Untranslatable(String why) implements Position {}

    /** Empty where nothing may be committed. */
    default OptionalLong committable() {
        if (this instanceof At at) {
            return OptionalLong.of(at.offset());
        }
        return this instanceof Nearing nearing ? OptionalLong.of(nearing.offset()) : OptionalLong.empty();
    }
}
