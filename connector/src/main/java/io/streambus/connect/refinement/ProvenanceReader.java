package io.streambus.connect.refinement;

import java.util.Optional;
import org.apache.kafka.common.errors.TimeoutException;

/** Finds the copies of one source partition on the target by their provenance headers. */
public interface ProvenanceReader {

    /**
     * The first copy that stands at {@code from} or behind it. Records of other origin and those without a readable header are stepped over.
     *
     * @param from a target offset; if the log begins later, the log's begin
     * @param until the target offset to look no further than, itself not included
     * @return empty if there is none in that range
     * @throws TimeoutException if the target gives nothing for too long
     */
    Optional<Copy> firstCopy(long from, long until);

    /** The first offset that the target partition still has. */
    long logStart();

    /** The offset behind the last record of the target partition that can be read now. */
    long logEnd();
}
