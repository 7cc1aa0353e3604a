package io.streambus.connect.refinement;

/**
 * One record that a flow has copied.
 *
 * @param source its offset in the source partition, 0 or more
 * @param target the copy's offset in the target partition, 0 or more
 */
public record Copy(long source, long target) {

    public Copy {
        if (source < 0 || target < 0) {
            throw new IllegalArgumentException(
                    "the offsets of a copy must be 0 or more, found source " + source + " and target " + target);
        }
    }
}
