package io.streambus.connect.checkpoint;

import io.streambus.connect.checkpoint.group.GroupEntries;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Keeps what is written, and answers when it is told to. */
public final class RecordedEntries implements EntryWriter {

    /** What was written at once, and the answer to it. */
    public record Write(List<CheckpointEntry> entries, CompletableFuture<Void> answer) {
        public void acknowledge() {
            answer.complete(null);
        }

        /** The newest of a partition; empty if nothing was written of it. */
        public Optional<PartitionCheckpoint> of(CheckpointKey.Partition key) {
            return entries.stream()
                    .filter(entry -> entry.key().equals(key) && entry.encodedValue() != null)
                    .reduce((one, other) -> other)
                    .flatMap(entry -> CheckpointFormat.decodePartition(entry.encodedValue()));
        }

        /** The life sign of a task; empty if none was written. */
        public Optional<TaskCheckpoint> ofTask() {
            return entries.stream()
                    .filter(entry -> entry.key() instanceof CheckpointKey.Task)
                    .findFirst()
                    .flatMap(entry -> CheckpointFormat.decodeTask(entry.encodedValue()));
        }

        public List<CheckpointKey> keys() {
            return entries.stream().map(CheckpointEntry::key).toList();
        }

        public List<CheckpointKey> removed() {
            return entries.stream()
                    .filter(entry -> entry.encodedValue() == null)
                    .map(CheckpointEntry::key)
                    .toList();
        }
    }

    public final List<Write> writes = new ArrayList<>();

    /** Whether what is written is on the target at once. */
    public boolean acknowledges = true;

    /** What a reader of all that was written finds of a flow's groups. */
    public GroupEntries groups(String flow) {
        GroupEntries groups = new GroupEntries(flow);
        writes.forEach(
                write -> write.entries().forEach(entry -> groups.take(entry.encodedKey(), entry.encodedValue())));
        return groups;
    }

    private long failures;
    private Optional<Exception> failure = Optional.empty();

    @Override
    public CompletableFuture<Void> write(List<CheckpointEntry> entries) {
        Write write = new Write(List.copyOf(entries), new CompletableFuture<>());
        writes.add(write);
        if (acknowledges) {
            acknowledge();
        }
        return write.answer();
    }

    public Write last() {
        return writes.get(writes.size() - 1);
    }

    /** The last write arrives. */
    public void acknowledge() {
        failure = Optional.empty();
        last().acknowledge();
    }

    /** The last write fails. */
    public void fail(Exception why) {
        failures++;
        failure = Optional.of(why);
        last().answer().completeExceptionally(why);
    }

    @Override
    public long failures() {
        return failures;
    }

    @Override
    public Optional<Exception> failure() {
        return failure;
    }
}
