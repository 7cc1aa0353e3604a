package io.streambus.connect.limits;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.source.SourceRecord;

/** Converted records of any size. */
final class LargeRecords {

    static final long NOW = 1_700_000_000_000L;
    static final byte[] KEY = {1};

    private LargeRecords() {}

    static SourceRecord record(byte[] key, byte[] value, Long timestamp, ConnectHeaders headers) {
        return new SourceRecord(
                Map.of("topic", "t", "partition", 0, "cluster", "west"),
                Map.of("offset", 7L),
                "t",
                0,
                Schema.OPTIONAL_BYTES_SCHEMA,
                key,
                Schema.OPTIONAL_BYTES_SCHEMA,
                value,
                timestamp,
                headers);
    }

    /** With a provenance header, and of exactly these bytes as a batch of its own. */
    static SourceRecord ofBatch(long bytes) {
        ConnectHeaders headers = new ConnectHeaders();
        headers.addBytes("streambus.provenance", "west/t/0@7".getBytes(StandardCharsets.UTF_8));
        for (int size = (int) bytes; size >= 0; size--) {
            SourceRecord record = record(KEY, new byte[size], NOW, headers);
            if (RecordSize.of(record).batch() == bytes) {
                return record;
            }
        }
        throw new IllegalArgumentException("no record has a batch of " + bytes);
    }

    static byte[] noise(int bytes) {
        byte[] noise = new byte[bytes];
        new Random(1).nextBytes(noise);
        return noise;
    }

    /** As a reader counts them in passing. */
    static int headerBytes(SourceRecord record) {
        int[] bytes = {0};
        record.headers()
                .forEach(header -> bytes[0] +=
                        header.key().length() + (header.value() == null ? 0 : ((byte[]) header.value()).length));
        return bytes[0];
    }
}
