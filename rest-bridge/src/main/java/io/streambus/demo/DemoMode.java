package io.streambus.demo;

/** What the demo plays once its stage is set. */
public sealed interface DemoMode {

    /** Writes and replicates until somebody ends it. */
    record Live() implements DemoMode {}

    /**
     * Writes so many records, waits until they are across, and compares both sides.
     *
     * @param count 1 or more
     */
    record Records(long count) implements DemoMode {
        public Records {
            if (count < 1) {
                throw new IllegalArgumentException("the demo needs 1 record or more to replicate, found " + count);
            }
        }
    }

    /** Plays nothing: for those who want to type the calls themselves. */
    record Idle() implements DemoMode {}
}
