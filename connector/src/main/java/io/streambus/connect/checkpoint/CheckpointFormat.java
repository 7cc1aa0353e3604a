package io.streambus.connect.checkpoint;

import io.streambus.connect.offset.OffsetPage;
import io.streambus.connect.throttle.Demand;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.common.protocol.types.ArrayOf;
import org.apache.kafka.common.protocol.types.Field;
import org.apache.kafka.common.protocol.types.Schema;
import org.apache.kafka.common.protocol.types.SchemaException;
import org.apache.kafka.common.protocol.types.Struct;
import org.apache.kafka.common.protocol.types.Type;

/**
 * The bytes of the checkpoints topic: Kafka protocol Structs behind an int16 version, as MirrorMaker 2 writes its own
 * ({@code org.apache.kafka.connect.mirror.Checkpoint}).
 *
 * <p>A version is never changed once released: fields are added in a new one, and golden bytes of each stay in the tests. A reader skips entries
 * of a version it does not know, so that tasks can be upgraded before the bridge.
 */
public final class CheckpointFormat {

    /** The checkpoints topic's name on every target cluster. */
    public static final String TOPIC = "streambus.checkpoints";

    /** How many partitions it is created with. More must never be added: entries would be looked for where they are not. */
    public static final int PARTITIONS = 8;

    private static final short VERSION = 0;
    private static final short PARTITION_VERSION = 1;
    private static final short TASK_VERSION = 2;
    /** An absent offset, count or time on the wire; never outside this class. */
    private static final long NONE = -1;

    private static final Schema VERSION_SCHEMA = new Schema(new Field("version", Type.INT16));
    private static final Schema TASK_V0 = new Schema(
            new Field("started_at_ms", Type.INT64),
            new Field("written_at_ms", Type.INT64),
            new Field("partitions", Type.INT32),
            new Field("warnings", new ArrayOf(Type.STRING)),
            new Field("error", Type.NULLABLE_STRING));
    private static final Schema TASK_V1 = new Schema(
            new Field("started_at_ms", Type.INT64),
            new Field("written_at_ms", Type.INT64),
            new Field("partitions", Type.INT32),
            new Field("warnings", new ArrayOf(Type.STRING)),
            new Field("caught_up_as_of_ms", Type.INT64),
            new Field("error", Type.NULLABLE_STRING));
    private static final Schema TASK_V2 = new Schema(
            new Field("started_at_ms", Type.INT64),
            new Field("written_at_ms", Type.INT64),
            new Field("partitions", Type.INT32),
            new Field("warnings", new ArrayOf(Type.STRING)),
            new Field("caught_up_as_of_ms", Type.INT64),
            new Field("demand_bytes_per_second", Type.INT64),
            new Field("throttled", Type.BOOLEAN),
            new Field("error", Type.NULLABLE_STRING));

    private static final Schema CLAIM_V0 = new Schema(
            new Field("claimant", Type.INT8),
            new Field("task", Type.INT32),
            new Field("tasks", Type.INT32),
            new Field("written_at_ms", Type.INT64));

    private CheckpointFormat() {}

    /**
     * Where a flow's entries stand: all of them in one partition, so that a reader need not read those of other flows, and claims have an order.
     *
     * @param flow the flow's name
     * @param partitions of the checkpoints topic, 1 or more
     */
    public static int partitionOf(String flow, int partitions) {
        // String.hashCode is specified by the language, so every JVM agrees.
        return Math.floorMod(flow.hashCode(), partitions);
    }

    public static byte[] encode(CheckpointKey key) {
        return bytes(VERSION, CheckpointKeyFormat.toStruct(key));
    }

    public static byte[] encode(PartitionCheckpoint checkpoint) {
        // As few as may be: an older reader passes over what is of a later version.
        boolean first = checkpoint.counters().echoed() == 0;
        return first
                ? bytes(VERSION, PartitionCheckpointFormat.toStruct(checkpoint, PartitionCheckpointFormat.V0))
                : bytes(
                        PARTITION_VERSION,
                        PartitionCheckpointFormat.toStruct(checkpoint, PartitionCheckpointFormat.V1)
                                .set("echoed", checkpoint.counters().echoed()));
    }

    public static byte[] encode(Claim claim) {
        return bytes(
                VERSION,
                new Struct(CLAIM_V0)
                        .set("claimant", CheckpointKeyFormat.number(claim.claimant()))
                        .set("task", claim.task())
                        .set("tasks", claim.tasks())
                        .set("written_at_ms", claim.writtenAtMs()));
    }

    public static byte[] encode(TaskCheckpoint checkpoint) {
        Struct struct = new Struct(TASK_V2);
        struct.set("started_at_ms", checkpoint.startedAtMs());
        struct.set("written_at_ms", checkpoint.writtenAtMs());
        struct.set("partitions", checkpoint.partitions());
        struct.set("warnings", checkpoint.warnings().toArray());
        struct.set("caught_up_as_of_ms", checkpoint.caughtUpAsOfMs().orElse(NONE));
        struct.set(
                "demand_bytes_per_second",
                checkpoint.demand().map(Demand::bytesPerSecond).orElse(NONE));
        struct.set("throttled", checkpoint.demand().map(Demand::throttled).orElse(false));
        struct.set("error", checkpoint.error().orElse(null));
        return bytes(TASK_VERSION, struct);
    }

