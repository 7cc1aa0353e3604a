package io.streambus.connect.provenance;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import java.util.Objects;

/**
 * The rule of one flow that keeps records from going round in circles. It reads the bytes of the {@code streambus.provenance} header, without
 * allocating anything; where it finds the header malformed, the record counts as produced here, for a bad header must never stop replication.
 *
 * <p>Per record: {@link #judge}, and if the record goes on, {@link PartitionStamp#stamp} for its new header.
 *
 * <p>Thread-safe: immutable.
 */
public final class ProvenanceRule {

    private static final int MAX_INT_DIGITS = 10;
    private static final int MAX_LONG_DIGITS = 19;
    /** What the scanners answer at a byte that does not belong there. */
    private static final int MALFORMED = -1;

    private final String sourceCluster;
    private final byte[] targetCluster;
    private final Forward forward;

    /**
     * @param sourceCluster the name of the cluster that the flow reads
     * @param targetCluster the name of the cluster that the flow writes to
     * @param forward which records the flow carries on
     * @throws IllegalArgumentException if a name is invalid (see {@link ClusterName}) or both are the same
     */
    public ProvenanceRule(String sourceCluster, String targetCluster, Forward forward) {
        this.sourceCluster = ClusterName.require("source cluster", sourceCluster);
        this.targetCluster =
                ClusterName.require("target cluster", targetCluster).getBytes(US_ASCII);
        this.forward = Objects.requireNonNull(forward, "forward");
        if (sourceCluster.equals(targetCluster)) {
            throw new IllegalArgumentException("source and target cluster are both called '" + sourceCluster
                    + "': loops can only be told by names, so each cluster needs its own");
        }
    }

    /** The stamp for the records of one partition of the source cluster; make it once per partition and keep it. */
    public PartitionStamp stampFor(int partition) {
        return new PartitionStamp(sourceCluster, partition);
    }

    /**
     * @param header the value of the record's header; null if it has no such header. If it has several, the last one's, and the record is to be
     *     reported as malformed
     */
    public Verdict judge(byte[] header) {
        return header == null ? Verdict.PASS : judge(header, header.length);
    }

    /**
     * Judges a record that may bear the stamp of this very read already, as behind a StreamBus source task that a transform follows: that hop is
     * looked past.
     *
     * @param header as for {@link #judge}
     * @param stamp of the record's source partition
     * @param offset of the record in that partition
     */
    public Verdict judgeUnder(PartitionStamp stamp, byte[] header, long offset) {
        if (!stamp.isOn(header, offset)) {
            return judge(header);
        }
        int before = header.length - stamp.hopLength(offset) - 1;
        return before < 0 ? Verdict.PASS : judge(header, before);
    }

    private Verdict judge(byte[] header, int length) {
        if (length > Provenance.MAX_BYTES) {
            return Verdict.PASS_MALFORMED;
        }
        boolean loop = false;
        int hops = 0;
        int hopStart = 0;
        int hopEnd;
        do {
            int nameEnd = endOfName(header, hopStart, length);
            if (nameEnd == MALFORMED) {
                return Verdict.PASS_MALFORMED;
            }
            hopEnd = endOfNumbers(header, nameEnd + 1, length);
            if (hopEnd == MALFORMED || ++hops > Provenance.MAX_HOPS) {
                return Verdict.PASS_MALFORMED;
            }
            // The whole name: us-east must not be found in us-east-1.
            loop |= Arrays.equals(header, hopStart, nameEnd, targetCluster, 0, targetCluster.length);
            hopStart = hopEnd + 1;
        } while (hopEnd < length);

        if (loop) {
            return Verdict.DROP_LOOP;
        }
        if (forward == Forward.LOCAL) {
            return Verdict.DROP_FOREIGN;
        }
        return hops == Provenance.MAX_HOPS ? Verdict.DROP_HOP_LIMIT : Verdict.PASS;
    }

    /** The index of the slash behind a cluster name. */
    private static int endOfName(byte[] header, int start, int length) {
        int limit = Math.min(length, start + ClusterName.MAX_LENGTH + 1);
        for (int i = start; i < limit; i++) {
            if (header[i] == '/') {
                return i == start ? MALFORMED : i;
            }
            if (!ClusterName.isPart(header[i])) {
                return MALFORMED;
            }
        }
        return MALFORMED;
    }

    /** The index behind {@code partition@offset}: of a {@code >} or of the end. */
    private static int endOfNumbers(byte[] header, int start, int length) {
        int partitionEnd = endOfNumber(header, start, length, MAX_INT_DIGITS, Integer.MAX_VALUE);
        if (partitionEnd == MALFORMED || partitionEnd == length || header[partitionEnd] != '@') {
            return MALFORMED;
        }
        int offsetEnd = endOfNumber(header, partitionEnd + 1, length, MAX_LONG_DIGITS, Long.MAX_VALUE);
        if (offsetEnd == MALFORMED || (offsetEnd < length && header[offsetEnd] != '>')) {
            return MALFORMED;
        }
        return offsetEnd;
    }

    /** The index behind the digits of one number, which has at least one, no needless zero, and is {@code max} or less. */
    private static int endOfNumber(byte[] header, int start, int length, int maxDigits, long max) {
        long number = 0;
        int i = start;
        while (i < length && header[i] >= '0' && header[i] <= '9') {
            if (i - start == maxDigits) {
                return MALFORMED;
            }
            number = number * 10 + (header[i] - '0');
            i++;
        }
        boolean empty = i == start;
        boolean leadingZero = i - start > 1 && header[start] == '0';
        // 19 digits that are too much for a long come out negative: no such number reaches 2^64.
        boolean tooLarge = number < 0 || number > max;
        return empty || leadingZero || tooLarge ? MALFORMED : i;
    }
}
