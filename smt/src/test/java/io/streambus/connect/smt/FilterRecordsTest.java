package io.streambus.connect.smt;

import static io.streambus.connect.smt.Records.TIMESTAMP;
import static io.streambus.connect.smt.Records.bytes;
import static io.streambus.connect.smt.Records.headers;
import static io.streambus.connect.smt.Records.mirrored;
import static io.streambus.connect.smt.Records.sunk;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FilterRecordsTest {

    /** The filter of the specification's example. */
    private static final Map<String, String> EXAMPLE = Map.of(
            "include.pattern.0", ".*important.*",
            "include.pattern.1", ".*priority:high.*",
            "exclude.pattern.0", ".*test.*",
            "exclude.pattern.1", ".*debug.*",
            "headers.region", "us-west-1",
            "headers.priority", "high",
            "min.timestamp", "2024-01-01T00:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "an important order,          us-west-1, high, true",
        "priority:high,               us-west-1, high, true",
        "an order,                    us-west-1, high, false",
        "an important test,           us-west-1, high, false",
        "priority:high debug,         us-west-1, high, false",
        "an important order,          us-west-2, high, false",
        "an important order,          us-west-1, low,  false",
    })
    void theDocumentedExampleFiltersSourceAndSinkRecordsAlike(
            String value, String region, String priority, boolean passes) {
        SourceRecord source = mirrored(value, headers("region", region, "priority", priority));
        SinkRecord sink = sunk(value, (ConnectHeaders)
                new ConnectHeaders().addString("region", region).addString("priority", priority));

        assertThat(passes(EXAMPLE, source)).isEqualTo(passes);
        FilterRecords<SinkRecord> filter = new FilterRecords<>();
        filter.configure(EXAMPLE);
        assertThat(filter.apply(sink) != null).isEqualTo(passes);
    }

    @Test
    void aRecordThatPassesIsTheSameObject() {
        FilterRecords<SourceRecord> filter = filter(EXAMPLE);
        SourceRecord record = mirrored("important", headers("region", "us-west-1", "priority", "high"));

        assertThat(filter.apply(record)).isSameAs(record);
    }

    @Test
    void withoutRulesEverythingPasses() {
        assertThat(passes(Map.of(), mirrored("x", headers()))).isTrue();
        assertThat(passes(Map.of(), mirrored(0, null, null, null, headers()))).isTrue();
    }

    @Test
    void tombstonesPassPatternsButNotHeadersAndTimestamps() {
        SourceRecord tombstone = mirrored(0, bytes("k"), null, TIMESTAMP, headers());

        assertThat(passes(Map.of("include.pattern.0", "x"), tombstone)).isTrue();
        assertThat(passes(Map.of("exclude.pattern.0", ".*"), tombstone)).isTrue();
        assertThat(passes(Map.of("headers.region", "us-west-1"), tombstone)).isFalse();
        assertThat(passes(Map.of("min.timestamp", "2024-01-02T00:00:00Z"), tombstone))
                .isFalse();
    }

    @Test
    void anEmptyValueIsSearchedLikeAnyOther() {
        SourceRecord empty = mirrored("", headers());

        assertThat(passes(Map.of("include.pattern.0", "x"), empty)).isFalse();
        assertThat(passes(Map.of("include.pattern.0", "^$"), empty)).isTrue();
        assertThat(passes(Map.of("exclude.pattern.0", "x"), empty)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "2024-01-01T00:00:00Z,       , true",
        "2024-01-01T00:00:00.001Z,   , false",
        "2024-01-01T00:00:00.000001Z,, false",
        ", 2024-01-01T00:00:00Z,       true",
        ", 2024-01-01T00:00:00.0009Z,  true",
        ", 2023-12-31T23:59:59.999Z,   false",
        "2024-01-01T01:30:00+01:30, 2024-01-01T00:00:00Z, true",
    })
    void bothBoundsOfTheTimestampsAreIncluded(String min, String max, boolean passes) {
        Map<String, String> config = min == null
                ? Map.of("max.timestamp", max)
                : max == null ? Map.of("min.timestamp", min) : Map.of("min.timestamp", min, "max.timestamp", max);

        assertThat(passes(config, mirrored("x", headers()))).isEqualTo(passes);
    }

    @Test
    void aRecordWithoutATimestampLiesWithinNoBounds() {
        SourceRecord timeless = mirrored(0, null, bytes("x"), null, headers());

        assertThat(passes(Map.of("min.timestamp", "1970-01-01T00:00:00Z"), timeless))
                .isFalse();
        assertThat(passes(Map.of("max.timestamp", "9999-12-31T23:59:59Z"), timeless))
                .isFalse();
    }

    @Test
    void ofSeveralHeadersWithTheNameTheLastOneCounts() {
        Map<String, String> config = Map.of("headers.region", "b");

        assertThat(passes(config, mirrored("x", headers("region", "a", "region", "b"))))
                .isTrue();
        assertThat(passes(config, mirrored("x", headers("region", "b", "region", "a"))))
                .isFalse();
        assertThat(passes(config, mirrored("x", headers()))).isFalse();
        assertThat(passes(config, mirrored("x", (ConnectHeaders) new ConnectHeaders().addBytes("region", null))))
                .isFalse();
    }

    @Test
    void headerNamesMayHaveDotsAndCapitals() {
        assertThat(passes(Map.of("headers.X.Trace.Id", "7"), mirrored("x", headers("X.Trace.Id", "7"))))
                .isTrue();
    }

    @Test
    void keysAreSearchedOnDemand() {
        Map<String, String> config = Map.of("match", "key", "include.pattern.0", "^k");

        assertThat(passes(config, mirrored("x", headers()))).isTrue();
        assertThat(passes(config, mirrored(0, bytes("other"), bytes("k"), TIMESTAMP, headers())))
                .isFalse();
        assertThat(passes(config, mirrored(0, bytes("k"), null, TIMESTAMP, headers())))
                .isTrue();
        // Nothing can be found in a key that is not there
        assertThat(passes(config, mirrored(0, null, bytes("x"), TIMESTAMP, headers())))
                .isFalse();
        assertThat(passes(
                        Map.of("match", "key", "exclude.pattern.0", ".*"),
                        mirrored(0, null, bytes("x"), TIMESTAMP, headers())))
                .isTrue();
    }

    @Test
    void topicsAreSearchedByTheirNameAtTheSource() {
        assertThat(passes(Map.of("match", "topic", "include.pattern.0", "^orders$"), mirrored("x", headers())))
                .isTrue();
        assertThat(passes(Map.of("match", "topic", "include.pattern.0", "us-west"), mirrored("x", headers())))
                .isFalse();
    }

    @Test
    void buffersAndPlainValuesAreSearchedAsTheirText() {
        ByteBuffer heap = ByteBuffer.wrap(bytes("..important.."), 2, 9);
        ByteBuffer direct = ByteBuffer.allocateDirect(9).put(bytes("important")).flip();

        for (Object value : List.of(heap, direct, heap.asReadOnlyBuffer(), "important")) {
            assertThat(passes(Map.of("include.pattern.0", "^important$"), withValue(value)))
                    .isTrue();
        }
        assertThat(passes(Map.of("include.pattern.0", "^42$"), withValue(42L))).isTrue();
        assertThat(passes(Map.of("include.pattern.0", "tru"), withValue(true))).isTrue();
        assertThat(heap.position()).isEqualTo(2);
        assertThat(direct.position()).isZero();
    }

    @Test
    void aStructIsAnErrorOfTheRecordThatSaysWhatToDoAndShowsNoContent() {
        var schema = SchemaBuilder.struct().field("card", Schema.STRING_SCHEMA).build();
        SourceRecord record = withValue(new Struct(schema).put("card", "4111-1111"));

        assertThatThrownBy(() -> passes(Map.of("include.pattern.0", "x"), record))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("us-west-1.orders")
                .hasMessageContaining("org.apache.kafka.connect.data.Struct")
                .hasMessageContaining("ByteArrayConverter")
                .hasMessageNotContaining("4111");
        assertThat(passes(Map.of("headers.a", "b"), record)).isFalse();
    }

    @Test
    void allFaultsAreReportedAtOnce() {
        Map<String, String> config = Map.of(
                "include.patterns", "x",
                "include.pattern.a", "(",
                "exclude.pattern.b", "",
                "exclude.pattern.", "x",
                "headers.", "x",
                "match", "values",
                "min.timestamp", "yesterday");

        assertThatThrownBy(() -> filter(config))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("FilterRecords cannot be configured, 7 faults: ")
                .hasMessageContaining(
                        "unknown key 'include.patterns': known are exclude.pattern.<name>, headers.<name>,"
                                + " include.pattern.<name>, match, max.timestamp, min.timestamp")
                .hasMessageContaining("include.pattern.a: '(' is no pattern in RE2 syntax")
                .hasMessageContaining("exclude.pattern.b: the pattern is empty")
                .hasMessageContaining("exclude.pattern.: the part behind")
                .hasMessageContaining("headers.: the part behind")
                .hasMessageContaining("values for configuration match")
                .hasMessageContaining("yesterday for configuration min.timestamp: it must be a time as in RFC 3339");
    }

    @Test
    void boundsThatNothingLiesWithinAreRefused() {
        assertThatThrownBy(() -> filter(
                        Map.of("min.timestamp", "2024-01-02T00:00:00Z", "max.timestamp", "2024-01-01T00:00:00Z")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("1 fault: min.timestamp: the earliest timestamp 2024-01-02T00:00:00Z lies after");
    }

    @Test
    void whatTheWorkerPutsBesideTheTransformsKeysIsNoFault() {
        assertThat(passes(
                        Map.of("type", "io.streambus.connect.smt.FilterRecords", "plugin.version", "0.1.0"),
                        mirrored("x", headers())))
                .isTrue();
    }

    private static SourceRecord withValue(Object value) {
        return new SourceRecord(Map.of(), Map.of(), "us-west-1.orders", null, null, null, null, value);
    }

    private static boolean passes(Map<String, String> config, SourceRecord record) {
        return filter(config).apply(record) != null;
    }

    private static FilterRecords<SourceRecord> filter(Map<String, String> config) {
        FilterRecords<SourceRecord> filter = new FilterRecords<>();
        filter.configure(config);
        return filter;
    }
}
