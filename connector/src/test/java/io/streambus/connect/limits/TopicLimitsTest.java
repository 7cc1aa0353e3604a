package io.streambus.connect.limits;

import static io.streambus.connect.limits.LargeRecords.KEY;
import static io.streambus.connect.limits.LargeRecords.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TopicLimitsTest {

    private static final WorkerProducer PLAIN = WorkerProducer.of(Map.of());

    @Test
    void aCompactedTopicWantsKeys() {
        TopicLimits compacted = limits("cleanup.policy", "delete,compact");

        assertThat(compacted.refusalWhateverItsSize(record(null, NOW), NOW)).contains("no key");
        assertThat(compacted.refusalWhateverItsSize(record(KEY, NOW), NOW)).isNull();
    }

    @Test
    void timestampsAreTakenUpToTheirBounds() {
        TopicLimits ahead = limits("message.timestamp.after.max.ms", "3600000");
        TopicLimits age = limits("message.timestamp.before.max.ms", "1000");

        assertThat(ahead.refusalOfTimestamp(NOW + 3_600_000, NOW)).isNull();
        assertThat(ahead.refusalOfTimestamp(NOW + 3_600_001, NOW)).contains("message.timestamp.after.max.ms = 3600000");
        assertThat(age.refusalOfTimestamp(NOW - 1_000, NOW)).isNull();
        assertThat(age.refusalOfTimestamp(NOW - 1_001, NOW)).contains("message.timestamp.before.max.ms = 1000");
        assertThat(age.refusalOfTimestamp(null, NOW)).isNull();
    }

    @Test
    void withLogAppendTimeTheBrokerSetsTheTimestampAnyway() {
        TopicLimits limits = limits("message.timestamp.type", "LogAppendTime", "message.timestamp.after.max.ms", "1");

        assertThat(limits.refusalOfTimestamp(NOW + 100, NOW)).isNull();
    }

    @Test
    void theLargestBatchThatIsTakenHasExactlyTheTopicsLimit() {
        TopicLimits limits = limits("max.message.bytes", "1000");

        assertThat(refusalOfSize(limits, LargeRecords.ofBatch(1_000), PLAIN)).isNull();
        assertThat(refusalOfSize(limits, LargeRecords.ofBatch(1_001), PLAIN))
                .isEqualTo("it has 1001 bytes, and the topic takes max.message.bytes = 1000");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "snappy", "lz4", "zstd"})
    void whatCountsIsTheSizeAfterCompression(String codec) {
        WorkerProducer producer = WorkerProducer.of(Map.of("compression.type", codec));
        TopicLimits limits = limits("max.message.bytes", "10000");

        assertThat(refusalOfSize(limits, record(new byte[20_000]), producer)).isNull();
        assertThat(refusalOfSize(limits, record(LargeRecords.noise(20_000)), producer))
                .contains("bytes when compressed, and the topic takes max.message.bytes = 10000");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "snappy", "lz4", "zstd"})
    void compressionMayMakeARecordTooLargeThatWasNot(String codec) {
        SourceRecord record = record(LargeRecords.noise(20_000));
        TopicLimits limits =
                limits("max.message.bytes", "" + RecordSize.of(record).batch());

        assertThat(refusalOfSize(limits, record, PLAIN)).isNull();
        assertThat(refusalOfSize(limits, record, WorkerProducer.of(Map.of("compression.type", codec))))
                .contains("when compressed");
    }

    @Test
    void aTopicThatIsStoredWithoutCompressionTakesNoMoreForItsComingCompressed() {
        WorkerProducer gzip = WorkerProducer.of(Map.of("compression.type", "gzip"));
        SourceRecord record = record(new byte[20_000]);

        assertThat(refusalOfSize(limits("max.message.bytes", "10000", "compression.type", "gzip"), record, gzip))
                .isNull();
        assertThat(refusalOfSize(limits("max.message.bytes", "10000", "compression.type", "lz4"), record, gzip))
                .isNull();
        assertThat(refusalOfSize(
                        limits("max.message.bytes", "10000", "compression.type", "uncompressed"), record, gzip))
                .contains("when stored with compression.type = none");
    }

    @Test
    void theProducersLevelCounts() {
        byte[] text = IntStream.range(0, 20_000)
                .mapToObj(Integer::toHexString)
                .collect(Collectors.joining())
                .getBytes(StandardCharsets.UTF_8);
        SourceRecord record = record(text);
        RecordSize size = RecordSize.of(record);
        WorkerProducer fast = WorkerProducer.of(Map.of("compression.type", "gzip", "compression.gzip.level", "1"));
        WorkerProducer small = WorkerProducer.of(Map.of("compression.type", "gzip", "compression.gzip.level", "9"));

        assertThat(CompressedBatch.sizeOf(record, size, fast::compression).orElseThrow())
                .isNotEqualTo(
                        CompressedBatch.sizeOf(record, size, small::compression).orElseThrow());
    }

    @Test
    void theProducerTakesNoMoreThanKafkasDefaultsUnlessTold() {
        assertThat(PLAIN.maxRecordBytes()).isEqualTo(1_048_576);
        assertThat(WorkerProducer.of(Map.of("max.request.size", "2000000")).maxRecordBytes())
                .isEqualTo(2_000_000);
        assertThat(WorkerProducer.of(Map.of("max.request.size", "2000000", "buffer.memory", "900"))
                        .refusal(RecordSize.of(record(new byte[1_000]))))
                .contains("the worker's producer takes buffer.memory = 900");
    }

    @Test
    void limitsAreEqualWhereTheTopicTakesTheSame() {
        assertThat(limits("max.message.bytes", "1000"))
                .isEqualTo(limits("max.message.bytes", "1000", "retention.ms", "5"))
                .isNotEqualTo(limits("max.message.bytes", "1001"));
        assertThat(limits()).isEqualTo(TopicLimits.NONE);
    }

    private static String refusalOfSize(TopicLimits limits, SourceRecord record, WorkerProducer producer) {
        return limits.refusalOfSize(record, RecordSize.of(record), producer);
    }

    static TopicLimits limits(String... settings) {
        List<ConfigEntry> entries = new ArrayList<>();
        for (int i = 0; i < settings.length; i += 2) {
            entries.add(new ConfigEntry(settings[i], settings[i + 1]));
        }
        return TopicLimits.of(new Config(entries));
    }

    private static SourceRecord record(byte[] value) {
        return LargeRecords.record(KEY, value, NOW, new ConnectHeaders());
    }

    private static SourceRecord record(byte[] key, Long timestamp) {
        return LargeRecords.record(key, new byte[1], timestamp, new ConnectHeaders());
    }
}
