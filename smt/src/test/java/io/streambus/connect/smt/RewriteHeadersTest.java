package io.streambus.connect.smt;

import static io.streambus.connect.smt.Records.TIMESTAMP;
import static io.streambus.connect.smt.Records.bytes;
import static io.streambus.connect.smt.Records.headers;
import static io.streambus.connect.smt.Records.mirrored;
import static io.streambus.connect.smt.Records.sunk;
import static io.streambus.connect.smt.Records.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;

class RewriteHeadersTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-21T20:00:00Z"), ZoneOffset.UTC);

    /** The transformation of the specification's example. */
    private static final Map<String, String> EXAMPLE = Map.of(
            "add.replicated_from", "us-west-1",
            "add.replication_timestamp", "${now}",
            "remove", "internal-id, debug-info",
            "transform.region", "us-west-1 -> us-east-1");

    @Test
    void theDocumentedExampleRewritesHeaders() {
        SourceRecord record = mirrored(
                "v",
                headers(
                        "internal-id",
                        "7",
                        "region",
                        "us-west-1",
                        "trace",
                        "abc",
                        "debug-info",
                        "x",
                        "internal-id",
                        "8"));

        SourceRecord rewritten = rewriter(EXAMPLE).apply(record);

        assertThat(texts(rewritten))
                .startsWith("region=us-east-1", "trace=abc")
                .containsExactlyInAnyOrder(
                        "region=us-east-1",
                        "trace=abc",
                        "replicated_from=us-west-1",
                        "replication_timestamp=2026-11-21T20:00:00.000Z");
    }

    @Test
    void everythingButTheHeadersStaysAndTheGivenRecordIsNotChanged() {
        SourceRecord record = mirrored("v", headers("region", "us-west-1", "internal-id", "7"));

        SourceRecord rewritten = rewriter(EXAMPLE).apply(record);

        assertThat(texts(record)).containsExactly("region=us-west-1", "internal-id=7");
        assertThat(rewritten.newRecord(
                        rewritten.topic(),
                        rewritten.kafkaPartition(),
                        rewritten.keySchema(),
                        rewritten.key(),
                        rewritten.valueSchema(),
                        rewritten.value(),
                        rewritten.timestamp(),
                        record.headers()))
                .isEqualTo(record);
        assertThat(rewritten.key()).isSameAs(record.key());
        assertThat(rewritten.value()).isSameAs(record.value());
    }

    @Test
    void aRecordThatNoRuleTouchesIsTheSameObject() {
        Map<String, String> config = Map.of("remove", "a", "transform.region", "x -> y");
        SourceRecord none = mirrored("v", headers());
        SourceRecord other = mirrored("v", headers("region", "us-west-1", "b", "c"));

        assertThat(rewriter(config).apply(none)).isSameAs(none);
        assertThat(rewriter(config).apply(other)).isSameAs(other);
        assertThat(rewriter(Map.of()).apply(other)).isSameAs(other);
    }

    @Test
    void removedThenReplacedThenAdded() {
        SourceRecord rewritten = rewriter(Map.of(
                        "remove", "gone",
                        "transform.gone", "a -> b",
                        "transform.added", "a -> b",
                        "add.added", "c"))
                .apply(mirrored("v", headers("gone", "a", "added", "a", "added", "z")));

        assertThat(texts(rewritten)).containsExactly("added=c");
    }

    @Test
    void repeatedHeadersKeepTheirOrderAndAreReplacedOneByOne() {
        SourceRecord rewritten = rewriter(Map.of("transform.r", "a -> b"))
                .apply(mirrored("v", headers("r", "a", "s", "a", "r", "c", "r", "a", "r", "ab")));

        assertThat(texts(rewritten)).containsExactly("r=b", "s=a", "r=c", "r=b", "r=ab");
    }

    @Test
    void bytesThatAreNoTextComeThroughUntouched() {
        byte[] binary = {(byte) 0xFF, 0, (byte) 0xC3};
        var headers = new ConnectHeaders();
        headers.addBytes("bin", binary)
                .addBytes("nil", null)
                .add("n", 5, Schema.INT32_SCHEMA)
                .addBytes("x", bytes("y"));
        SourceRecord record = mirrored("v", headers);

        SourceRecord rewritten = rewriter(Map.of("remove", "x", "transform.bin", "a -> b", "transform.nil", "a -> b"))
                .apply(record);

        assertThat(rewritten.headers()).hasSize(3);
        assertThat(rewritten.headers().lastWithName("bin")).isSameAs(headers.lastWithName("bin"));
        assertThat(rewritten.headers().lastWithName("bin").value()).isSameAs(binary);
        assertThat(rewritten.headers().lastWithName("nil")).isSameAs(headers.lastWithName("nil"));
        assertThat(rewritten.headers().lastWithName("n").value()).isEqualTo(5);
    }

    @Test
    void everyVariableIsFilledInFromMirroredAndFromSunkRecords() {
        Map<String, String> config = Map.of(
                "source.cluster.alias", "us-west-1",
                "target.cluster.alias", "us-east-1",
                "add.h",
                        "${now} ${now_ms} ${source_cluster} ${target_cluster} ${topic} ${partition} ${offset} ${timestamp} $$");
        String expected =
                "2026-11-21T20:00:00.000Z 1795291200000 us-west-1 us-east-1 orders 3 48213 " + TIMESTAMP + " $";
        RewriteHeaders<SinkRecord> forSinks = new RewriteHeaders<>(CLOCK);
        forSinks.configure(config);

        assertThat(texts(rewriter(config).apply(mirrored("v", headers())))).containsExactly("h=" + expected);
        assertThat(texts(forSinks.apply(sunk("v", new ConnectHeaders())))).containsExactly("h=" + expected);
    }

    @Test
    void aVariableThatTheRecordHasNothingForIsEmpty() {
        var record =
                new SourceRecord(Map.of("filename", "f"), Map.of("position", 1L), "t", null, null, null, null, "v");

        SourceRecord rewritten = rewriter(Map.of("add.h", "[${topic}|${partition}|${offset}|${timestamp}]"))
                .apply(record);

        assertThat(texts(rewritten)).containsExactly("h=[t|||]");
    }

    @Test
    void addedHeadersAreBytesUnlessStringsAreAskedFor() {
        Header bytes = rewriter(Map.of("add.h", "ü${topic}"))
                .apply(mirrored("v", headers()))
                .headers()
                .lastWithName("h");
        Header string = rewriter(Map.of("add.h", "ü", "header.type", "string"))
                .apply(mirrored("v", headers()))
                .headers()
                .lastWithName("h");

        assertThat(bytes.schema()).isEqualTo(Schema.BYTES_SCHEMA);
        assertThat(bytes.value()).isEqualTo(bytes("üorders"));
        assertThat(string.schema()).isEqualTo(Schema.STRING_SCHEMA);
        assertThat(string.value()).isEqualTo("ü");
    }

    @Test
    void allFaultsAreReportedAtOnce() {
        Map<String, String> config = Map.of(
                "remove", "a,,streambus.provenance",
                "transform.b", "x",
                "transform.streambus.x", "a -> b",
                "add.c", "${nwo}",
                "add.streambus.provenance", "x",
                "add.d", "${source_cluster}",
                "ad.e", "x",
                "target.cluster.alias", "us east",
                "header.type", "text");

        assertThatThrownBy(() -> rewriter(config))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("RewriteHeaders cannot be configured, 10 faults: ")
                .hasMessageContaining("us east for configuration target.cluster.alias: a cluster's name is 1 to 120")
                .hasMessageContaining("text for configuration header.type")
                .hasMessageContaining("unknown key 'ad.e'")
                .hasMessageContaining("transform.b: the rule must have exactly one '->'")
                .hasMessageContaining("add.c: the variable ${nwo} is unknown: known are ${now}")
                .hasMessageContaining("remove: a name between two commas is empty")
                .hasMessageContaining("remove streambus.provenance: headers whose names begin with 'streambus.'")
                .hasMessageContaining("transform.streambus.x: headers whose names")
                .hasMessageContaining("add.streambus.provenance: headers whose names")
                .hasMessageContaining("add.d: ${source_cluster} needs source.cluster.alias to be set");
    }

    @Test
    void aSecretThatTheWorkerPutIntoAValueIsNotShownWithTheFault() {
        assertThatThrownBy(() -> rewriter(Map.of("add.token", "pa$$word-part$1", "transform.token", "s3cret")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("add.token: the $ at character 14 begins no variable")
                .hasMessageNotContaining("word-part")
                .hasMessageNotContaining("s3cret");
    }

    private static RewriteHeaders<SourceRecord> rewriter(Map<String, String> config) {
        RewriteHeaders<SourceRecord> rewriter = new RewriteHeaders<>(CLOCK);
        rewriter.configure(config);
        return rewriter;
    }
}
