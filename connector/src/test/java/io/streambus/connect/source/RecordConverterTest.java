package io.streambus.connect.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.streambus.connect.checkpoint.PartitionCheckpoint;
import io.streambus.connect.limits.TopicLimits;
import io.streambus.connect.provenance.Forward;
import io.streambus.connect.provenance.ProvenanceRule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;

class RecordConverterTest {

    private static final byte[] NOT_TEXT = {(byte) 0xff, 0, (byte) 0xfe};

    private final ProvenanceRule rule = new ProvenanceRule("west", "east", Forward.ALL);
    private final RecordConverter converter = new RecordConverter(rule);
    private final OwnedPartition partition = new OwnedPartition(
            new TopicPartition("orders", 3),
            "copy.orders",
            TopicLimits.NONE,
            rule.stampFor(3),
            new SourcePartition(
                    "west",
                    new TopicPartition("orders", 3),
                    new PartitionProgress(
                            PartitionCheckpoint.startingAt(0, 0), Optional.empty(), OffsetBook.closed())));

    @Test
    void aRecordKeepsItsBytesItsTimestampAndTheOrderOfItsHeaders() {
        RecordHeaders headers = new RecordHeaders();
        headers.add("b", NOT_TEXT).add("a", null).add("b", new byte[0]);

        SourceRecord copy = converter.convert(record("key".getBytes(UTF_8), NOT_TEXT, 1234, headers), partition);

        assertThat(copy.topic()).isEqualTo("copy.orders");
        assertThat(copy.kafkaPartition()).isEqualTo(3);
        assertThat(copy.key()).isEqualTo("key".getBytes(UTF_8));
        assertThat(copy.value()).isEqualTo(NOT_TEXT);
        assertThat(copy.timestamp()).isEqualTo(1234);
        assertThat(headersOf(copy))
                .containsExactly("b=[-1, 0, -2]", "a=null", "b=[]", "streambus.provenance=west/3@48213");
        assertThat(copy.sourceOffset()).isEqualTo(Map.of("offset", 48213L));
    }

    @Test
    void aTombstoneWithoutKeyStaysOne() {
        SourceRecord copy = converter.convert(record(null, null, 1234, new RecordHeaders()), partition);

        assertThat(copy.key()).isNull();
        assertThat(copy.value()).isNull();
    }

    @Test
    void aRecordWithoutTimestampGetsTheTargets() {
        assertThat(converter
                        .convert(record(null, null, -1, new RecordHeaders()), partition)
                        .timestamp())
                .isNull();
    }

    @Test
    void aRecordThatHasBeenAtTheTargetIsDropped() {
        RecordHeaders headers = new RecordHeaders();
        headers.add("streambus.provenance", "east/0@7".getBytes(UTF_8));

        assertThat(converter.convert(record(null, null, 1, headers), partition)).isNull();
    }

    @Test
    void aForwardedRecordGetsOneMoreHop() {
        RecordHeaders headers = new RecordHeaders();
        headers.add("streambus.provenance", "north/0@7".getBytes(UTF_8)).add("x", new byte[0]);

        assertThat(headersOf(converter.convert(record(null, null, 1, headers), partition)))
                .containsExactly("x=[]", "streambus.provenance=north/0@7>west/3@48213");
    }

    @Test
    void aMalformedHeaderNeverStopsARecordAndIsCounted() {
        RecordHeaders headers = new RecordHeaders();
        headers.add("streambus.provenance", NOT_TEXT);

        assertThat(headersOf(converter.convert(record(null, null, 1, headers), partition)))
                .containsExactly("streambus.provenance=west/3@48213");
        assertThat(converter.malformedProvenance()).isEqualTo(1);
    }

    private static ConsumerRecord<byte[], byte[]> record(
            byte[] key, byte[] value, long timestamp, RecordHeaders headers) {
        return new ConsumerRecord<>(
                "orders", 3, 48213, timestamp, TimestampType.CREATE_TIME, 0, 0, key, value, headers, Optional.empty());
    }

    private static List<String> headersOf(SourceRecord record) {
        List<String> texts = new ArrayList<>();
        record.headers().forEach(header -> {
            byte[] value = (byte[]) header.value();
            boolean readable = header.key().startsWith("streambus.");
            texts.add(header.key() + "=" + (readable ? new String(value, UTF_8) : Arrays.toString(value)));
        });
        return texts;
    }
}
