package io.streambus.connect.checkpoint;

import io.streambus.connect.offset.OffsetPage;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.apache.kafka.common.Uuid;
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

    private static final short VERSION = 0;
    private static final short TASK_VERSION = 1;
    /** An absent offset, count or time on the wire; never outside this class. */
    private static final long NONE = -1;

    private static final Schema VERSION_SCHEMA = new Schema(new Field("version", Type.INT16));
    private static final Schema PARTITION_V0 = new Schema(
            new Field("next_source_offset", Type.INT64),
            new Field("topic_id", Type.UUID),
            new Field("leader_epoch", Type.INT32),
            new Field("last_target_offset", Type.INT64),
            new Field("records", Type.INT64),
            new Field("bytes", Type.INT64),
            new Field("filtered", Type.INT64),
            new Field("loops_dropped", Type.INT64),
            new Field("errors", Type.INT64),
            new Field("has_last_record_timestamp", Type.BOOLEAN),
            new Field("last_record_timestamp_ms", Type.INT64),
            new Field("caught_up_at_ms", Type.INT64),
            new Field("written_at_ms", Type.INT64),
            new Field("pinned", Type.BOOLEAN),
            new Field("error", Type.NULLABLE_STRING));
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

    private CheckpointFormat() {}

    public static byte[] encode(CheckpointKey key) {
        return bytes(VERSION, CheckpointKeyFormat.toStruct(key));
    }

    public static byte[] encode(PartitionCheckpoint checkpoint) {
        Struct struct = new Struct(PARTITION_V0);
        struct.set("next_source_offset", checkpoint.nextSourceOffset());
        struct.set("topic_id", checkpoint.topicId().orElse(Uuid.ZERO_UUID));
        struct.set("leader_epoch", checkpoint.leaderEpoch().orElse((int) NONE));
        struct.set("last_target_offset", checkpoint.lastTargetOffset().orElse(NONE));
        struct.set("records", checkpoint.records());
        struct.set("bytes", checkpoint.bytes());
        struct.set("filtered", checkpoint.filtered());
        struct.set("loops_dropped", checkpoint.loopsDropped());
        struct.set("errors", checkpoint.errors());
        // A producer may set any timestamp, -1 too: absence needs a field of its own.
        struct.set(
                "has_last_record_timestamp", checkpoint.lastRecordTimestampMs().isPresent());
        struct.set(
                "last_record_timestamp_ms", checkpoint.lastRecordTimestampMs().orElse(NONE));
        struct.set("caught_up_at_ms", checkpoint.caughtUpAtMs().orElse(NONE));
        struct.set("written_at_ms", checkpoint.writtenAtMs());
        struct.set("pinned", checkpoint.pinned());
        struct.set("error", checkpoint.error().orElse(null));
        return bytes(VERSION, struct);
    }

    public static byte[] encode(TaskCheckpoint checkpoint) {
        Struct struct = new Struct(TASK_V1);
        struct.set("started_at_ms", checkpoint.startedAtMs());
        struct.set("written_at_ms", checkpoint.writtenAtMs());
        struct.set("partitions", checkpoint.partitions());
        struct.set("warnings", checkpoint.warnings().toArray());
        struct.set("caught_up_as_of_ms", checkpoint.caughtUpAsOfMs().orElse(NONE));
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
        return decode(bytes, PARTITION_V0)
                .map(struct -> new PartitionCheckpoint(
                        struct.getLong("next_source_offset"),
                        Optional.of((Uuid) struct.get("topic_id")).filter(id -> !id.equals(Uuid.ZERO_UUID)),
                        struct.getInt("leader_epoch") == NONE
                                ? OptionalInt.empty()
                                : OptionalInt.of(struct.getInt("leader_epoch")),
                        optional(struct.getLong("last_target_offset")),
                        struct.getLong("records"),
                        struct.getLong("bytes"),
                        struct.getLong("filtered"),
                        struct.getLong("loops_dropped"),
                        struct.getLong("errors"),
                        (Boolean) struct.get("has_last_record_timestamp")
                                ? OptionalLong.of(struct.getLong("last_record_timestamp_ms"))
                                : OptionalLong.empty(),
                        optional(struct.getLong("caught_up_at_ms")),
                        struct.getLong("written_at_ms"),
                        (Boolean) struct.get("pinned"),
                        Optional.ofNullable(struct.getString("error"))));
    }

    /**
     * @param bytes the value of a {@link CheckpointKey.Task} entry; not a tombstone
     * @return the checkpoint; empty if it is of a version that this reader does not know
     * @throws IllegalArgumentException if the bytes are no task checkpoint
     */
    public static Optional<TaskCheckpoint> decodeTask(byte[] bytes) {
        return decode(bytes, Map.of(VERSION, TASK_V0, TASK_VERSION, TASK_V1)).map(struct -> {
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
                    Optional.ofNullable(struct.getString("error")));
        });
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

    private static Optional<Struct> decode(byte[] bytes, Map<Short, Schema> versions) {
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

    private static byte[] bytes(short number, Struct struct) {
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
