package io.streambus.connect.checkpoint;

import io.streambus.connect.checkpoint.Claim.Claimant;
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
    private static final byte CLAIM = 3;
    private static final byte GROUP = 4;
    private static final byte GROUP_PASS = 5;

    /** What all kinds begin with. */
    static final Schema V0 = new Schema(
            new Field("kind", Type.INT8),
            new Field("flow", Type.STRING),
            new Field("topic", Type.STRING),
            new Field("number", Type.INT32));

    private static final Schema GENERATION_V0 = longer(new Field("generation", Type.INT64));
    private static final Schema OFFSETS_V0 = longer(new Field("page", Type.INT32));
    private static final Schema CLAIM_V0 = longer(new Field("claimant", Type.INT8));
    private static final Schema GROUP_V0 = longer(new Field("group", Type.STRING));

    private CheckpointKeyFormat() {}

    private static Schema longer(Field last) {
        return new Schema(
                new Field("kind", Type.INT8),
                new Field("flow", Type.STRING),
                new Field("topic", Type.STRING),
                new Field("number", Type.INT32),
                last);
    }

    static Struct toStruct(CheckpointKey key) {
        if (key instanceof CheckpointKey.Partition partition) {
            return struct(GENERATION_V0, PARTITION, key.flow(), partition.topic(), partition.partition())
                    .set("generation", partition.generation());
        }
        if (key instanceof CheckpointKey.Task task) {
            return struct(GENERATION_V0, TASK, key.flow(), "", task.task()).set("generation", task.generation());
        }
        if (key instanceof CheckpointKey.Offsets offsets) {
            return struct(OFFSETS_V0, OFFSETS, key.flow(), offsets.topic(), offsets.partition())
                    .set("page", offsets.page());
        }
        if (key instanceof CheckpointKey.Group group) {
            return struct(GROUP_V0, GROUP, key.flow(), group.topic(), group.partition())
                    .set("group", group.group());
        }
        if (key instanceof CheckpointKey.GroupPass) {
            return struct(V0, GROUP_PASS, key.flow(), "", 0);
        }
        CheckpointKey.Claiming claiming = (CheckpointKey.Claiming) key;
        return struct(CLAIM_V0, CLAIM, key.flow(), "", claiming.task()).set("claimant", number(claiming.claimant()));
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
            case PARTITION, TASK -> Optional.of(GENERATION_V0);
            case OFFSETS -> Optional.of(OFFSETS_V0);
            case CLAIM -> Optional.of(CLAIM_V0);
            case GROUP -> Optional.of(GROUP_V0);
            case GROUP_PASS -> Optional.of(V0);
            default -> Optional.empty();
        };
    }

    /** @throws IllegalArgumentException if a part is out of its range */
    static CheckpointKey fromStruct(Struct key) {
        String flow = key.getString("flow");
        String topic = key.getString("topic");
        int number = key.getInt("number");
        return switch ((Byte) key.get("kind")) {
            case PARTITION -> new CheckpointKey.Partition(flow, topic, number, key.getLong("generation"));
            case TASK -> new CheckpointKey.Task(flow, number, key.getLong("generation"));
            case OFFSETS -> new CheckpointKey.Offsets(flow, topic, number, key.getInt("page"));
            case GROUP -> new CheckpointKey.Group(flow, key.getString("group"), topic, number);
            case GROUP_PASS -> new CheckpointKey.GroupPass(flow);
            default -> new CheckpointKey.Claiming(flow, claimant((Byte) key.get("claimant")), number);
        };
    }

    static byte number(Claimant claimant) {
        return switch (claimant) {
            case TASK -> 0;
            case ALTERATION -> 1;
            case ERASURE -> 2;
        };
    }

    static Claimant claimant(byte number) {
        return switch (number) {
            case 0 -> Claimant.TASK;
            case 1 -> Claimant.ALTERATION;
            case 2 -> Claimant.ERASURE;
            default -> throw new IllegalArgumentException("there is no claimant of number " + number);
        };
    }
}
