package io.streambus.connect.evidence;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class ContentHashTest {

    private static final ContentHash ALL = new ContentHash(true, true, true);

    private static ConsumerRecord<byte[], byte[]> record(String key, String value, long timestamp) {
        return new ConsumerRecord<>(
                "orders",
                0,
                7,
                timestamp,
                TimestampType.CREATE_TIME,
                -1,
                -1,
                key == null ? null : key.getBytes(UTF_8),
                value == null ? null : value.getBytes(UTF_8),
                new RecordHeaders(),
                Optional.empty());
    }

    private static boolean areAlike(
            ContentHash hash, ConsumerRecord<byte[], byte[]> one, ConsumerRecord<byte[], byte[]> other) {
        return hash.of(one) == hash.of(other);
    }

    @Test
    void aCopyHasTheHashOfItsOriginalWhateverItsPlaceAndItsHeaders() {
        ConsumerRecord<byte[], byte[]> copy = new ConsumerRecord<>(
                "copies",
                5,
                900,
                1_000,
                TimestampType.CREATE_TIME,
                -1,
                -1,
                "k".getBytes(UTF_8),
                "v".getBytes(UTF_8),
                new RecordHeaders().add("streambus.provenance", "west/orders/0@7".getBytes(UTF_8)),
                Optional.of(3));

        assertThat(areAlike(ALL, record("k", "v", 1_000), copy)).isTrue();
    }

    @Test
    void anotherKeyValueOrTimestampGivesAnotherHash() {
        ConsumerRecord<byte[], byte[]> record = record("k", "v", 1_000);

        assertThat(areAlike(ALL, record, record("x", "v", 1_000))).isFalse();
        assertThat(areAlike(ALL, record, record("k", "x", 1_000))).isFalse();
        assertThat(areAlike(ALL, record, record("k", "v", 1_001))).isFalse();
    }

    @Test
    void noneIsNotAnEmptyOneAndKeyAndValueDoNotFlowIntoOneAnother() {
        assertThat(areAlike(ALL, record(null, "v", 1), record("", "v", 1))).isFalse();
        assertThat(areAlike(ALL, record("k", null, 1), record("k", "", 1))).isFalse();
        assertThat(areAlike(ALL, record("ab", "c", 1), record("a", "bc", 1))).isFalse();
    }

    @Test
    void whatATransformOrTheTopicMayChangeIsLeftOut() {
        ConsumerRecord<byte[], byte[]> record = record("k", "v", 1_000);

        assertThat(areAlike(new ContentHash(false, true, true), record, record("x", "v", 1_000)))
                .isTrue();
        assertThat(areAlike(new ContentHash(true, false, true), record, record("k", "x", 1_000)))
                .isTrue();
        assertThat(areAlike(new ContentHash(true, true, false), record, record("k", "v", 2)))
                .isTrue();
        assertThat(areAlike(new ContentHash(false, true, true), record, record("x", "y", 1_000)))
                .isFalse();
    }
}
