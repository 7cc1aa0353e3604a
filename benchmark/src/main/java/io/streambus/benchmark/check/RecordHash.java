package io.streambus.benchmark.check;

import io.streambus.connect.provenance.Provenance;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * 64 bits of a record's timestamp, key, value and headers in order; the provenance header, which a copy has and its original has not, is
 * left out. Two checksums of different polynomials: the JDK computes both in hardware. Confined to one thread.
 */
final class RecordHash {

    private final CRC32 high = new CRC32();
    private final CRC32C low = new CRC32C();
    private final ByteBuffer number = ByteBuffer.allocate(Long.BYTES);

    long of(ConsumerRecord<byte[], byte[]> record) {
        high.reset();
        low.reset();
        add(record.timestamp());
        add(record.key());
        add(record.value());
        for (Header header : record.headers()) {
            if (!header.key().equals(Provenance.HEADER)) {
                add(header.key().getBytes(StandardCharsets.UTF_8));
                add(header.value());
            }
        }
        return high.getValue() << 32 | low.getValue();
    }

    private void add(byte[] bytes) {
        // With its length, so that bytes cannot move from one field to the next unseen; -1 tells null from empty.
        add(bytes == null ? -1L : bytes.length);
        if (bytes != null) {
            update(high, bytes);
            update(low, bytes);
        }
    }

    private void add(long value) {
        number.putLong(0, value);
        update(high, number.array());
        update(low, number.array());
    }

    private static void update(Checksum checksum, byte[] bytes) {
        checksum.update(bytes, 0, bytes.length);
    }
}
