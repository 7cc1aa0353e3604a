package io.streambus.connect.checkpoint;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.common.Uuid;

/**
 * Where the copies of a source partition stand on the target.
 *
 * @param topic the topic's name on the target; its partition has the source's number
 * @param topicId the topic's id when it was written to; empty where the target gives none
 * @param floor every copy of a record at or behind {@link PartitionCheckpoint#nextSourceOffset} stands at this target offset or behind it
 * @param floorSource the source offset of the copy that stands just before the floor; empty where another record stands there, or none
 * @param lastOffset where the newest copy stands; empty before the first one
 */
public record TargetPosition(
        String topic, Optional<Uuid> topicId, long floor, OptionalLong floorSource, OptionalLong lastOffset) {

    public TargetPosition {
        Objects.requireNonNull(topic, "topic");
        Objects.requireNonNull(topicId, "topicId");
        boolean sourceIsThere = floorSource.isEmpty() || (floorSource.getAsLong() >= 0 && floor > 0);
        if (floor < 0 || !sourceIsThere || (lastOffset.isPresent() && lastOffset.getAsLong() < 0)) {
            throw new IllegalArgumentException("offsets of a target position must be 0 or more, found floor " + floor
                    + ", source before it " + floorSource + ", last copy " + lastOffset);
        }
    }

    /** The target offset behind all that is known to stand there: a target that ends before it has lost records. */
    public long reached() {
        return Math.max(floor, lastOffset.orElse(-1) + 1);
    }

    /** The same topic, with nothing of the flow at {@code end} or behind it. */
    public TargetPosition flooredAt(long end) {
        return new TargetPosition(topic, topicId, end, OptionalLong.empty(), lastOffset);
    }
}
