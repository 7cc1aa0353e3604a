package io.streambus.connect.checkpoint;

import io.streambus.connect.checkpoint.PartitionCheckpoint.Standing;
import io.streambus.connect.checkpoint.PartitionCheckpoint.TargetPosition;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.protocol.types.Field;
import org.apache.kafka.common.protocol.types.Schema;
import org.apache.kafka.common.protocol.types.Struct;
import org.apache.kafka.common.protocol.types.Type;

/** The progress of a partition behind the version. An absent offset or time is -1 on the wire, and never outside this class. */
final class PartitionCheckpointFormat {

    private static final long NONE = -1;

    static final Schema V0 = new Schema(
            new Field("next_source_offset", Type.INT64),
            new Field("acknowledged_to", Type.INT64),
            new Field("topic_id", Type.UUID),
            new Field("leader_epoch", Type.INT32),
            new Field("target_topic", Type.NULLABLE_STRING),
            new Field("target_topic_id", Type.UUID),
            new Field("target_floor", Type.INT64),
            new Field("target_floor_source", Type.INT64),
            new Field("last_target_offset", Type.INT64),
            new Field("records", Type.INT64),
            new Field("bytes", Type.INT64),
            new Field("filtered", Type.INT64),
            new Field("loops_dropped", Type.INT64),
            new Field("errors", Type.INT64),
            new Field("reordered", Type.INT64),
            new Field("repeated", Type.INT64),
            new Field("carried", Type.INT64),
            new Field("has_last_record_timestamp", Type.BOOLEAN),
            new Field("last_record_timestamp_ms", Type.INT64),
            new Field("caught_up_at_ms", Type.INT64),
            new Field("written_at_ms", Type.INT64),
            new Field("standing", Type.INT8),
            new Field("transactional", Type.BOOLEAN),
            new Field("ignored_connect_offset", Type.INT64),
            new Field("error", Type.NULLABLE_STRING));

    /** Of partitions with records that were not copied because of the header of another one. */
    static final Schema V1 = new Schema(
            Stream.concat(Stream.of(V0.fields()).map(field -> field.def), Stream.of(new Field("echoed", Type.INT64)))
                    .toArray(Field[]::new));

    private PartitionCheckpointFormat() {}

    /** Of what all versions have. */
    static Struct toStruct(PartitionCheckpoint checkpoint, Schema version) {
        Struct struct = new Struct(version)
                .set("next_source_offset", checkpoint.nextSourceOffset())
                .set("acknowledged_to", checkpoint.acknowledgedTo())
                .set("topic_id", checkpoint.topicId().orElse(Uuid.ZERO_UUID))
                .set("leader_epoch", checkpoint.leaderEpoch().orElse((int) NONE));
        target(struct, checkpoint.target());
        Counters counters = checkpoint.counters();
        return struct.set("records", counters.records())
                .set("bytes", counters.bytes())
                .set("filtered", counters.filtered())
                .set("loops_dropped", counters.loopsDropped())
                .set("errors", counters.errors())
                .set("reordered", counters.reordered())
                .set("repeated", counters.repeated())
                .set("carried", counters.carried())
                // A producer may set any timestamp, -1 too: absence needs a field of its own.
                .set(
                        "has_last_record_timestamp",
                        checkpoint.lastRecordTimestampMs().isPresent())
                .set(
                        "last_record_timestamp_ms",
                        checkpoint.lastRecordTimestampMs().orElse(NONE))
                .set("caught_up_at_ms", checkpoint.caughtUpAtMs().orElse(NONE))
                .set("written_at_ms", checkpoint.writtenAtMs())
                .set("standing", number(checkpoint.standing()))
                .set("transactional", checkpoint.transactional())
                .set("ignored_connect_offset", checkpoint.ignoredConnectOffset().orElse(NONE))
                .set("error", checkpoint.error().orElse(null));
    }

    private static void target(Struct struct, Optional<TargetPosition> target) {
        struct.set("target_topic", target.map(TargetPosition::topic).orElse(null))
                .set("target_topic_id", target.flatMap(TargetPosition::topicId).orElse(Uuid.ZERO_UUID))
                .set("target_floor", target.map(TargetPosition::floor).orElse(NONE))
                .set(
                        "target_floor_source",
                        target.map(TargetPosition::floorSource)
                                .orElse(OptionalLong.empty())
                                .orElse(NONE))
                .set(
                        "last_target_offset",
                        target.map(TargetPosition::lastOffset)
                                .orElse(OptionalLong.empty())
                                .orElse(NONE));
    }

    /** @throws IllegalArgumentException if a part is out of its range */
    static PartitionCheckpoint fromStruct(Struct struct) {
        return new PartitionCheckpoint(
                struct.getLong("next_source_offset"),
                struct.getLong("acknowledged_to"),
                id(struct, "topic_id"),
                struct.getInt("leader_epoch") == NONE
                        ? OptionalInt.empty()
                        : OptionalInt.of(struct.getInt("leader_epoch")),
                target(struct),
                new Counters(
                        struct.getLong("records"),
                        struct.getLong("bytes"),
                        struct.getLong("filtered"),
                        struct.getLong("loops_dropped"),
                        struct.getLong("errors"),
                        struct.getLong("reordered"),
                        struct.getLong("repeated"),
                        struct.getLong("carried"),
                        struct.hasField("echoed") ? struct.getLong("echoed") : 0),
                (Boolean) struct.get("has_last_record_timestamp")
                        ? OptionalLong.of(struct.getLong("last_record_timestamp_ms"))
                        : OptionalLong.empty(),
                optional(struct, "caught_up_at_ms"),
                struct.getLong("written_at_ms"),
                standing((Byte) struct.get("standing")),
                (Boolean) struct.get("transactional"),
                optional(struct, "ignored_connect_offset"),
                Optional.ofNullable(struct.getString("error")));
    }

    private static Optional<TargetPosition> target(Struct struct) {
        return Optional.ofNullable(struct.getString("target_topic"))
                .map(topic -> new TargetPosition(
                        topic,
                        id(struct, "target_topic_id"),
                        struct.getLong("target_floor"),
                        optional(struct, "target_floor_source"),
                        optional(struct, "last_target_offset")));
    }

    private static byte number(Standing standing) {
        return switch (standing) {
            case RUNNING -> 0;
            case CLOSED -> 1;
            case DECIDED -> 2;
        };
    }

    private static Standing standing(byte number) {
        return switch (number) {
            case 0 -> Standing.RUNNING;
            case 1 -> Standing.CLOSED;
            case 2 -> Standing.DECIDED;
            default -> throw new IllegalArgumentException("there is no standing of number " + number);
        };
    }

    private static Optional<Uuid> id(Struct struct, String field) {
        return Optional.of((Uuid) struct.get(field)).filter(id -> !id.equals(Uuid.ZERO_UUID));
    }

    private static OptionalLong optional(Struct struct, String field) {
        long value = struct.getLong(field);
        return value == NONE ? OptionalLong.empty() : OptionalLong.of(value);
    }
}
