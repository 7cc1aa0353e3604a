package io.streambus.connect.provenance;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;

/**
 * Writes the hops of one source partition's records into their headers, at the cost of one byte array each, exactly as long as the new header.
 *
 * <p>Thread-safe: immutable.
 */
public final class PartitionStamp {

    /** Of {@link Long#MAX_VALUE}. */
    private static final int MOST_DIGITS = 19;

    /** {@code cluster/partition@}: what all records of the partition have in common. */
    private final byte[] prefix;

    PartitionStamp(String sourceCluster, int partition) {
        if (partition < 0) {
            throw new IllegalArgumentException("a partition must be 0 or more, found " + partition);
        }
        this.prefix = (sourceCluster + '/' + partition + '@').getBytes(US_ASCII);
    }

    /**
     * The header of a record that goes on.
     *
     * @param verdict what {@link ProvenanceRule#judge} said of {@code header}; one that passes
     * @param header the value of the record's header until now, which is not changed; null if it has none
     * @param offset of the record in the source partition, 0 or more
     * @return the header's new value: the hop behind what stood there, or alone if nothing readable did
     * @throws IllegalArgumentException if the verdict is to drop the record, or the offset is negative
     */
    public byte[] stamp(Verdict verdict, byte[] header, long offset) {
        if (verdict.drops() || offset < 0) {
            throw new IllegalArgumentException(
                    "only a record that passes, with an offset of 0 or more, gets a stamp: found " + verdict
                            + " and offset " + offset);
        }
        int hopLength = hopLength(offset);
        if (header == null || verdict == Verdict.PASS_MALFORMED) {
            byte[] stamped = new byte[hopLength];
            writeHop(stamped, 0, offset);
            return stamped;
        }
        byte[] stamped = Arrays.copyOf(header, header.length + 1 + hopLength);
        stamped[header.length] = '>';
        writeHop(stamped, header.length + 1, offset);
        return stamped;
    }

    /**
     * Whether the header already ends in the hop that {@link #stamp} would add: then a StreamBus task has stamped this very record, and it must not
     * be stamped again. Allocates nothing.
     *
     * @param header the value of the record's header; null if it has none
     * @param offset of the record in the source partition
     */
    public boolean isOn(byte[] header, long offset) {
        if (header == null || offset < 0) {
            return false;
        }
        int hopStart = header.length - hopLength(offset);
        if (hopStart < 0 || (hopStart > 0 && header[hopStart - 1] != '>')) {
            return false;
        }
        int digitsStart = hopStart + prefix.length;
        if (!Arrays.equals(header, hopStart, digitsStart, prefix, 0, prefix.length)) {
            return false;
        }
        long rest = offset;
        for (int i = header.length - 1; i >= digitsStart; i--) {
            if (header[i] != '0' + rest % 10) {
                return false;
            }
            rest /= 10;
        }
        return true;
    }

    /** How many bytes the hop of this offset takes. */
    int hopLength(long offset) {
        return prefix.length + digits(offset);
    }

    private void writeHop(byte[] stamped, int start, long offset) {
        System.arraycopy(prefix, 0, stamped, start, prefix.length);
        long rest = offset;
        int i = stamped.length;
        do {
            stamped[--i] = (byte) ('0' + rest % 10);
            rest /= 10;
        } while (rest > 0);
    }

    private static int digits(long offset) {
        int digits = 1;
        // Multiplying, which costs a fraction of dividing; the last bound is the largest power of ten that a long
        // holds.
        for (long bound = 10; digits < MOST_DIGITS && offset >= bound; bound *= 10) {
            digits++;
        }
        return digits;
    }
}
