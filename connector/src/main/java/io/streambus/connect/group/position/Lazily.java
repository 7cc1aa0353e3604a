package io.streambus.connect.group.position;

import io.streambus.connect.refinement.Copy;
import io.streambus.connect.refinement.ProvenanceReader;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/** Turns to a partition of the target only when it is read: most positions need no reading, and all partitions share one consumer. */
record Lazily(TargetCopies copies, TopicPartition source, TopicPartition target) implements ProvenanceReader {

    @Override
    public Optional<Copy> firstCopy(long from, long until) {
        return reader().firstCopy(from, until);
    }

    @Override
    public long logStart() {
        return reader().logStart();
    }

    @Override
    public long logEnd() {
        return reader().logEnd();
    }

    private ProvenanceReader reader() {
        return copies.of(source, target);
    }
}
