package io.streambus.connect.start;

/** What to do with records that were not acknowledged while later ones of their partition were ({@code source.hole.policy}). */
public enum HolePolicy {
    /** {@link #FILL} on topics whose records are deleted by age or size, {@link #REWIND} on compacted ones. */
    AUTO,
    /** Copy them behind the newer ones. */
    FILL,
    /** Copy everything from the first of them on again, so that the order is kept. */
    REWIND,
    /** Stop the partition. */
    FAIL;

    /** @param compacted whether the target topic is: there a stale value behind a newer one would stand for ever */
    public HolePolicy on(boolean compacted) {
        if (this != AUTO) {
            return this;
        }
        return compacted ? REWIND : FILL;
    }
}
