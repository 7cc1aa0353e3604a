package io.streambus.bridge.checkpoint;

import io.streambus.connect.checkpoint.CheckpointFormat;
import io.streambus.connect.checkpoint.CheckpointKey;
import io.streambus.connect.checkpoint.FlowEntries;
import io.streambus.connect.checkpoint.PartitionCheckpoint;
import io.streambus.connect.checkpoint.TaskCheckpoint;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.apache.kafka.common.TopicPartition;

/** The checkpoints that hold of all flows to one target ({@link FlowEntries}). Thread-safe: guarded by {@code this}. */
final class CheckpointTable {

    /** What is told. */
    private Map<String, Flow> flows = new HashMap<>();
    /** What entries go into; the same, unless the topic is being read again. */
    private Map<String, Flow> taken = flows;

    private static final class Flow {
        final FlowEntries entries = new FlowEntries();
        final FailedRecords failed = new FailedRecords();
        Optional<Instant> newest = Optional.empty();
        Optional<Instant> lifeSign = Optional.empty();
        final Map<Integer, Instant> signs = new HashMap<>();

        static Instant newer(Instant one, Instant other) {
            return one.isAfter(other) ? one : other;
        }

        void takeOver(Flow known) {
            newest = known.newest.map(time -> later(newest, time)).orElse(newest);
            lifeSign = known.lifeSign.map(time -> later(lifeSign, time)).orElse(lifeSign);
            known.signs.forEach((task, time) -> signs.merge(task, time, Flow::newer));
            failed.takeOver(known.failed, entries.partitions());
        }
    }

    /** From here on entries come from the beginning of the topic again: they are told of as a whole, with {@link #complete}. */
    synchronized void readAgain() {
        taken = new HashMap<>();
    }

    /** All entries that were there have been taken in. */
    synchronized void complete() {
        taken.forEach((name, flow) -> {
            Flow known = flows.get(name);
            if (known != null && !flow.entries.isEmpty()) {
                // Entries that are read again have lost the time at which they came in.
                flow.takeOver(known);
            }
        });
        flows = taken;
    }

    /**
     * Takes an entry in; one of an unknown version is left out. What does not hold, such as the late write of a task that has a successor, is no sign of
     * life.
     *
     * @param value null for a tombstone
     * @param offset where the entry stands in its partition
     * @param arrival when the entry came in, on the bridge's clock; empty if it was there before the bridge looked, which leaves the time that
     *     the task wrote into it
     * @throws IllegalArgumentException if the bytes are no checkpoint
     */
    synchronized void accept(byte[] key, byte[] value, long offset, Optional<Instant> arrival) {
        Optional<CheckpointKey> decoded = CheckpointFormat.decodeKey(key);
        if (decoded.isEmpty() || decoded.get() instanceof CheckpointKey.Offsets) {
            return;
        }
        Flow flow = taken.computeIfAbsent(decoded.get().flow(), name -> new Flow());
        boolean holds = flow.entries.take(decoded.get(), value, offset);
        if (flow.entries.isEmpty()) {
            // It stays, for an erasure's claim must be remembered.
            flow.newest = Optional.empty();
            flow.lifeSign = Optional.empty();
            flow.signs.clear();
            flow.failed.clear();
        } else if (holds) {
            note(flow, decoded.get(), value, arrival);
        }
    }

    private static void note(Flow flow, CheckpointKey key, byte[] value, Optional<Instant> arrival) {
        if (key instanceof CheckpointKey.Partition partition) {
            CheckpointFormat.decodePartition(value).ifPresent(checkpoint -> {
                flow.newest = later(flow.newest, at(arrival, checkpoint, PartitionCheckpoint::writtenAtMs));
                flow.failed.note(new TopicPartition(partition.topic(), partition.partition()), checkpoint);
            });
        } else if (key instanceof CheckpointKey.Task task) {
            CheckpointFormat.decodeTask(value).ifPresent(checkpoint -> {
                Instant at = at(arrival, checkpoint, TaskCheckpoint::writtenAtMs);
                flow.newest = later(flow.newest, at);
                flow.signs.merge(task.task(), at, Flow::newer);
                if (checkpoint.error().isEmpty()) {
                    flow.lifeSign = later(flow.lifeSign, at);
                }
            });
        }
    }

    synchronized FlowCheckpointSnapshot of(String flow) {
        Flow found = flows.get(flow);
        return found == null
                ? FlowCheckpointSnapshot.NONE
                : new FlowCheckpointSnapshot(
                        found.failed.told(found.entries.partitions()),
                        found.entries.tasks(),
                        found.newest,
                        found.lifeSign,
                        found.signs);
    }

    synchronized Optional<Instant> lifeSign(String flow) {
        return Optional.ofNullable(flows.get(flow)).flatMap(found -> found.lifeSign);
    }

    synchronized Optional<String> failedRecord(String flow) {
        return Optional.ofNullable(flows.get(flow)).flatMap(found -> found.failed.message());
    }

    private static <T> Instant at(Optional<Instant> arrival, T checkpoint, ToLongFunction<T> writtenAtMs) {
        return arrival.orElseGet(() -> Instant.ofEpochMilli(writtenAtMs.applyAsLong(checkpoint)));
    }

    private static Optional<Instant> later(Optional<Instant> known, Instant other) {
        return Optional.of(known.filter(time -> time.isAfter(other)).orElse(other));
    }
}
