package io.streambus.connect.provenance;

import java.util.Arrays;

/**
 * Follows the copies that stand in one partition, in the order of the partition. A flow puts each record there once, and in the order of its source; so a
 * header that names an offset at or before that of an earlier one was copied to another record, by an application that writes back what it has read, or
 * its flow has copied a record again.
 *
 * <p>Confined to one thread.
 */
public final class CopyOrder {

    /** From how many partitions copies are told apart; those of more are taken to be in order. */
    private static final int SOURCES = 16;

    /** {@code cluster/topic/partition@} of each source that was seen, and the highest offset of it. */
    private final byte[][] sources = new byte[SOURCES][];

    private final long[] highest = new long[SOURCES];
    private int known;

    /**
     * Takes the next one.
     *
     * @param header of a record that it speaks for, as {@link ProvenanceRule#judge} has found: of the right form
     * @return whether the record that it names, or a later one of its source, stands before this one
     */
    public boolean isRepeat(byte[] header) {
        int last = HeaderScan.lastHop(header);
        int end = HeaderScan.endOfOffset(header);
        int number = end;
        while (header[number - 1] != '@') {
            number--;
        }
        long offset = HeaderScan.number(header, number, end);
        int source = source(header, last, number);
        if (source == SOURCES) {
            return false;
        }
        if (offset <= highest[source]) {
            return true;
        }
        highest[source] = offset;
        return false;
    }

    private int source(byte[] header, int start, int end) {
        for (int i = 0; i < known; i++) {
            if (Arrays.equals(sources[i], 0, sources[i].length, header, start, end)) {
                return i;
            }
        }
        if (known < SOURCES) {
            sources[known] = Arrays.copyOfRange(header, start, end);
            highest[known] = -1;
            return known++;
        }
        return SOURCES;
    }
}
