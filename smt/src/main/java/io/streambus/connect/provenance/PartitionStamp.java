package io.streambus.connect.provenance;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * One partition of a flow: where its records stand on the source and where they are put. Writes their hops into their headers, at the cost of one
 * byte array each, exactly as long as the new header.
 *
 * <p>Thread-safe: immutable.
 */
public final class PartitionStamp {

    /** Of {@link Long#MAX_VALUE}. */
    private static final int MOST_DIGITS = 19;

    /** {@code cluster/topic/partition@} or {@code cluster/topic:target/partition@}: what the hops of all records of the partition begin with. */
    private final byte[] hop;
    /** {@code cluster/topic}: the same, whatever the target. */
    private final byte[] read;
    /** {@code topic/partition@} of the source: what a header must name to speak for a record that stands there. */
    private final byte[] standing;
    /** {@code /partition@}. */
    private final byte[] partition;

    private final boolean binds;

    PartitionStamp(String sourceCluster, String sourceTopic, String targetTopic, int partition, Binding binding) {
        this.hop = hop(sourceCluster, sourceTopic, targetTopic, partition).getBytes(US_ASCII);
        this.read = (sourceCluster + '/' + sourceTopic).getBytes(US_ASCII);
        this.standing = (sourceTopic + '/' + partition + '@').getBytes(US_ASCII);
        this.partition = ("/" + partition + '@').getBytes(US_ASCII);
        this.binds = binding == Binding.TIMESTAMP;
    }

    /** What a hop begins with: all of it but the offset and the timestamp. */
    static String hop(String sourceCluster, String sourceTopic, String targetTopic, int partition) {
        ClusterName.require("source cluster", sourceCluster);
        TopicName.require("source topic", sourceTopic);
        TopicName.require("target topic", targetTopic);
        if (partition < 0) {
            throw new IllegalArgumentException(
                    "a partition must be 0 or more, found " + partition + " of " + sourceTopic);
        }
        String topics = sourceTopic.equals(targetTopic) ? sourceTopic : sourceTopic + ':' + targetTopic;
        return sourceCluster + '/' + topics + '/' + partition + '@';
    }

    /**
     * The header of a record that goes on.
     *
     * @param verdict what {@link ProvenanceRule#judge} or {@link ProvenanceRule#judgeUnder} said of {@code header}; one that passes
     * @param header the value of the record's header until now, which is not changed; null if it has none
     * @param offset of the record in the source partition, 0 or more
     * @param timestampMs that the copy will have; {@link ProvenanceRule#UNKNOWN_TIMESTAMP} if it is not known, and then the hop is not bound to it
     * @return the header's new value: the hop behind what stood there, cut as earlier hops are, or alone if nothing stood there that speaks for the
     *     record; in place of the last hop if that is of the very same read
     * @throws IllegalArgumentException if the verdict is to drop the record, or the offset is negative
     */
    public byte[] stamp(ProvenanceVerdict verdict, byte[] header, long offset, long timestampMs) {
        if (verdict.drops() || offset < 0) {
            throw new IllegalArgumentException(
                    "only a record that passes, with an offset of 0 or more, gets a stamp: found " + verdict
                            + " and offset " + offset);
        }
        int hopLength = hopLength(offset, timestampMs);
        int last = header == null ? 0 : HeaderScan.lastHop(header);
        int place = header == null || verdict != ProvenanceVerdict.PASS
                ? HeaderScan.MALFORMED
                : HeaderScan.place(header, last);
        byte[] stamped;
        if (place == HeaderScan.MALFORMED) {
            stamped = new byte[hopLength];
        } else if (isOfRead(header, last, place, offset)) {
            stamped = new byte[last + hopLength];
            System.arraycopy(header, 0, stamped, 0, last);
        } else {
            stamped = behindCut(header, last, place, hopLength);
        }
        writeHop(stamped, stamped.length - hopLength, offset, timestampMs);
        return stamped;
    }

