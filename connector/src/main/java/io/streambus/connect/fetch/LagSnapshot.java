package io.streambus.connect.fetch;

import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * What the first lane saw at one time of the partitions that it reads.
 *
 * @param atMs when, ms since the epoch
 * @param partitions those that the source has told of; those far behind, which helpers read, are missing
 */
public record LagSnapshot(long atMs, Map<TopicPartition, At> partitions) {

    static final LagSnapshot NOTHING = new LagSnapshot(0, Map.of());

    /**
     * @param position the offset that is read next
     * @param behind offsets from there to the end, as the source told; 0 or more
     */
    public record At(long position, long behind) {}
}
