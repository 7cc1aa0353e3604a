package io.streambus.connect.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;

class SourcePositionTest {

    @Test
    void aMirroredRecordTellsItsPositionInItsSourceMaps() {
        var record =
                source(Map.of("cluster", "us-west-1", "topic", "orders", "partition", 3), Map.of("offset", 48213L));

        assertThat(SourcePosition.topic(record)).isEqualTo("orders");
        assertThat(SourcePosition.partition(record)).isEqualTo(3);
        assertThat(SourcePosition.offset(record)).isEqualTo(48213);
    }

    @Test
    void numbersAreTakenInWhateverTypeJsonMadeOfThem() {
        var record = source(Map.of("topic", "orders", "partition", 3L), Map.of("offset", 7));

        assertThat(SourcePosition.partition(record)).isEqualTo(3);
        assertThat(SourcePosition.offset(record)).isEqualTo(7);
    }

    @Test
    void aSinkRecordTellsWhereItStoodBeforeTransformsMovedIt() {
        var record = new SinkRecord("orders", 3, null, null, null, "v", 48213, 1L, TimestampType.CREATE_TIME)
                .newRecord("renamed", 9, null, null, null, "v", 1L, new ConnectHeaders());

        assertThat(SourcePosition.topic(record)).isEqualTo("orders");
        assertThat(SourcePosition.partition(record)).isEqualTo(3);
        assertThat(SourcePosition.offset(record)).isEqualTo(48213);
    }

    @Test
    void aRecordThatWasNotReadFromKafkaHasATopicButNoPosition() {
        var file = source(Map.of("filename", "orders.csv"), Map.of("position", 17L));

        assertThat(SourcePosition.topic(file)).isEqualTo("west.orders");
        assertThat(SourcePosition.isKnown(file)).isFalse();
        assertThatThrownBy(() -> SourcePosition.offset(file))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("west.orders")
                .hasMessageContaining("MirrorMaker 2");
        assertThatThrownBy(() -> SourcePosition.partition(file)).isInstanceOf(DataException.class);
    }

    @Test
    void absentAndImpossibleNumbersAreNoPosition() {
        Map<String, Object> nothing = new HashMap<>();
        nothing.put("partition", null);

        assertThat(SourcePosition.isKnown(source(null, null))).isFalse();
        assertThat(SourcePosition.isKnown(source(nothing, Map.of("offset", 1L))))
                .isFalse();
        assertThat(SourcePosition.isKnown(source(Map.of("partition", 1), null))).isFalse();
        assertThat(SourcePosition.isKnown(source(Map.of("partition", -1), Map.of("offset", 1L))))
                .isFalse();
        assertThat(SourcePosition.isKnown(source(Map.of("partition", 1L << 40), Map.of("offset", 1L))))
                .isFalse();
        assertThat(SourcePosition.isKnown(source(Map.of("partition", "1"), Map.of("offset", 1L))))
                .isFalse();
        assertThat(SourcePosition.isKnown(source(Map.of("partition", 1), Map.of("offset", -1L))))
                .isFalse();
    }

    private static SourceRecord source(Map<String, ?> partition, Map<String, ?> offset) {
        return new SourceRecord(partition, offset, "west.orders", null, null, "v");
    }
}