    public static byte[] encode(OffsetPage page) {
        return bytes(VERSION, OffsetPageFormat.toStruct(page));
    }

    /**
     * @return the key; empty if it is of a version or kind that this reader does not know
     * @throws IllegalArgumentException if the bytes are no checkpoint key
     */
    public static Optional<CheckpointKey> decodeKey(byte[] bytes) {
        return decode(bytes, CheckpointKeyFormat.V0)
                .flatMap(any -> CheckpointKeyFormat.schema(any)
                        .flatMap(schema -> decode(bytes, schema))
                        .map(CheckpointKeyFormat::fromStruct));
    }

    /**
     * @param bytes the value of a {@link CheckpointKey.Partition} entry; not a tombstone
     * @return the checkpoint; empty if it is of a version that this reader does not know
     * @throws IllegalArgumentException if the bytes are no partition checkpoint
     */
    public static Optional<PartitionCheckpoint> decodePartition(byte[] bytes) {
        return decode(
                        bytes,
                        Map.of(VERSION, PartitionCheckpointFormat.V0, PARTITION_VERSION, PartitionCheckpointFormat.V1))
                .map(PartitionCheckpointFormat::fromStruct);
    }

    /**
     * @param bytes the value of a {@link CheckpointKey.Claiming} entry; not a tombstone
     * @return the claim; empty if it is of a version that this reader does not know
     * @throws IllegalArgumentException if the bytes are no claim
     */
    public static Optional<Claim> decodeClaim(byte[] bytes) {
        return decode(bytes, CLAIM_V0)
                .map(struct -> new Claim(
                        CheckpointKeyFormat.claimant((Byte) struct.get("claimant")),
                        struct.getInt("task"),
                        struct.getInt("tasks"),
                        struct.getLong("written_at_ms")));
    }

    /**
     * @param bytes the value of a {@link CheckpointKey.Task} entry; not a tombstone
     * @return the checkpoint; empty if it is of a version that this reader does not know
     * @throws IllegalArgumentException if the bytes are no task checkpoint
     */
    public static Optional<TaskCheckpoint> decodeTask(byte[] bytes) {
        return decode(bytes, Map.of(VERSION, TASK_V0, (short) 1, TASK_V1, TASK_VERSION, TASK_V2))
                .map(struct -> {
                    List<String> warnings = new ArrayList<>();
                    for (Object warning : struct.getArray("warnings")) {
                        warnings.add((String) warning);
                    }
                    return new TaskCheckpoint(
                            struct.getLong("started_at_ms"),
                            struct.getLong("written_at_ms"),
                            struct.getInt("partitions"),
                            warnings,
                            struct.hasField("caught_up_as_of_ms")
                                    ? optional(struct.getLong("caught_up_as_of_ms"))
                                    : OptionalLong.empty(),
                            struct.hasField("demand_bytes_per_second") ? demand(struct) : Optional.empty(),
                            Optional.ofNullable(struct.getString("error")));
                });
    }

    private static Optional<Demand> demand(Struct struct) {
        return optional(struct.getLong("demand_bytes_per_second")).stream()
                .mapToObj(bytes -> new Demand(bytes, (Boolean) struct.get("throttled")))
                .findFirst();
    }

    /**
     * @param bytes the value of a {@link CheckpointKey.Offsets} entry; not a tombstone
     * @return the page; empty if it is of a version that this reader does not know
     * @throws IllegalArgumentException if the bytes are no page of an offset map
     */
    public static Optional<OffsetPage> decodeOffsets(byte[] bytes) {
        Optional<Struct> struct = decode(bytes, OffsetPageFormat.V0);
        try {
            return struct.map(OffsetPageFormat::fromStruct);
        } catch (BufferUnderflowException | ArithmeticException | IllegalArgumentException e) {
            throw noCheckpoint(bytes, e);
        }
    }

    private static Optional<Struct> decode(byte[] bytes, Schema schema) {
        return decode(bytes, Map.of(VERSION, schema));
    }

    /**
     * For the forms of values that stand in rooms of their own.
     *
     * @param versions the forms that the reader knows, by version
     * @return empty if it is of another version
     * @throws IllegalArgumentException if the bytes are nothing of this topic
     */
    public static Optional<Struct> decode(byte[] bytes, Map<Short, Schema> versions) {
        try {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            return Optional.ofNullable(versions.get(VERSION_SCHEMA.read(buffer).getShort("version")))
                    .map(schema -> schema.read(buffer));
        } catch (SchemaException | BufferUnderflowException e) {
            throw noCheckpoint(bytes, e);
        }
    }

    private static IllegalArgumentException noCheckpoint(byte[] bytes, RuntimeException cause) {
        return new IllegalArgumentException(
                "these " + bytes.length + " bytes are no checkpoint: "
                        + (cause.getMessage() == null ? "they end too early" : cause.getMessage()),
                cause);
    }

    /** As {@link #decode(byte[], Map)} reads it. */
    public static byte[] bytes(short number, Struct struct) {
        Struct version = new Struct(VERSION_SCHEMA).set("version", number);
        ByteBuffer buffer = ByteBuffer.allocate(version.sizeOf() + struct.sizeOf());
        version.writeTo(buffer);
        struct.writeTo(buffer);
        return buffer.array();
    }

    private static OptionalLong optional(long value) {
        return value == NONE ? OptionalLong.empty() : OptionalLong.of(value);
    }
}
