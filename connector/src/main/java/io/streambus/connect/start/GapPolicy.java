package io.streambus.connect.start;

/** What to do with a partition whose next records are gone from the source ({@code source.gap.policy}). */
public enum GapPolicy {
    /** Stop the partition, and say how many records are lost. */
    FAIL,
    /** Say so, and go on with the first record that is there. */
    SKIP,
    /** Say so, and copy the partition again from its beginning. */
    RESTART
}
