package io.streambus.connect.checkpoint;

import io.streambus.connect.offset.OffsetPage;
import io.streambus.connect.offset.OffsetRun;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.protocol.types.Field;
import org.apache.kafka.common.protocol.types.Schema;
import org.apache.kafka.common.protocol.types.Struct;
import org.apache.kafka.common.protocol.types.Type;
import org.apache.kafka.common.utils.ByteUtils;

/**
 * A page of an offset map behind the version. Its runs are three zigzag varints each: the source offset less the one that would follow upon the run
 * before (0 and {@code covers_from} before the first), the same of the target offset, and twice the length, plus 1 if the run is seamless. So a run of a
 * filtered topic mostly takes three bytes, wherever in the log it stands.
 */
final class OffsetPageFormat {

    private static final int MAX_RUN_BYTES = 30;
    private static final int MIN_RUN_BYTES = 3;

    static final Schema V0 = new Schema(
            new Field("topic_id", Type.UUID),
            new Field("generation", Type.INT32),
            new Field("covers_from", Type.INT64),
            new Field("run_count", Type.INT32),
            new Field("runs", Type.BYTES));

    private OffsetPageFormat() {}

    static Struct toStruct(OffsetPage page) {
        ByteBuffer runs = ByteBuffer.allocate(page.runs().size() * MAX_RUN_BYTES);
        long source = 0;
        long target = page.coversFrom();
        for (OffsetRun run : page.runs()) {
            ByteUtils.writeVarlong(run.sourceStart() - source, runs);
            ByteUtils.writeVarlong(run.targetStart() - target, runs);
            ByteUtils.writeVarlong(run.length() * 2 + (run.seamless() ? 1 : 0), runs);
            source = run.sourceEnd();
            target = run.targetEnd();
        }
        return new Struct(V0)
                .set("topic_id", page.topicId().orElse(Uuid.ZERO_UUID))
                .set("generation", page.generation())
                .set("covers_from", page.coversFrom())
                .set("run_count", page.runs().size())
                .set("runs", runs.flip());
    }

    /** @throws RuntimeException of whatever kind if the bytes make no page */
    static OffsetPage fromStruct(Struct struct) {
        long coversFrom = struct.getLong("covers_from");
        int count = struct.getInt("run_count");
        ByteBuffer bytes = struct.getBytes("runs");
        if (count < 1 || count > bytes.remaining() / MIN_RUN_BYTES) {
            throw new IllegalArgumentException(bytes.remaining() + " bytes cannot hold " + count + " runs");
        }
        List<OffsetRun> runs = new ArrayList<>(count);
        long source = 0;
        long target = coversFrom;
        for (int i = 0; i < count; i++) {
            long sourceStart = Math.addExact(source, ByteUtils.readVarlong(bytes));
            long targetStart = Math.addExact(target, ByteUtils.readVarlong(bytes));
            long length = ByteUtils.readVarlong(bytes);
            OffsetRun run = new OffsetRun(sourceStart, targetStart, length >> 1, (length & 1) == 1);
            runs.add(run);
            source = run.sourceEnd();
            target = run.targetEnd();
        }
        if (bytes.hasRemaining()) {
            throw new IllegalArgumentException(bytes.remaining() + " bytes behind the last run");
        }
        return new OffsetPage(
                Optional.of((Uuid) struct.get("topic_id")).filter(id -> !id.equals(Uuid.ZERO_UUID)),
                struct.getInt("generation"),
                coversFrom,
                runs);
    }
}
