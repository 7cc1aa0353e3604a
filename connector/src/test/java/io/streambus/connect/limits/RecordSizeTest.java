package io.streambus.connect.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.OptionalLong;
import java.util.Random;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.record.internal.AbstractRecords;
import org.apache.kafka.common.record.internal.CompressionType;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.MemoryRecordsBuilder;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Kafka's own classes say what is right. */
class RecordSizeTest {

    private static final String[] NAMES = {"", "h", "trace-id", "größe", "名前", "😀😀", "x".repeat(70), "ü".repeat(64)};

    private static final class Sample {

        private final byte[] key;
        private final byte[] value;
        private final Header[] headers;

        Sample(Random random) {
            int count = random.nextInt(10) == 0 ? random.nextInt(300) : random.nextInt(4);
            headers = new Header[count];
            for (int i = 0; i < count; i++) {
                headers[i] = new RecordHeader(NAMES[random.nextInt(NAMES.length)], bytes(random, 200));
            }
            key = bytes(random, 300);
            value = bytes(random, random.nextInt(20) == 0 ? 70_000 : 9_000);
        }

        private static byte[] bytes(Random random, int most) {
            if (random.nextInt(8) == 0) {
                return null;
            }
            byte[] bytes = new byte[random.nextInt(most)];
            if (random.nextBoolean()) {
                random.nextBytes(bytes);
            }
            return bytes;
        }

        SourceRecord converted() {
            ConnectHeaders copied = new ConnectHeaders();
            for (Header header : headers) {
                copied.addBytes(header.key(), header.value());
            }
            return LargeRecords.record(key, value, LargeRecords.NOW, copied);
        }

        int batchBytes(Compression compression) {
            MemoryRecordsBuilder builder =
                    MemoryRecords.builder(ByteBuffer.allocate(1024), compression, TimestampType.CREATE_TIME, 0L);
            builder.append(LargeRecords.NOW, key, value, headers);
            return builder.build().sizeInBytes();
        }
    }

    @Test
    void theEstimateIsThatOfTheProducer() {
        Random random = new Random(12);
        for (int i = 0; i < 5_000; i++) {
            Sample sample = new Sample(random);

            assertThat(RecordSize.of(sample.converted()).estimate())
                    .as("sample %d", i)
                    .isEqualTo(AbstractRecords.estimateSizeInBytesUpperBound(
                            RecordBatch.CURRENT_MAGIC_VALUE,
                            CompressionType.NONE,
                            sample.key,
                            sample.value,
                            sample.headers));
        }
    }

    @Test
    void theBatchIsThatWhichTheProducerWrites() {
        Random random = new Random(34);
        for (int i = 0; i < 5_000; i++) {
            Sample sample = new Sample(random);

            assertThat(RecordSize.of(sample.converted()).batch())
                    .as("sample %d", i)
                    .isEqualTo(sample.batchBytes(Compression.NONE));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "snappy", "lz4", "zstd"})
    void theCompressedBatchIsThatWhichTheProducerWrites(String codec) {
        Compression compression = Compression.of(codec).build();
        Random random = new Random(56);
        for (int i = 0; i < 150; i++) {
            Sample sample = new Sample(random);
            SourceRecord record = sample.converted();

            assertThat(CompressedBatch.sizeOf(record, RecordSize.of(record), () -> compression))
                    .as("sample %d", i)
                    .isEqualTo(OptionalLong.of(sample.batchBytes(compression)));
        }
    }

    @Test
    void aCodecThatIsNotThereLeavesTheSizeUnknown() {
        SourceRecord record = LargeRecords.ofBatch(1_000);

        assertThat(CompressedBatch.sizeOf(record, RecordSize.of(record), () -> {
                    throw new NoClassDefFoundError("com/github/luben/zstd");
                }))
                .isEmpty();
    }
}
