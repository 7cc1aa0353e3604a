package io.streambus.connect.smt;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.source.SourceRecord;

/** Records in the shapes that connectors make. */
final class Records {

    static final long TIMESTAMP = 1_704_067_200_000L; // 2024-01-01T00:00:00Z

    private Records() {}

    /** As MirrorMaker 2's source connector makes it: topic orders of us-west-1, partition 3, renamed on the way. */
    static SourceRecord mirrored(long offset, byte[] key, byte[] value, Long timestamp, ConnectHeaders headers) {
        return new SourceRecord(
                Map.of("cluster", "us-west-1", "topic", "orders", "partition", 3),
                Map.of("offset", offset),
                "us-west-1.orders",
                3,
                Schema.OPTIONAL_BYTES_SCHEMA,
                key,
                Schema.BYTES_SCHEMA,
                value,
                timestamp,
                headers);
    }

    static SourceRecord mirrored(String value, ConnectHeaders headers) {
        return mirrored(48213, bytes("k"), bytes(value), TIMESTAMP, headers);
    }

    /** As a sink connector with string converters is handed it, at the same position. */
    static SinkRecord sunk(String value, ConnectHeaders headers) {
        return new SinkRecord(
                "orders",
                3,
                Schema.OPTIONAL_STRING_SCHEMA,
                "k",
                Schema.OPTIONAL_STRING_SCHEMA,
                value,
                48213,
                TIMESTAMP,
                TimestampType.CREATE_TIME,
                headers);
    }

    /** @param namesAndValues alternating; the values become bytes, as ByteArrayConverter makes them */
    static ConnectHeaders headers(String... namesAndValues) {
        var headers = new ConnectHeaders();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            headers.addBytes(namesAndValues[i], bytes(namesAndValues[i + 1]));
        }
        return headers;
    }

    /** All headers in their order as {@code name=text}. */
    static List<String> texts(ConnectRecord<?> record) {
        List<String> texts = new ArrayList<>();
        for (Header header : record.headers()) {
            Object value = header.value();
            texts.add(header.key() + '=' + (value instanceof byte[] bytes ? new String(bytes, UTF_8) : value));
        }
        return texts;
    }

    static byte[] bytes(String text) {
        return text == null ? null : text.getBytes(UTF_8);
    }
}
