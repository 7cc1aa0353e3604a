package io.streambus.connect.checkpoint;

import java.util.Optional;
import org.apache.kafka.common.protocol.types.Field;
import org.apache.kafka.common.protocol.types.Schema;
import org.apache.kafka.common.protocol.types.Struct;
import org.apache.kafka.common.protocol.types.Type;

/** A key behind the version. All kinds begin alike, so that a reader that does not know a kind still reads which it is, and passes over it. */
final class CheckpointKeyFormat {

    private static final byte PARTITION = 0;
    private static final byte TASK = 1;
    private static final byte OFFSETS = 2;

    static final Schema V0 = new Schema(
            new Field("kind", Type.INT8),
            new Field("flow", Type.STRING),
            new Field("topic", Type.STRING),
            new Field("number", Type.INT32));
    private static final Schema OFFSETS_V0 = new Schema(
            new Field("kind", Type.INT8),
            new Field("flow", Type.STRING),
            new Field("topic", Type.STRING),
            new Field("number", Type.INT32),
            new Field("page", Type.INT32));

    private CheckpointKeyFormat() {}

    static Struct toStruct(CheckpointKey key) {
        if (key instanceof CheckpointKey.Offsets offsets) {
            return struct(OFFSETS_V0, OFFSETS, key.flow(), offsets.topic(), offsets.partition())
                    .set("page", offsets.page());
        }
        if (key instanceof CheckpointKey.Task task) {
            return struct(V0, TASK, key.flow(), "", task.task());
        }
        CheckpointKey.Partition partition = (CheckpointKey.Partition) key;
        return struct(V0, PARTITION, key.flow(), partition.topic(), partition.partition());
    }

    private static Struct struct(Schema schema, byte kind, String flow, String topic, int number) {
        return new Struct(schema)
                .set("kind", kind)
                .set("flow", flow)
                .set("topic", topic)
                .set("number", number);
    }

    /**
     * @param any a key read with {@link #V0}
     * @return what to read the whole key with; empty if its kind is not known
     */
    static Optional<Schema> schema(Struct any) {
        return switch ((Byte) any.get("kind")) {
            case PARTITION, TASK -> Optional.of(V0);
            case OFFSETS -> Optional.of(OFFSETS_V0);
            default -> Optional.empty();
        };
    }

    /** @param key read with its {@link #schema} */
    static CheckpointKey fromStruct(Struct key) {
        String flow = key.getString("flow");
        int number = key.getInt("number");
        return switch ((Byte) key.get("kind")) {
            case TASK -> new CheckpointKey.Task(flow, number);
            case OFFSETS -> new CheckpointKey.Offsets(flow, key.getString("topic"), number, key.getInt("page"));
            default -> new CheckpointKey.Partition(flow, key.getString("topic"), number);
        };
    }
}
