package io.streambus.connect.source;

import io.streambus.connect.checkpoint.CheckpointKey;
import io.streambus.connect.checkpoint.CheckpointWriter;
import io.streambus.connect.offset.OffsetPage;
import io.streambus.connect.offset.OffsetPages;
import io.streambus.connect.offset.OffsetRecorder;
import io.streambus.connect.offset.Tail;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.connect.errors.ConnectException;

/**
 * The offset maps of the task's partitions, from where they are taken up to where they are written. A partition that is let go and taken up again goes
 * on with the map it had, for that knows more than what was stored when the task started. Confined to the task's thread.
 */
final class OffsetBook {

    private final String flow;
    private final CheckpointWriter writer;
    private final Duration timeout;

    /** As the checkpoints topic had it; of partitions that were not taken up yet. */
    private final Map<TopicPartition, Map<Integer, OffsetPage>> stored;

    private final Map<TopicPartition, OffsetPages> open = new HashMap<>();
    private final Set<TopicPartition> beginning = new HashSet<>();
    private long failuresSeen;

    /**
     * @param stored the pages that the flow had written, by source partition and number
     * @param writer belongs to the caller
     * @param timeout for pages without which nothing may be copied
     */
    OffsetBook(
            String flow,
            Map<TopicPartition, Map<Integer, OffsetPage>> stored,
            CheckpointWriter writer,
            Duration timeout) {
        this.flow = flow;
        this.stored = new HashMap<>(stored);
        this.writer = writer;
        this.timeout = timeout;
    }

    /** How far the stored map tells of the target; empty if there is none of this topic. */
    OptionalLong knownTo(TopicPartition partition, Optional<Uuid> topicId) {
        return OffsetPages.knownTo(topicId, stored.getOrDefault(partition, Map.of()));
    }

    /**
     * Whether all that is known was of a topic that had the name, and was deleted.
     *
     * @param topicId of the topic as it is now
     * @param idBefore as the partition's checkpoint has it; empty if there is none, or an operator has set it
     */
    boolean knowsOnlyNamesakes(TopicPartition partition, Optional<Uuid> topicId, Optional<Uuid> idBefore) {
        Map<Integer, OffsetPage> pages = stored.getOrDefault(partition, Map.of());
        Stream<Optional<Uuid>> known = Stream.concat(
                idBefore.stream().map(Optional::of), pages.values().stream().map(OffsetPage::topicId));
        return topicId.isPresent()
                && (idBefore.isPresent() || !pages.isEmpty())
                && known.allMatch(id -> id.isPresent() && !id.equals(topicId));
    }

    /**
     * Takes up a partition, or notes that it goes on from another place. {@link #writeBeginnings} before anything is copied.
     *
     * @param tail what stands on the target; asked for only where the map is not here already
     * @param nextSource the source offset that is copied next
     * @return where to note its copies
     */
    OffsetRecorder open(TopicPartition partition, Optional<Uuid> topicId, Supplier<Tail> tail, long nextSource) {
        OffsetPages pages = open.get(partition);
        if (pages != null && pages.topicId().equals(topicId)) {
            pages.goOnFrom(nextSource);
        } else {
            Map<Integer, OffsetPage> before = stored.getOrDefault(partition, Map.of());
            pages = new OffsetPages(topicId, before, tail.get(), nextSource);
            stored.remove(partition);
            open.put(partition, pages);
        }
        beginning.add(partition);
        return pages.recorder();
    }

    /** For a partition that stands still: nothing of it is copied, so nothing is noted. */
    static OffsetRecorder closed() {
        return new OffsetPages(Optional.empty(), Map.of(), new Tail.Unknown(), 0).recorder();
    }

    /**
     * Writes what the partitions that were taken up since the last call begin with, and waits until the target has it.
     *
     * @throws ConnectException if the target does not take it in time
     */
    void writeBeginnings() throws InterruptedException {
        Map<CheckpointKey.Offsets, OffsetPage> pages = new LinkedHashMap<>();
        beginning.forEach(partition ->
                open.get(partition).changes().forEach((number, page) -> pages.put(key(partition, number), page)));
        beginning.clear();
        writer.writeAndAwait(pages, timeout);
    }

    /** Call before a round of {@link #write}: after a failure nobody knows which pages were lost. */
    void beginRound() {
        long failures = writer.failures();
        if (failures > failuresSeen) {
            failuresSeen = failures;
            open.values().forEach(OffsetPages::rewriteAll);
        }
    }

    /**
     * Writes what has changed of the partition's map. Before its checkpoint: one that names a new topic must find pages of it, and pages that tell
     * more than the checkpoint do no harm.
     *
     * @return whether it is on its way; if not, others would not be either for now
     */
    boolean write(TopicPartition partition) {
        OffsetPages pages = open.get(partition);
        boolean goesThrough = true;
        if (pages != null) {
            Iterator<Map.Entry<Integer, OffsetPage>> changes =
                    pages.changes().entrySet().iterator();
            while (goesThrough && changes.hasNext()) {
                Map.Entry<Integer, OffsetPage> change = changes.next();
                goesThrough = writer.write(key(partition, change.getKey()), change.getValue());
            }
        }
        return goesThrough;
    }

    private CheckpointKey.Offsets key(TopicPartition partition, int number) {
        return new CheckpointKey.Offsets(flow, partition.topic(), partition.partition(), number);
    }
}
