package io.streambus.connect.record;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Date;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.storage.SimpleHeaderConverter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class HeaderTextTest {

    static Stream<Arguments> values() {
        return Stream.of(
                Arguments.of("high", Schema.BYTES_SCHEMA, "high".getBytes(UTF_8), true),
                Arguments.of("high", Schema.OPTIONAL_BYTES_SCHEMA, "high".getBytes(UTF_8), true),
                Arguments.of("high", Schema.BYTES_SCHEMA, ByteBuffer.wrap("high".getBytes(UTF_8)), true),
                Arguments.of("high", Schema.BYTES_SCHEMA, ByteBuffer.wrap("xhigh".getBytes(UTF_8), 1, 4), true),
                Arguments.of("high", null, "high".getBytes(UTF_8), true),
                Arguments.of("high", Schema.STRING_SCHEMA, "high", true),
                Arguments.of("größe", Schema.BYTES_SCHEMA, "größe".getBytes(UTF_8), true),
                Arguments.of("5", Schema.INT32_SCHEMA, 5, true),
                Arguments.of("true", Schema.BOOLEAN_SCHEMA, true, true),
                Arguments.of("1.5", Schema.FLOAT64_SCHEMA, 1.5, true),
                Arguments.of(
                        "2024-01-01T12:00:00.000Z",
                        Timestamp.SCHEMA,
                        Date.from(Instant.parse("2024-01-01T12:00:00Z")),
                        true),
                Arguments.of("", Schema.BYTES_SCHEMA, new byte[0], true),
                Arguments.of("high", Schema.BYTES_SCHEMA, "HIGH".getBytes(UTF_8), false),
                Arguments.of("high", Schema.BYTES_SCHEMA, "higher".getBytes(UTF_8), false),
                Arguments.of("\uFFFD", Schema.BYTES_SCHEMA, new byte[] {(byte) 0xFF}, false),
                Arguments.of("high", Schema.STRING_SCHEMA, "low", false),
                Arguments.of("6", Schema.INT32_SCHEMA, 5, false),
                Arguments.of("null", Schema.OPTIONAL_BYTES_SCHEMA, null, false),
                Arguments.of("", Schema.OPTIONAL_STRING_SCHEMA, null, false));
    }

    @ParameterizedTest
    @MethodSource("values")
    void aHeaderIsComparedByItsBytesOrItsText(String text, Schema schema, Object value, boolean equal) {
        assertThat(new HeaderText(text).isValueOf(header(schema, value))).isEqualTo(equal);
    }

    @Test
    void aReplacedValueKeepsItsTypeAndSchema() {
        var text = new HeaderText("new");

        SchemaAndValue bytes = text.replacing(header(Schema.OPTIONAL_BYTES_SCHEMA, new byte[1]), HeaderForm.STRING);
        SchemaAndValue string = text.replacing(header(Schema.OPTIONAL_STRING_SCHEMA, "old"), HeaderForm.BYTES);
        SchemaAndValue number = text.replacing(header(Schema.INT8_SCHEMA, (byte) 5), HeaderForm.STRING);

        assertThat(bytes.schema()).isEqualTo(Schema.OPTIONAL_BYTES_SCHEMA);
        assertThat(bytes.value()).isEqualTo("new".getBytes(UTF_8));
        assertThat(string).isEqualTo(new SchemaAndValue(Schema.OPTIONAL_STRING_SCHEMA, "new"));
        assertThat(number).isEqualTo(new SchemaAndValue(Schema.STRING_SCHEMA, "new"));
    }

    @Test
    void bytesAreReadFromWhateverHoldsText() {
        assertThat(HeaderText.bytesOf(header(Schema.STRING_SCHEMA, "ü"))).isEqualTo("ü".getBytes(UTF_8));
        Header buffer = header(Schema.BYTES_SCHEMA, ByteBuffer.wrap(new byte[] {1, 2, 3}, 1, 2));
        assertThat(HeaderText.bytesOf(buffer)).containsExactly(2, 3);
        // Once more: reading must not use the buffer up, others read the record too
        assertThat(HeaderText.bytesOf(buffer)).containsExactly(2, 3);
        assertThat(HeaderText.bytesOf(header(Schema.INT8_SCHEMA, (byte) 5))).isEmpty();
        assertThat(HeaderText.bytesOf(header(null, null))).isEmpty();
    }

    @Test
    void theStringFormComesThroughTheWorkersDefaultHeaderConverterUnchanged() throws IOException {
        try (var converter = new SimpleHeaderConverter()) {
            String provenance = "us-west-1/3@48213>hub/orders:all.orders/0@7~1700000000000";
            SchemaAndValue value = HeaderForm.STRING.value(provenance.getBytes(UTF_8));

            byte[] written = converter.fromConnectHeader("t", "streambus.provenance", value.schema(), value.value());
            SchemaAndValue read = converter.toConnectHeader("t", "streambus.provenance", written);

            assertThat(written).isEqualTo(provenance.getBytes(UTF_8));
            assertThat(HeaderText.bytesOf(header(read.schema(), read.value()))).isEqualTo(written);
        }
    }

    private static Header header(Schema schema, Object value) {
        return new ConnectHeaders().add("h", new SchemaAndValue(schema, value)).lastWithName("h");
    }
}