    /** The header with its last hop cut to {@code cluster/partition@offset}, a {@code >}, and room for another hop. */
    private static byte[] behindCut(byte[] header, int last, int place, int room) {
        int clusterEnd = indexOfSlash(header, last);
        int numbers = indexOfSlash(header, place);
        int numbersLength = HeaderScan.endOfOffset(header) - numbers;
        byte[] stamped = new byte[clusterEnd + numbersLength + 1 + room];
        System.arraycopy(header, 0, stamped, 0, clusterEnd);
        System.arraycopy(header, numbers, stamped, clusterEnd, numbersLength);
        stamped[clusterEnd + numbersLength] = '>';
        return stamped;
    }

    private static int indexOfSlash(byte[] header, int from) {
        int i = from;
        while (header[i] != '/') {
            i++;
        }
        return i;
    }

    /**
     * Whether the header already ends in the hop that {@link #stamp} would add: then a StreamBus task has stamped this very record, and it can go on
     * as it is. A hop that is bound to the right timestamp will do where this flow binds none. Allocates nothing.
     *
     * @param header the value of the record's header; null if it has none
     * @param offset of the record in the source partition
     * @param timestampMs as for {@link #stamp}
     */
    public boolean isOn(byte[] header, long offset, long timestampMs) {
        if (header == null) {
            return false;
        }
        int last = HeaderScan.lastHop(header);
        int place = HeaderScan.isAt(header, last, hop) ? HeaderScan.place(header, last) : HeaderScan.MALFORMED;
        if (place == HeaderScan.MALFORMED || !isOfRead(header, last, place, offset)) {
            return false;
        }
        long bound = HeaderScan.boundTimestamp(header);
        return bound == HeaderScan.UNBOUND ? !isBoundBy(timestampMs) : bound == timestampMs;
    }

    /** Whether the last hop, which is of the right form, says that the record was read from this partition at this offset, wherever it was put. */
    boolean isOfRead(byte[] header, int last, int place, long offset) {
        int topicEnd = last + read.length;
        if (!HeaderScan.isAt(header, last, read) || (header[topicEnd] != '/' && header[topicEnd] != ':')) {
            return false;
        }
        int numbers = indexOfSlash(header, place);
        return HeaderScan.isAt(header, numbers, partition)
                && HeaderScan.number(header, numbers + partition.length, HeaderScan.endOfOffset(header)) == offset;
    }

    /** Whether the last hop, which is of the right form, says that the record was put where this partition's records stand on the source. */
    boolean isStandingAt(byte[] header, int place) {
        return HeaderScan.isAt(header, place, standing);
    }

    private boolean isBoundBy(long timestampMs) {
        return binds && timestampMs >= 0;
    }

    /** How many bytes the hop takes. */
    private int hopLength(long offset, long timestampMs) {
        return hop.length + digits(offset) + (isBoundBy(timestampMs) ? 1 + digits(timestampMs) : 0);
    }

    private void writeHop(byte[] stamped, int start, long offset, long timestampMs) {
        System.arraycopy(hop, 0, stamped, start, hop.length);
        int end = start + hop.length + digits(offset);
        writeNumber(stamped, end, offset);
        if (isBoundBy(timestampMs)) {
            stamped[end] = '~';
            writeNumber(stamped, stamped.length, timestampMs);
        }
    }

    /** The digits that end before {@code end}. */
    private static void writeNumber(byte[] stamped, int end, long number) {
        long rest = number;
        int i = end;
        do {
            stamped[--i] = (byte) ('0' + rest % 10);
            rest /= 10;
        } while (rest > 0);
    }

    private static int digits(long number) {
        int digits = 1;
        // Multiplying, which costs a fraction of dividing; the last bound is the largest power of ten that a long
        // holds.
        for (long bound = 10; digits < MOST_DIGITS && number >= bound; bound *= 10) {
            digits++;
        }
        return digits;
    }

    /** What the records of the partition are stamped with, but for offset and timestamp. */
    @Override
    public String toString() {
        return new String(hop, US_ASCII);
    }
}
