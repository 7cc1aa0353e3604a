package io.streambus.connect.partition;

import io.streambus.connect.checkpoint.CheckpointEntry;
import io.streambus.connect.checkpoint.EntryWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Partitions whose first checkpoint is in flight: nothing of them is handed over before the target has it. Confined to the task's thread. */
final class Beginnings {

    private static final Logger LOG = LoggerFactory.getLogger(Beginnings.class);

    private final EntryWriter writer;
    private final Map<TopicPartition, OwnedPartition> beginning = new HashMap<>();
    private final List<Beginning> inFlight = new ArrayList<>();

    /** First checkpoints that are written together, and of which partitions. */
    private record Beginning(List<OwnedPartition> partitions, CompletableFuture<Void> written) {}

    /**
     * What has come of first checkpoints.
     *
     * @param begun the target has them
     * @param failed it does not, as far as is known
     */
    record Ended(List<OwnedPartition> begun, List<OwnedPartition> failed) {}

    Beginnings(EntryWriter writer) {
        this.writer = writer;
    }

    /** @param first entries of the partitions, to be written in this order */
    void add(List<OwnedPartition> partitions, List<CheckpointEntry> first) {
        if (!partitions.isEmpty()) {
            partitions.forEach(owned -> beginning.put(owned.source(), owned));
            inFlight.add(new Beginning(List.copyOf(partitions), writer.write(first)));
        }
    }

    boolean contains(TopicPartition partition) {
        return beginning.containsKey(partition);
    }

    /** The partition, which is not to begin any more, whatever comes of its checkpoint; empty if it does not. */
    Optional<OwnedPartition> remove(TopicPartition partition) {
        return Optional.ofNullable(beginning.remove(partition));
    }

    boolean isEmpty() {
        return inFlight.isEmpty();
    }

    /** @param waitMs for a first one to be written */
    Ended ended(long waitMs) throws InterruptedException {
        Ended ended = new Ended(new ArrayList<>(), new ArrayList<>());
        for (Beginning first : List.copyOf(inFlight)) {
            if (isDone(first, ended.begun().isEmpty() ? waitMs : 0)) {
                inFlight.remove(first);
                List<OwnedPartition> which =
                        first.written().isCompletedExceptionally() ? ended.failed() : ended.begun();
                // Unless they were let go of meanwhile.
                first.partitions().stream()
                        .filter(owned -> beginning.remove(owned.source(), owned))
                        .forEach(which::add);
            }
        }
        return ended;
    }

    private static boolean isDone(Beginning first, long waitMs) throws InterruptedException {
        if (!first.written().isDone() && waitMs > 0) {
            try {
                first.written().get(waitMs, TimeUnit.MILLISECONDS);
            } catch (ExecutionException | TimeoutException e) {
                LOG.trace("Not written yet, or not at all", e);
            }
        }
        return first.written().isDone();
    }
}
