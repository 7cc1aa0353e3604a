package io.streambus.connect.checkpoint;

/**
 * What has become of the records of one source partition that lie before its next source offset, since the flow first read it.
 *
 * @param records copied
 * @param bytes of keys and values copied, before compression
 * @param filtered dropped by a transform
 * @param loopsDropped had been at the target already
 * @param errors failures of the partition
 * @param reordered copied behind newer ones, to fill a hole
 * @param repeated copied although a copy of them stood on the target
 * @param carried bore a provenance header that an application had carried over from another topic
 * @param echoed of those dropped as loops, bore the header of a record before them in their partition: most likely an application's that writes back
 *     into the topic that it reads, headers copied
 */
public record Counters(
        long records,
        long bytes,
        long filtered,
        long loopsDropped,
        long errors,
        long reordered,
        long repeated,
        long carried,
        long echoed) {

    public static final Counters NONE = new Counters(0, 0, 0, 0, 0, 0, 0, 0, 0);

    /** One error. */
    public static final Counters ERROR = new Counters(0, 0, 0, 0, 1, 0, 0, 0, 0);

    public Counters {
        if (records < 0
                || bytes < 0
                || filtered < 0
                || loopsDropped < 0
                || errors < 0
                || reordered < 0
                || repeated < 0
                || carried < 0
                || echoed < 0) {
            throw new IllegalArgumentException("counters of a checkpoint must be 0 or more, found records=" + records
                    + " bytes=" + bytes + " filtered=" + filtered + " loopsDropped=" + loopsDropped + " errors="
                    + errors
                    + " reordered=" + reordered + " repeated=" + repeated + " carried=" + carried
                    + " echoed=" + echoed);
        }
    }

    public Counters plus(Counters more) {
        return new Counters(
                records + more.records,
                bytes + more.bytes,
                filtered + more.filtered,
                loopsDropped + more.loopsDropped,
                errors + more.errors,
                reordered + more.reordered,
                repeated + more.repeated,
                carried + more.carried,
                echoed + more.echoed);
    }
}
