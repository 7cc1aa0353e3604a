package io.streambus.connect.limits;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.utils.ByteBufferOutputStream;

/**
 * What the connector's settings say of the worker's producer, which writes the records.
 *
 * @param codec as {@code compression.type} names it; {@code none} if the producer does not compress
 * @param maxRequestBytes the largest record that it takes, before compression; {@link Integer#MAX_VALUE} if the settings do not say
 */
public record WorkerProducer(String codec, int maxRequestBytes) {

    private static final byte MAGIC = 2;

    /**
     * Whether a record that is too large as it is gets small enough by compression. Finds out by compressing it, which is worth it for the few that
     * are so large.
     *
     * @param most bytes
     */
    boolean compressesTo(ConsumerRecord<byte[], byte[]> record, long most) {
        if (codec.equals("none")) {
            return false;
        }
        ByteBufferOutputStream compressed = new ByteBufferOutputStream(64 * 1024);
        try (OutputStream out = Compression.of(codec).build().wrapForOutput(compressed, MAGIC);
                DataOutputStream data = new DataOutputStream(out)) {
            write(data, record.key());
            write(data, record.value());
            for (Header header : record.headers()) {
                write(data, header.key().getBytes(StandardCharsets.UTF_8));
                write(data, header.value());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Compressing to memory failed", e);
        } catch (LinkageError e) {
            // Another version of Kafka, or a codec that this machine lacks: let the producer find out.
            return true;
        }
        return compressed.position() <= most;
    }

    private static void write(DataOutputStream out, byte[] bytes) throws IOException {
        if (bytes != null) {
            out.write(bytes);
        }
    }
}
