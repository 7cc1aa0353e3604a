package io.streambus.connect.limits;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.utils.ByteBufferOutputStream;
import org.apache.kafka.common.utils.ByteUtils;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.source.SourceRecord;

/**
 * How large the batch of one record is once it is compressed. Finds out by compressing it, as {@code MemoryRecordsBuilder} does, which is worth it
 * for the few records that are so large.
 */
final class CompressedBatch {

    private static final byte MAGIC = 2;

    private CompressedBatch() {}

    /**
     * @param compression asked for here, since it may not be there
     * @return bytes; empty where this cannot be known: another version of Kafka, or a codec that this machine lacks
     */
    static OptionalLong sizeOf(SourceRecord record, RecordSize size, Supplier<Compression> compression) {
        ByteBufferOutputStream compressed = new ByteBufferOutputStream(64 * 1024);
        try (DataOutputStream out = new DataOutputStream(compression.get().wrapForOutput(compressed, MAGIC))) {
            write(out, record, size);
        } catch (IOException e) {
            throw new UncheckedIOException("Compressing to memory failed", e);
        } catch (LinkageError e) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(RecordSize.BATCH_OVERHEAD + compressed.position());
    }

    /** What {@code DefaultRecord.writeTo} writes of the first record of a batch. */
    private static void write(DataOutputStream out, SourceRecord record, RecordSize size) throws IOException {
        ByteUtils.writeVarint(size.body(), out);
        out.write(0);
        ByteUtils.writeVarlong(0, out);
        ByteUtils.writeVarint(0, out);
        write(out, (byte[]) record.key());
        write(out, (byte[]) record.value());
        ByteUtils.writeVarint(record.headers().size(), out);
        for (Header header : record.headers()) {
            write(out, header.key().getBytes(UTF_8));
            write(out, RecordSize.valueOf(header));
        }
    }

    private static void write(DataOutputStream out, byte[] bytes) throws IOException {
        if (bytes == null) {
            ByteUtils.writeVarint(-1, out);
        } else {
            ByteUtils.writeVarint(bytes.length, out);
            out.write(bytes);
        }
    }
}
