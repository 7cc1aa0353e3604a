package io.streambus.connect.convert;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.streambus.connect.evidence.Evidence;
import io.streambus.connect.limits.TopicLimits;
import io.streambus.connect.partition.OwnedPartition;
import io.streambus.connect.progress.CheckpointFixtures;
import io.streambus.connect.progress.OffsetMaps;
import io.streambus.connect.progress.PartitionProgress;
import io.streambus.connect.progress.SourcePartition;
import io.streambus.connect.provenance.Binding;
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
            rule.stampFor("orders", "copy.orders", 3),
            new SourcePartition(
                    "west",
                    new TopicPartition("orders", 3),
                    new PartitionProgress(CheckpointFixtures.startingAt(0, 0), 0, OffsetMaps.closed())),
            Evidence.NONE,
            false);

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
                .containsExactly(
                        "b=[-1, 0, -2]", "a=null", "b=[]", "streambus.provenance=west/orders:copy.orders/3@48213");
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
        headers.add("streambus.provenance", "east/orders/3@7".getBytes(UTF_8));

        assertThat(converter.convert(record(null, null, 1, headers), partition)).isNull();
    }

    @Test
    void aForwardedRecordGetsOneMoreHop() {
        RecordHeaders headers = new RecordHeaders();
        headers.add("streambus.provenance", "north/orders/3@7".getBytes(UTF_8)).add("x", new byte[0]);

        assertThat(headersOf(converter.convert(record(null, null, 1, headers), partition)))
                .containsExactly("x=[]", "streambus.provenance=north/3@7>west/orders:copy.orders/3@48213");
    }

    @Test
    void aMalformedHeaderNeverStopsARecordAndIsCounted() {
        RecordHeaders headers = new RecordHeaders();
        headers.add("streambus.provenance", NOT_TEXT);

        assertThat(headersOf(converter.convert(record(null, null, 1, headers), partition)))
                .containsExactly("streambus.provenance=west/orders:copy.orders/3@48213");
        assertThat(converter.malformedProvenance()).isEqualTo(1);
    }

    /** As Kafka Streams does by default. */
    @Test
    void aRecordThatAnApplicationMadeOfACopyCountsAsProducedOnTheSourceAndIsNamed() {
        assertThat(converter.latestCarried()).isEmpty();
        RecordHeaders headers = new RecordHeaders();
        headers.add("streambus.provenance", "east/input:orders.in/7@9".getBytes(UTF_8));

        assertThat(headersOf(converter.convert(record(null, null, 1, headers), partition)))
                .containsExactly("streambus.provenance=west/orders:copy.orders/3@48213");
        assertThat(converter.carried()).isEqualTo(1);
        assertThat(converter.malformedProvenance()).isZero();
        assertThat(converter.latestCarried())
                .contains(
                        "The latest stands in orders-3 at offset 48213, but its provenance header says that it was put into"
                                + " orders.in-7.");
    }

    /** As an application does that writes back what it has read, headers copied: its record is told from the copy by the order alone. */
    @Test
    void aLoopThatBearsTheHeaderOfARecordBeforeItIsCountedApartAndNamed() {
        for (long copied = 5; copied < 8; copied++) {
            assertThat(converter.convert(loop(copied), partition)).isNull();
        }
        assertThat(converter.echoed()).isZero();
        assertThat(converter.latestEchoed()).isEmpty();

        assertThat(converter.convert(loop(6), partition)).isNull();

        assertThat(converter.echoed()).isEqualTo(1);
        assertThat(converter.latestEchoed()).contains("orders-3 at offset 48213");
        assertThat(converter.carried()).isZero();
    }

    private static ConsumerRecord<byte[], byte[]> loop(long copied) {
        RecordHeaders headers = new RecordHeaders();
        headers.add("streambus.provenance", ("east/orders/3@" + copied).getBytes(UTF_8));
        return record(null, null, 1, headers);
    }

    @Test
    void aBoundHeaderSpeaksForTheTimestampThatTheRecordWasGiven() {
        byte[] bound = "east/orders/3@7~1000".getBytes(UTF_8);

        assertThat(converter.convert(record(bound, 1000, TimestampType.CREATE_TIME), partition))
                .isNull();
        assertThat(converter.convert(record(bound, 1001, TimestampType.CREATE_TIME), partition))
                .isNotNull();
        assertThat(converter.convert(record(bound, 1001, TimestampType.LOG_APPEND_TIME), partition))
                .isNull();
        assertThat(converter.carried()).isEqualTo(1);
    }

    @Test
    void aFlowThatBindsWritesTheTimestampOfTheCopy() {
        ProvenanceRule binding = new ProvenanceRule("west", "east", Forward.ALL, Binding.TIMESTAMP);
        OwnedPartition bound = new OwnedPartition(
                partition.source(),
                "orders",
                TopicLimits.NONE,
                binding.stampFor("orders", "orders", 3),
                partition.key(),
                Evidence.NONE,
                false);
        RecordConverter converting = new RecordConverter(binding);

        assertThat(headersOf(converting.convert(record(null, 1001, TimestampType.LOG_APPEND_TIME), bound)))
                .containsExactly("streambus.provenance=west/orders/3@48213~1001");
        assertThat(headersOf(converting.convert(record(null, -1, TimestampType.NO_TIMESTAMP_TYPE), bound)))
                .containsExactly("streambus.provenance=west/orders/3@48213");
    }

    @Test
    void theBytesOfTheHeadersAreCountedAsTheyWillBeWritten() {
        RecordHeaders headers = new RecordHeaders();
        headers.add("ä", new byte[10]).add("none", null).add("streambus.provenance", "a/orders/3@1".getBytes(UTF_8));

        CopiedRecord copy = converter.convert(record(null, null, 1, headers), partition);

        assertThat(copy.headerBytes())
                .isEqualTo(2 + 10 + 4 + ("streambus.provenance" + "a/3@1>west/orders:copy.orders/3@48213").length());
    }

    @Test
    void eachRecordIsItselfOnly() {
        CopiedRecord one = converter.convert(record(null, null, 1, new RecordHeaders()), partition);
        CopiedRecord other = converter.convert(record(null, null, 1, new RecordHeaders()), partition);

        assertThat(List.of(other, one).indexOf(one)).isEqualTo(1);
        assertThat(one.hashCode()).isEqualTo(System.identityHashCode(one));
    }

    private static ConsumerRecord<byte[], byte[]> record(byte[] provenance, long timestamp, TimestampType type) {
        RecordHeaders headers = new RecordHeaders();
        if (provenance != null) {
            headers.add("streambus.provenance", provenance);
        }
        return new ConsumerRecord<>("orders", 3, 48213, timestamp, type, 0, 0, null, null, headers, Optional.empty());
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
