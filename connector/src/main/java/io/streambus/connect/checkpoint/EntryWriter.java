package io.streambus.connect.checkpoint;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Where entries of the checkpoints topic go. Never blocks its caller. */
public interface EntryWriter {

    /**
     * Writes entries, in their order.
     *
     * @return completes when the target has all of them; exceptionally with the first failure
     */
    CompletableFuture<Void> write(List<CheckpointEntry> entries);

    /** How many writes have failed so far, also those that were followed by others that did not. */
    long failures();

    /** Why the last write failed; empty if it did not. */
    Optional<Exception> failure();
}
