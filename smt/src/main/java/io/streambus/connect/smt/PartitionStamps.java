package io.streambus.connect.smt;

import io.streambus.connect.provenance.PartitionStamp;
import io.streambus.connect.provenance.ProvenanceRule;
import java.util.Arrays;

/**
 * The stamps of the partitions seen so far, made once each.
 *
 * <p>Thread-safe: the array is replaced, never changed.
 */
final class PartitionStamps {

    /** Beyond any partition count in practice: a wild number in a record must not reserve memory for all those below it. */
    private static final int MAX_KEPT = 1 << 16;

    private final ProvenanceRule rule;
    private volatile PartitionStamp[] stamps = new PartitionStamp[0];

    PartitionStamps(ProvenanceRule rule) {
        this.rule = rule;
    }

    PartitionStamp of(int partition) {
        PartitionStamp[] known = stamps;
        return partition < known.length && known[partition] != null ? known[partition] : make(partition);
    }

    private synchronized PartitionStamp make(int partition) {
        PartitionStamp stamp = rule.stampFor(partition);
        if (partition < MAX_KEPT) {
            PartitionStamp[] more = Arrays.copyOf(stamps, Math.max(stamps.length, partition + 1));
            more[partition] = stamp;
            stamps = more;
        }
        return stamp;
    }
}
