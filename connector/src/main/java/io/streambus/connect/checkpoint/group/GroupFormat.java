package io.streambus.connect.checkpoint.group;

import io.streambus.connect.checkpoint.CheckpointFormat;
import io.streambus.connect.checkpoint.CheckpointKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.common.protocol.types.ArrayOf;
import org.apache.kafka.common.protocol.types.Field;
import org.apache.kafka.common.protocol.types.Schema;
import org.apache.kafka.common.protocol.types.Struct;
import org.apache.kafka.common.protocol.types.Type;

/** The bytes of what stands under {@link CheckpointKey.Group} and {@link CheckpointKey.GroupPass}; versions as {@link CheckpointFormat} has them. */
public final class GroupFormat {

    private static final short VERSION = 0;
    /** An absent offset or time on the wire; never outside this class. */
    private static final long NONE = -1;

    private static final byte IN_SYNC = 0;
    private static final byte PENDING = 1;
    private static final byte ACTIVE = 2;
    private static final byte NOT_TRANSLATABLE = 3;

    private static final Schema OFFSET_V0 = new Schema(
            new Field("kind", Type.INT8),
            new Field("target_topic", Type.STRING),
            new Field("source_offset", Type.INT64),
            new Field("translated", Type.INT64),
            new Field("committed", Type.INT64),
            new Field("committed_at_ms", Type.INT64),
            new Field("outcome", Type.INT8),
            new Field("reason", Type.NULLABLE_STRING),
            new Field("written_at_ms", Type.INT64));

    private static final Schema PASS_V0 = new Schema(
            new Field("started_at_ms", Type.INT64),
            new Field("written_at_ms", Type.INT64),
            new Field("groups", Type.INT32),
            new Field("in_sync", Type.INT32),
            new Field("pending", Type.INT32),
            new Field("active", Type.INT32),
            new Field("not_translatable", Type.INT32),
            new Field("warnings", new ArrayOf(Type.STRING)),
            new Field("error", Type.NULLABLE_STRING));

    private GroupFormat() {}

    public static byte[] encode(GroupOffset offset) {
        return CheckpointFormat.bytes(
                VERSION,
                new Struct(OFFSET_V0)
                        .set("kind", number(offset.kind()))
                        .set("target_topic", offset.targetTopic())
                        .set("source_offset", offset.sourceOffset())
                        .set("translated", offset.translated().orElse(NONE))
                        .set("committed", offset.committed().orElse(NONE))
                        .set("committed_at_ms", offset.committedAtMs().orElse(NONE))
                        .set("outcome", number(offset.outcome()))
                        .set("reason", offset.outcome().reason().orElse(null))
                        .set("written_at_ms", offset.writtenAtMs()));
    }

    public static byte[] encode(PassReport pass) {
        return CheckpointFormat.bytes(
                VERSION,
                new Struct(PASS_V0)
                        .set("started_at_ms", pass.startedAtMs())
                        .set("written_at_ms", pass.writtenAtMs())
                        .set("groups", pass.groups())
                        .set("in_sync", pass.inSync())
                        .set("pending", pass.pending())
                        .set("active", pass.active())
                        .set("not_translatable", pass.notTranslatable())
                        .set("warnings", pass.warnings().toArray())
                        .set("error", pass.error().orElse(null)));
    }

    /**
     * @param bytes the value of a {@link CheckpointKey.Group} entry; not a tombstone
     * @return empty if it is of a version that this reader does not know
     * @throws IllegalArgumentException if the bytes are no position of a group
     */
    public static Optional<GroupOffset> decodeOffset(byte[] bytes) {
        return CheckpointFormat.decode(bytes, Map.of(VERSION, OFFSET_V0))
                .map(struct -> new GroupOffset(
                        kind((Byte) struct.get("kind")),
                        struct.getString("target_topic"),
                        struct.getLong("source_offset"),
                        optional(struct, "translated"),
                        optional(struct, "committed"),
                        optional(struct, "committed_at_ms"),
                        outcome((Byte) struct.get("outcome"), struct.getString("reason")),
                        struct.getLong("written_at_ms")));
    }

    /**
     * @param bytes the value of a {@link CheckpointKey.GroupPass} entry; not a tombstone
     * @return empty if it is of a version that this reader does not know
     * @throws IllegalArgumentException if the bytes are no report of a pass
     */
    public static Optional<PassReport> decodePass(byte[] bytes) {
        return CheckpointFormat.decode(bytes, Map.of(VERSION, PASS_V0)).map(struct -> {
            List<String> warnings = new ArrayList<>();
            for (Object warning : struct.getArray("warnings")) {
                warnings.add((String) warning);
            }
            return new PassReport(
                    struct.getLong("started_at_ms"),
                    struct.getLong("written_at_ms"),
                    struct.getInt("groups"),
                    struct.getInt("in_sync"),
                    struct.getInt("pending"),
                    struct.getInt("active"),
                    struct.getInt("not_translatable"),
                    warnings,
                    Optional.ofNullable(struct.getString("error")));
        });
    }

    private static byte number(GroupKind kind) {
        return switch (kind) {
            case CLASSIC -> 0;
            case CONSUMER -> 1;
            case SHARE -> 2;
            case STREAMS -> 3;
        };
    }

    private static GroupKind kind(byte number) {
        return switch (number) {
            case 0 -> GroupKind.CLASSIC;
            case 1 -> GroupKind.CONSUMER;
            case 2 -> GroupKind.SHARE;
            case 3 -> GroupKind.STREAMS;
            default -> throw new IllegalArgumentException("there is no kind of group of number " + number);
        };
    }

    private static byte number(GroupOutcome outcome) {
        if (outcome instanceof GroupOutcome.InSync) {
            return IN_SYNC;
        }
        if (outcome instanceof GroupOutcome.Pending) {
            return PENDING;
        }
        return outcome instanceof GroupOutcome.Active ? ACTIVE : NOT_TRANSLATABLE;
    }

    private static GroupOutcome outcome(byte number, String reason) {
        String why = Optional.ofNullable(reason).orElse("");
        return switch (number) {
            case IN_SYNC -> new GroupOutcome.InSync();
            case PENDING -> new GroupOutcome.Pending(why);
            case ACTIVE -> new GroupOutcome.Active(why);
            case NOT_TRANSLATABLE -> new GroupOutcome.NotTranslatable(why);
            default -> throw new IllegalArgumentException("there is no outcome of number " + number);
        };
    }

    private static OptionalLong optional(Struct struct, String field) {
        long value = struct.getLong(field);
        return value == NONE ? OptionalLong.empty() : OptionalLong.of(value);
    }
}
