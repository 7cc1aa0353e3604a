package io.streambus.bridge.observe;

import io.streambus.connect.checkpoint.CheckpointFormat;
import io.streambus.connect.checkpoint.CheckpointKey;
import io.streambus.connect.checkpoint.PartitionCheckpoint;
import io.streambus.connect.checkpoint.TaskCheckpoint;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;

/** The newest checkpoint of each key of one target. Thread-safe: guarded by {@code this}. */
final class CheckpointTable {

    /** What is told. */
    private Map<String, Flow> flows = new HashMap<>();
    /** What entries go into; the same, unless the topic is being read again. */
    private Map<String, Flow> taken = flows;

    private static final class Flow {
        final Map<CheckpointKey.Partition, PartitionCheckpoint> partitions = new HashMap<>();
        final Map<CheckpointKey.Task, TaskCheckpoint> tasks = new HashMap<>();
        Optional<Instant> newest = Optional.empty();
        Optional<Instant> lifeSign = Optional.empty();
    }

    /** From here on entries come from the beginning of the topic again: they are told of as a whole, with {@link #complete}. */
    synchronized void readAgain() {
        taken = new HashMap<>();
    }

    /** All entries that were there have been taken in. */
    synchronized void complete() {
        taken.forEach((name, flow) -> {
            Flow known = flows.get(name);
            if (known != null) {
                // Entries that are read again have lost the time at which they came in.
                flow.newest = known.newest.map(time -> later(flow.newest, time)).orElse(flow.newest);
                flow.lifeSign =
                        known.lifeSign.map(time -> later(flow.lifeSign, time)).orElse(flow.lifeSign);
            }
        });
        flows = taken;
    }

    /**
     * Takes an entry in; one of an unknown version is left out.
     *
     * @param value null for a tombstone
     * @param arrival when the entry came in, on the bridge's clock; empty if it was there before the bridge looked, which leaves the time that
     *     the task wrote into it
     * @throws IllegalArgumentException if the bytes are no checkpoint
     */
    synchronized void accept(byte[] key, byte[] value, Optional<Instant> arrival) {
        Optional<CheckpointKey> decoded = CheckpointFormat.decodeKey(key);
        if (decoded.isEmpty()) {
            return;
        }
        if (value == null) {
            remove(decoded.get());
        } else if (decoded.get() instanceof CheckpointKey.Partition partition) {
            CheckpointFormat.decodePartition(value).ifPresent(checkpoint -> {
                Flow flow = flow(partition.flow());
                flow.partitions.put(partition, checkpoint);
                flow.newest = later(flow.newest, at(arrival, checkpoint, PartitionCheckpoint::writtenAtMs));
            });
        } else if (decoded.get() instanceof CheckpointKey.Task task) {
            CheckpointFormat.decodeTask(value).ifPresent(checkpoint -> {
                Flow flow = flow(task.flow());
                Instant at = at(arrival, checkpoint, TaskCheckpoint::writtenAtMs);
                flow.tasks.put(task, checkpoint);
                flow.newest = later(flow.newest, at);
                if (checkpoint.error().isEmpty()) {
                    flow.lifeSign = later(flow.lifeSign, at);
                }
            });
        }
    }

    synchronized FlowCheckpoints of(String flow) {
        Flow found = flows.get(flow);
        return found == null
                ? FlowCheckpoints.NONE
                : new FlowCheckpoints(found.partitions, found.tasks, found.newest, found.lifeSign);
    }

    synchronized Optional<Instant> lifeSign(String flow) {
        return Optional.ofNullable(flows.get(flow)).flatMap(found -> found.lifeSign);
    }

    private Flow flow(String name) {
        return taken.computeIfAbsent(name, key -> new Flow());
    }

    private void remove(CheckpointKey key) {
        Flow flow = taken.get(key.flow());
        if (flow == null) {
            return;
        }
        if (key instanceof CheckpointKey.Partition partition) {
            flow.partitions.remove(partition);
        } else if (key instanceof CheckpointKey.Task task) {
            flow.tasks.remove(task);
        }
        if (flow.partitions.isEmpty() && flow.tasks.isEmpty()) {
            taken.remove(key.flow());
        }
    }

    private static <T> Instant at(Optional<Instant> arrival, T checkpoint, ToLongFunction<T> writtenAtMs) {
        return arrival.orElseGet(() -> Instant.ofEpochMilli(writtenAtMs.applyAsLong(checkpoint)));
    }

    private static Optional<Instant> later(Optional<Instant> known, Instant other) {
        return Optional.of(known.filter(time -> time.isAfter(other)).orElse(other));
    }
}
