package io.streambus.connect.progress;

import io.streambus.connect.checkpoint.CheckpointKey;
import io.streambus.connect.offset.OffsetPage;
import io.streambus.connect.offset.OffsetPages;
import io.streambus.connect.offset.OffsetRecorder;
import io.streambus.connect.offset.Tail;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/**
 * The offset maps of the task's partitions, from where they are taken up to where they are written. A partition that is let go and taken up again goes
 * on with the map it had, for that knows more than what was stored when the task started. Confined to the task's thread.
 */
public final class OffsetMaps {

    private final String flow;

    /** As the checkpoints topic had it; of partitions that were not taken up yet. */
    private final Map<TopicPartition, Map<Integer, OffsetPage>> stored;

    private final Map<TopicPartition, OffsetPages> open = new HashMap<>();
    private long failuresSeen;

    /** @param stored the pages that the flow had written, by source partition and number */
    public OffsetMaps(String flow, Map<TopicPartition, Map<Integer, OffsetPage>> stored) {
        this.flow = flow;
        this.stored = new HashMap<>(stored);
    }

    /**
     * Takes up a partition, or notes that it goes on from another place. What {@link #changes} has then is to be on the target before anything is
     * copied.
     *
     * @param tail what stands on the target; a map that is here already needs it only if the target is another by now
     * @param nextSource the source offset that is copied next
     * @return where to note its copies
     */
    public OffsetRecorder open(TopicPartition partition, Optional<Uuid> topicId, Tail tail, long nextSource) {
        OffsetPages pages = open.get(partition);
        if (pages != null && pages.topicId().equals(topicId) && !(tail instanceof Tail.OtherTarget)) {
            pages.goOnFrom(nextSource);
        } else {
            pages = new OffsetPages(topicId, stored.getOrDefault(partition, Map.of()), tail, nextSource);
            stored.remove(partition);
            open.put(partition, pages);
        }
        return pages.recorder();
    }

    /** For a partition that stands still: nothing of it is copied, so nothing is noted. */
    public static OffsetRecorder closed() {
        return new OffsetPages(Optional.empty(), Map.of(), new Tail.Unknown(), 0).recorder();
    }

    /** Call before a round of {@link #changes}: after a failure nobody knows which pages were lost. */
    public void beginRound(long failures) {
        if (failures > failuresSeen) {
            failuresSeen = failures;
            open.values().forEach(OffsetPages::rewriteAll);
        }
    }

    /**
     * What has changed of the partition's map since it was last asked for. To be written before its checkpoint: one that names a new topic must find
     * pages of it, and pages that tell more than the checkpoint do no harm.
     */
    public Map<CheckpointKey.Offsets, OffsetPage> changes(TopicPartition partition) {
        OffsetPages pages = open.get(partition);
        Map<CheckpointKey.Offsets, OffsetPage> changes = new LinkedHashMap<>();
        if (pages != null) {
            pages.changes()
                    .forEach((number, page) -> changes.put(
                            new CheckpointKey.Offsets(flow, partition.topic(), partition.partition(), number), page));
        }
        return changes;
    }
}
