package io.streambus.connect.offset;

/** What an {@link OffsetMap} says of an offset. The offsets in the answers belong to the other side. */
public sealed interface Translation {

    /** The translated position. */
    record Exact(long offset) implements Translation {}

    /**
     * The map is too coarse here. {@code lowest} as a position skips nothing, but may read again; the copies on the target tell the exact one.
     *
     * @param lowest the translated position is here or later
     * @param highest the translated position is here or earlier; greater than {@code lowest}
     */
    record Between(long lowest, long highest) implements Translation {
        public Between {
            if (lowest >= highest) {
                throw new IllegalArgumentException(
                        "lowest must be less than highest, found " + lowest + " and " + highest);
            }
        }
    }

    /**
     * The position lies before everything known, and copies from before that may exist.
     *
     * @param first the translated position is here or earlier
     */
    record Before(long first) implements Translation {}

    /**
     * The position lies behind everything known. {@code next} as a position skips nothing.
     *
     * @param next the translated position is here or later
     */
    record After(long next) implements Translation {}
}
