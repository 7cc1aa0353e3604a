package io.streambus.bridge.metrics;

/**
 * How many records were not simply copied once and in their order. None of these is an error by itself.
 *
 * @param reordered copied behind newer ones, to fill a hole
 * @param repeated copied although a copy of them stood on the target
 * @param carried bore a provenance header that an application had carried over from another topic
 * @param echoed not copied, as they bore the provenance header of a record before them in their partition
 */
public record Irregularities(long reordered, long repeated, long carried, long echoed) {

    public static final Irregularities NONE = new Irregularities(0, 0, 0, 0);

    Irregularities max(Irregularities other) {
        return new Irregularities(
                Math.max(reordered, other.reordered),
                Math.max(repeated, other.repeated),
                Math.max(carried, other.carried),
                Math.max(echoed, other.echoed));
    }

    Irregularities plus(Irregularities other) {
        return new Irregularities(
                reordered + other.reordered, repeated + other.repeated, carried + other.carried, echoed + other.echoed);
    }
}
