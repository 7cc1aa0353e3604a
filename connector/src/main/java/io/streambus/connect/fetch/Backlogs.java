package io.streambus.connect.fetch;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The partitions that are far behind, for helpers to take ranges from.
 *
 * <p>Ranges are taken in one order, and each lane reads those it has taken one after the other. So the range that was taken first of all unfinished
 * ones is being read, and all that its lane holds besides can be given out: however small the lanes' buffers, they cannot wait for each other.
 *
 * <p>Thread-safe.
 */
final class Backlogs {

    /** Of a partition that one helper reads alone, so that hardly anything is fetched in vain. */
    private static final long ALONE_BYTES = 64 << 20;

    private final List<PartitionRead> far = new ArrayList<>();
    private int helpers = 1;

    synchronized void add(PartitionRead read) {
        far.add(read);
    }

    synchronized void remove(PartitionRead read) {
        far.remove(read);
    }

    synchronized boolean isEmpty() {
        return far.isEmpty();
    }

    /** How many share the work. */
    synchronized void sharedBy(int lanes) {
        helpers = lanes;
    }

    /** The next range, of the partition of which the fewest are being read; empty if there is nothing to do. */
    synchronized Optional<OffsetRange> take() {
        long bytes = far.size() >= helpers ? ALONE_BYTES : FetchPlan.RANGE_BYTES;
        List<PartitionRead> byNeed = new ArrayList<>(far);
        byNeed.sort(Comparator.comparingInt(PartitionRead::stretches));
        for (PartitionRead read : byNeed) {
            Optional<OffsetRange> range = read.take(bytes);
            if (range.isPresent()) {
                return range;
            }
        }
        return Optional.empty();
    }
}
