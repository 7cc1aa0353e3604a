package io.streambus.connect.provenance;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Objects;

/**
 * The rule of one flow that keeps records from going round in circles. It reads the bytes of the {@code streambus.provenance} header, without
 * allocating anything; where the header is malformed, or was carried here from another place by an application, the record counts as produced here:
 * what its header says must never stop a record that it does not speak for.
 *
 * <p>Per partition: {@link #stampFor}. Per record: {@link #judge}, and if the record goes on, {@link PartitionStamp#stamp} for its new header.
 *
 * <p>Thread-safe: immutable.
 */
public final class ProvenanceRule {

    /**
     * In place of a record's timestamp: the timestamp that a header may be bound to is not to be compared. For records of topics with
     * {@code LogAppendTime}, where the broker has put another in its place, and wherever it is not known which type a timestamp is of. The timestamps
     * below 0 of records that have none mean the same.
     */
    public static final long UNKNOWN_TIMESTAMP = Long.MIN_VALUE;

    private final String sourceCluster;
    /** With the slash behind it. */
    private final byte[] targetCluster;

    private final Forward forward;
    private final Binding binding;

    /** A flow that binds its hops to nothing, see {@link Binding#NONE}. */
    public ProvenanceRule(String sourceCluster, String targetCluster, Forward forward) {
        this(sourceCluster, targetCluster, forward, Binding.NONE);
    }

    /**
     * @param sourceCluster the name of the cluster that the flow reads
     * @param targetCluster the name of the cluster that the flow writes to
     * @param forward which records the flow carries on
     * @param binding of the hops that it writes; those that it reads say themselves what they are bound to
     * @throws IllegalArgumentException if a name is invalid (see {@link ClusterName}) or both are the same
     */
    public ProvenanceRule(String sourceCluster, String targetCluster, Forward forward, Binding binding) {
        this.sourceCluster = ClusterName.require("source cluster", sourceCluster);
        this.targetCluster = (ClusterName.require("target cluster", targetCluster) + '/').getBytes(US_ASCII);
        this.forward = Objects.requireNonNull(forward, "forward");
        this.binding = Objects.requireNonNull(binding, "binding");
        if (sourceCluster.equals(targetCluster)) {
            throw new IllegalArgumentException("source and target cluster are both called '" + sourceCluster
                    + "': loops can only be told by names, so each cluster needs its own");
        }
    }

    /**
     * One partition of the flow; make it once per partition and keep it.
     *
     * @param partition the same on both sides
     * @throws IllegalArgumentException if a topic's name is none that Kafka allows, or the partition is negative
     */
    public PartitionStamp stampFor(String sourceTopic, String targetTopic, int partition) {
        return new PartitionStamp(sourceCluster, sourceTopic, targetTopic, partition, binding);
    }

    /**
     * @param at the partition that the record was read from
     * @param header the value of the record's header; null if it has no such header. If it has several, the last one's, and the record is to be
     *     reported as malformed
     * @param timestampMs the record's on the source, or {@link #UNKNOWN_TIMESTAMP}
     */
    public ProvenanceVerdict judge(PartitionStamp at, byte[] header, long timestampMs) {
        if (header == null) {
            return ProvenanceVerdict.PASS;
        }
        if (header.length > Provenance.MAX_BYTES) {
            return ProvenanceVerdict.PASS_MALFORMED;
        }
        int last = HeaderScan.lastHop(header);
        return judge(at, header, last, HeaderScan.place(header, last), timestampMs);
    }

    /**
     * Judges a record that may bear the stamp of this very read already, as behind a StreamBus source task that a transform follows: that hop is
     * looked past, whatever topic it names as the target, and what stands before it was found to speak for the record when it was stamped.
     *
     * @param at as for {@link #judge}
     * @param header as for {@link #judge}
     * @param offset of the record in the source partition
     * @param timestampMs as for {@link #judge}
     */
    public ProvenanceVerdict judgeUnder(PartitionStamp at, byte[] header, long offset, long timestampMs) {
        if (header == null) {
            return ProvenanceVerdict.PASS;
        }
        if (header.length > Provenance.MAX_BYTES) {
            return ProvenanceVerdict.PASS_MALFORMED;
        }
        int last = HeaderScan.lastHop(header);
        int place = HeaderScan.place(header, last);
        if (place == HeaderScan.MALFORMED || !at.isOfRead(header, last, place, offset)) {
            return judge(at, header, last, place, timestampMs);
        }
        int earlier = HeaderScan.earlierHops(header, last);
        if (earlier == HeaderScan.MALFORMED) {
            return ProvenanceVerdict.PASS_MALFORMED;
        }
        return earlier == 0 ? ProvenanceVerdict.PASS : judgeHops(header, last, earlier);
    }

    private ProvenanceVerdict judge(PartitionStamp at, byte[] header, int last, int place, long timestampMs) {
        int earlier = place == HeaderScan.MALFORMED ? HeaderScan.MALFORMED : HeaderScan.earlierHops(header, last);
        if (earlier == HeaderScan.MALFORMED) {
            return ProvenanceVerdict.PASS_MALFORMED;
        }
        if (!at.isStandingAt(header, place) || !HeaderScan.isBoundTo(header, timestampMs)) {
            return ProvenanceVerdict.PASS_CARRIED;
        }
        return judgeHops(header, header.length, earlier + 1);
    }

    /** @param hops how many the header has before {@code end} */
    private ProvenanceVerdict judgeHops(byte[] header, int end, int hops) {
        if (HeaderScan.visits(header, end, targetCluster)) {
            return ProvenanceVerdict.DROP_LOOP;
        }
        if (forward == Forward.LOCAL) {
            return ProvenanceVerdict.DROP_FOREIGN;
        }
        return hops >= Provenance.MAX_HOPS ? ProvenanceVerdict.DROP_HOP_LIMIT : ProvenanceVerdict.PASS;
    }
}
