package io.streambus.connect.checkpoint;

import io.streambus.connect.offset.OffsetPage;
import java.util.function.Supplier;

/**
 * What is to be written to the checkpoints topic. What it is made of is immutable, so it can be made on one thread and encoded on another.
 *
 * <p>Immutable, thread-safe.
 */
public final class CheckpointEntry {

    private final CheckpointKey key;
    private final Supplier<byte[]> value;

    private CheckpointEntry(CheckpointKey key, Supplier<byte[]> value) {
        this.key = key;
        this.value = value;
    }

    public static CheckpointEntry of(CheckpointKey.Partition key, PartitionCheckpoint checkpoint) {
        return new CheckpointEntry(key, () -> CheckpointFormat.encode(checkpoint));
    }

    public static CheckpointEntry of(CheckpointKey.Task key, TaskCheckpoint checkpoint) {
        return new CheckpointEntry(key, () -> CheckpointFormat.encode(checkpoint));
    }

    public static CheckpointEntry of(CheckpointKey.Offsets key, OffsetPage page) {
        return new CheckpointEntry(key, () -> CheckpointFormat.encode(page));
    }

    public static CheckpointEntry of(String flow, Claim claim) {
        return new CheckpointEntry(
                new CheckpointKey.Claiming(flow, claim.claimant(), claim.task()), () -> CheckpointFormat.encode(claim));
    }

    /** @param value an immutable thing's encoding, which may be asked for on another thread */
    public static CheckpointEntry of(CheckpointKey key, Supplier<byte[]> value) {
        return new CheckpointEntry(key, value);
    }

    /** Removes what stands under the key. */
    public static CheckpointEntry removing(CheckpointKey key) {
        return new CheckpointEntry(key, () -> null);
    }

    public CheckpointKey key() {
        return key;
    }

    byte[] encodedKey() {
        return CheckpointFormat.encode(key);
    }

    /** Null where it removes. */
    byte[] encodedValue() {
        return value.get();
    }
}
