package io.streambus.connect.group;

import io.streambus.connect.checkpoint.CheckpointEntry;
import io.streambus.connect.checkpoint.CheckpointKey;
import io.streambus.connect.checkpoint.EntryWriter;
import io.streambus.connect.checkpoint.group.GroupFormat;
import io.streambus.connect.checkpoint.group.GroupOffset;
import io.streambus.connect.checkpoint.group.PassReport;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/**
 * What this flow knows of its groups from pass to pass, and over restarts by what it has written to the checkpoints topic. An entry is written when it has
 * changed, and again until the target has taken it. Confined to one thread, but for the answers to writes.
 */
final class GroupLedger {

    private final String flow;
    private final EntryWriter writer;
    private final Map<CheckpointKey.Group, GroupOffset> known;
    /** What the target has for certain. */
    private Map<CheckpointKey.Group, GroupOffset> stored;

    private CompletableFuture<Void> writing = CompletableFuture.completedFuture(null);
    /** What it has once the last write has ended well. */
    private Map<CheckpointKey.Group, GroupOffset> written;

    /** @param stored what the checkpoints topic says */
    GroupLedger(String flow, EntryWriter writer, Map<CheckpointKey.Group, GroupOffset> stored) {
        this.flow = flow;
        this.writer = writer;
        this.stored = Map.copyOf(stored);
        this.written = this.stored;
        this.known = new HashMap<>(stored);
    }

    Optional<GroupOffset> before(CheckpointKey.Group group) {
        return Optional.ofNullable(known.get(group));
    }

    void note(CheckpointKey.Group group, GroupOffset offset) {
        known.put(group, offset);
    }

    /** The others are gone: the group, its offset, or the topic from the flow. */
    void keepOnly(Predicate<CheckpointKey.Group> there) {
        known.keySet().removeIf(group -> !there.test(group));
    }

    /** Writes what has changed, and that there was a pass. */
    CompletableFuture<Void> write(PassReport report) {
        if (writing.isDone() && !writing.isCompletedExceptionally()) {
            stored = written;
        }
        List<CheckpointEntry> entries = new ArrayList<>();
        known.forEach((group, offset) -> {
            GroupOffset there = stored.get(group);
            if (there == null || !offset.differsOnlyInTimeFrom(there)) {
                entries.add(CheckpointEntry.of(group, () -> GroupFormat.encode(offset)));
            }
        });
        stored.keySet().stream()
                .filter(group -> !known.containsKey(group))
                .forEach(group -> entries.add(CheckpointEntry.removing(group)));
        entries.add(CheckpointEntry.of(new CheckpointKey.GroupPass(flow), () -> GroupFormat.encode(report)));
        written = Map.copyOf(known);
        writing = writer.write(entries);
        return writing;
    }
}
