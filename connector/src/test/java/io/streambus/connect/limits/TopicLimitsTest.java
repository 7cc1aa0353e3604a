package io.streambus.connect.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TopicLimitsTest {

    private static final long NOW = 1_700_000_000_000L;
    private static final WorkerProducer PLAIN = new WorkerProducer("none", Integer.MAX_VALUE);
    private static final byte[] KEY = {1};

    @Test
    void anOrdinaryRecordIsTaken() {
        assertThat(limits("max.message.bytes", "1000").refusal(record(KEY, 400, NOW), PLAIN, NOW))
                .isNull();
    }

    @Test
    void aRecordThatIsTooLargeIsRefusedWithTheNumbers() {
        assertThat(limits("max.message.bytes", "1000").refusal(record(KEY, 1000, NOW), PLAIN, NOW))
                .isEqualTo("it has 1069 bytes, and the topic takes max.message.bytes = 1000");
    }

    @Test
    void headersCountToo() {
        ConsumerRecord<byte[], byte[]> record = record(KEY, 600, NOW);
        record.headers().add("h", new byte[600]);

        assertThat(limits("max.message.bytes", "1000").refusal(record, PLAIN, NOW))
                .contains("1272 bytes");
    }

    @Test
    void aRecordThatIsTooLargeForTheProducerIsRefused() {
        assertThat(limits("max.message.bytes", "5000")
                        .refusal(record(KEY, 1000, NOW), new WorkerProducer("none", 900), NOW))
                .contains("max.request.size = 900");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "snappy", "lz4", "zstd"})
    void aRecordThatCompressionMakesSmallEnoughIsTaken(String codec) {
        WorkerProducer producer = new WorkerProducer(codec, Integer.MAX_VALUE);
        byte[] noise = new byte[20_000];
        new Random(1).nextBytes(noise);
        ConsumerRecord<byte[], byte[]> incompressible = record(KEY, noise, NOW);

        assertThat(limits("max.message.bytes", "10000").refusal(record(KEY, 20_000, NOW), producer, NOW))
                .isNull();
        assertThat(limits("max.message.bytes", "10000").refusal(incompressible, producer, NOW))
                .contains("max.message.bytes");
    }

    @Test
    void aCompactedTopicWantsKeys() {
        TopicLimits compacted = limits("cleanup.policy", "delete,compact");

        assertThat(compacted.refusal(record(null, 1, NOW), PLAIN, NOW)).contains("no key");
        assertThat(compacted.refusal(record(KEY, 1, NOW), PLAIN, NOW)).isNull();
    }

    @Test
    void timestampsOutOfBoundsAreRefused() {
        assertThat(limits("message.timestamp.after.max.ms", "3600000")
                        .refusal(record(KEY, 1, NOW + 3_600_001), PLAIN, NOW))
                .contains("message.timestamp.after.max.ms = 3600000");
        assertThat(limits("message.timestamp.before.max.ms", "1000").refusal(record(KEY, 1, NOW - 1_001), PLAIN, NOW))
                .contains("message.timestamp.before.max.ms = 1000");
    }

    @Test
    void withLogAppendTimeTheBrokerSetsTheTimestampAnyway() {
        TopicLimits limits = TopicLimits.of(new Config(List.of(
                new ConfigEntry("message.timestamp.type", "LogAppendTime"),
                new ConfigEntry("message.timestamp.after.max.ms", "1"))));

        assertThat(limits.refusal(record(KEY, 1, NOW + 100), PLAIN, NOW)).isNull();
    }

    private static TopicLimits limits(String setting, String value) {
        return TopicLimits.of(new Config(List.of(new ConfigEntry(setting, value))));
    }

    private static ConsumerRecord<byte[], byte[]> record(byte[] key, int size, long timestamp) {
        return record(key, new byte[size], timestamp);
    }

    private static ConsumerRecord<byte[], byte[]> record(byte[] key, byte[] value, long timestamp) {
        return new ConsumerRecord<>(
                "t",
                0,
                0,
                timestamp,
                TimestampType.CREATE_TIME,
                0,
                0,
                key,
                value,
                new RecordHeaders(),
                Optional.empty());
    }
}
