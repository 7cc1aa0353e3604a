package io.streambus.connect.provenance;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.OptionalLong;

/**
 * Tells the copies of one flow's partition on the target from everything else that stands there: a record is a copy if its header says that it was
 * read from that source partition and put into this very target partition.
 *
 * <p>Thread-safe: immutable.
 */
public final class OwnCopies {

    /** {@code cluster/topic/partition@} or {@code cluster/topic:target/partition@}: what the last hops of all of them begin with. */
    private final byte[] hop;

    /**
     * @param sourceCluster the name of the cluster that the flow reads
     * @param sourceTopic the topic there
     * @param targetTopic the topic on the target that the copies are put into
     * @param partition the same on both sides
     * @throws IllegalArgumentException if a name is not one of a cluster or topic, or the partition is negative
     */
    public OwnCopies(String sourceCluster, String sourceTopic, String targetTopic, int partition) {
        this.hop = PartitionStamp.hop(sourceCluster, sourceTopic, targetTopic, partition)
                .getBytes(US_ASCII);
    }

    /**
     * @param header the value of the record's header, the last one's if there are several; null if it has none
     * @param timestampMs the record's; {@link ProvenanceRule#UNKNOWN_TIMESTAMP} if it is not to be compared with the header's
     * @return the source offset that the record was copied from; empty if it is no copy of this flow
     */
    public OptionalLong sourceOffset(byte[] header, long timestampMs) {
        if (header == null || header.length > Provenance.MAX_BYTES) {
            return OptionalLong.empty();
        }
        int last = HeaderScan.lastHop(header);
        boolean isOwn = HeaderScan.isAt(header, last, hop)
                && HeaderScan.place(header, last) != HeaderScan.MALFORMED
                && HeaderScan.earlierHops(header, last) != HeaderScan.MALFORMED
                && HeaderScan.isBoundTo(header, timestampMs);
        return isOwn
                ? OptionalLong.of(HeaderScan.number(header, last + hop.length, HeaderScan.endOfOffset(header)))
                : OptionalLong.empty();
    }
}
