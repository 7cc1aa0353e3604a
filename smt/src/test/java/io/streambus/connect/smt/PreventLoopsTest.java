package io.streambus.connect.smt;

import static io.streambus.connect.smt.Records.TIMESTAMP;
import static io.streambus.connect.smt.Records.bytes;
import static io.streambus.connect.smt.Records.headers;
import static io.streambus.connect.smt.Records.mirrored;
import static io.streambus.connect.smt.Records.sunk;
import static io.streambus.connect.smt.Records.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streambus.connect.provenance.Provenance;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PreventLoopsTest {

    private static final String H = Provenance.HEADER;

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                // header,                          with local,                                   with all
                "-,                               us-west-1/orders:us-west-1.orders/3@48213,    us-west-1/orders:us-west-1.orders/3@48213",
                "us-east-1/orders/3@7,            -,                                            -",
                "hub/1@2>us-east-1/orders/3@7,    -,                                            -",
                "hub/orders/3@2,                  -,                                            hub/3@2>us-west-1/orders:us-west-1.orders/3@48213",
                "us-east-10/orders/3@2,           -,                                            us-east-10/3@2>us-west-1/orders:us-west-1.orders/3@48213",
                "us-east-1/orders:enriched/3@7,   us-west-1/orders:us-west-1.orders/3@48213,    us-west-1/orders:us-west-1.orders/3@48213",
                "us-east-1/orders/2@7,            us-west-1/orders:us-west-1.orders/3@48213,    us-west-1/orders:us-west-1.orders/3@48213",
                "hub/other/3@2,                   us-west-1/orders:us-west-1.orders/3@48213,    us-west-1/orders:us-west-1.orders/3@48213",
                "hub/3@2,                         us-west-1/orders:us-west-1.orders/3@48213,    us-west-1/orders:us-west-1.orders/3@48213",
                "nonsense,                        us-west-1/orders:us-west-1.orders/3@48213,    us-west-1/orders:us-west-1.orders/3@48213",
                "'',                              us-west-1/orders:us-west-1.orders/3@48213,    us-west-1/orders:us-west-1.orders/3@48213",
            })
    void recordsAreDroppedOrStamped(String before, String afterLocal, String afterAll) {
        ConnectHeaders headers = before == null ? headers() : headers(H, before);

        assertThat(provenance(loops("local").apply(mirrored("v", headers)))).isEqualTo(afterLocal);
        assertThat(provenance(loops("all").apply(mirrored("v", headers)))).isEqualTo(afterAll);
    }

    @Test
    void onlyTheHeaderIsTouchedAndTheGivenRecordIsNotChanged() {
        var given = headers("a", "1", H, "hub/orders/3@2", "a", "2");
        SourceRecord record = mirrored("v", given);

        SourceRecord stamped = loops("all").apply(record);

        assertThat(texts(stamped))
                .containsExactly("a=1", "a=2", H + "=hub/3@2>us-west-1/orders:us-west-1.orders/3@48213");
        assertThat(texts(record)).containsExactly("a=1", H + "=hub/orders/3@2", "a=2");
        assertThat(stamped.newRecord(
                        stamped.topic(),
                        stamped.kafkaPartition(),
                        stamped.keySchema(),
                        stamped.key(),
                        stamped.valueSchema(),
                        stamped.value(),
                        stamped.timestamp(),
                        given))
                .isEqualTo(record);
    }

    @ParameterizedTest
    @CsvSource({"local", "all"})
    void aRecordThatOurOwnSourceTaskHasStampedIsTheSameObject(String forward) {
        SourceRecord record = mirrored("v", headers(H, "us-west-1/orders:us-west-1.orders/3@48213"));

        assertThat(loops(forward).apply(record)).isSameAs(record);
    }

    @Test
    void whatLiesUnderTheOwnStampIsJudged() {
        SourceRecord relayed = mirrored("v", headers(H, "hub/1@2>us-west-1/orders:us-west-1.orders/3@48213"));
        SourceRecord looping = mirrored("v", headers(H, "us-east-1/1@2>us-west-1/orders:us-west-1.orders/3@48213"));

        assertThat(loops("all").apply(relayed)).isSameAs(relayed);
        assertThat(loops("local").apply(relayed)).isNull();
        assertThat(loops("all").apply(looping)).isNull();
    }

    @Test
    void applyingItTwiceIsApplyingItOnce() {
        PreventLoops<SourceRecord> loops = loops("all");
        SourceRecord once = loops.apply(mirrored("v", headers(H, "hub/orders/3@2")));

        assertThat(loops.apply(once)).isSameAs(once);
    }

    @Test
    void ofSeveralHeadersTheLastCountsAndOneIsLeft() {
        assertThat(loops("all").apply(mirrored("v", headers(H, "hub/orders/3@2", H, "us-east-1/orders/3@7"))))
                .isNull();
        assertThat(texts(loops("all").apply(mirrored("v", headers(H, "us-east-1/orders/3@7", H, "hub/orders/3@2")))))
                .containsExactly(H + "=hub/3@2>us-west-1/orders:us-west-1.orders/3@48213");
        assertThat(texts(loops("all")
                        .apply(mirrored(
                                "v",
                                headers(H, "us-east-1/orders/3@7", H, "us-west-1/orders:us-west-1.orders/3@48213")))))
                .containsExactly(H + "=us-west-1/orders:us-west-1.orders/3@48213");
    }

    @Test
    void theHeaderIsReadFromStringsAndBuffersToo() {
        var string = (ConnectHeaders) new ConnectHeaders().addString(H, "us-east-1/orders/3@7");
        var buffer = (ConnectHeaders)
                new ConnectHeaders().add(H, ByteBuffer.wrap(bytes("us-east-1/orders/3@7")), Schema.BYTES_SCHEMA);
        var number = (ConnectHeaders) new ConnectHeaders().addInt(H, 7);
        var nothing = (ConnectHeaders) new ConnectHeaders().addBytes(H, null);

        assertThat(loops("all").apply(mirrored("v", string))).isNull();
        assertThat(loops("all").apply(mirrored("v", buffer))).isNull();
        assertThat(provenance(loops("all").apply(mirrored("v", number))))
                .isEqualTo("us-west-1/orders:us-west-1.orders/3@48213");
        assertThat(provenance(loops("all").apply(mirrored("v", nothing))))
                .isEqualTo("us-west-1/orders:us-west-1.orders/3@48213");
    }

    @Test
    void sinkRecordsAreStampedWithTheirOriginalPosition() {
        PreventLoops<SinkRecord> loops = new PreventLoops<>();
        loops.configure(config("local", Map.of("header.type", "string")));
        SinkRecord moved = sunk("v", new ConnectHeaders())
                .newRecord("other", 0, null, "k", null, "v", TIMESTAMP, new ConnectHeaders());

        Header header = loops.apply(moved).headers().lastWithName(H);

        assertThat(header.schema()).isEqualTo(Schema.STRING_SCHEMA);
        assertThat(header.value()).isEqualTo("us-west-1/orders:other/3@48213");
    }

    @Test
    void eachPartitionGetsItsOwnStampHoweverHighItsNumber() {
        PreventLoops<SourceRecord> loops = loops("all");
        for (int partition : List.of(5, 0, 65_536, Integer.MAX_VALUE, 5, 4)) {
            var record = new SourceRecord(
                    Map.of("topic", "orders", "partition", partition), Map.of("offset", 9L), "orders", null, null, "v");

            assertThat(provenance(loops.apply(record))).isEqualTo("us-west-1/orders/" + partition + "@9");
        }
    }

    @Test
    void aPairOfClustersAndARingOfThreeDeliverEachRecordOnceToEachCluster() {
        // Given every flow of each topology, with a record produced in "a"
        for (String forward : List.of("local", "all")) {
            assertThat(deliveries(List.of("a>b", "b>a"), forward)).isEqualTo(Map.of("b", 1));
        }
        assertThat(deliveries(List.of("a>b", "b>c", "c>a"), "all")).isEqualTo(Map.of("b", 1, "c", 1));
        assertThat(deliveries(List.of("a>b", "b>a", "a>c", "c>a", "b>c", "c>b"), "local"))
                .isEqualTo(Map.of("b", 1, "c", 1));
        assertThat(deliveries(List.of("a>hub", "hub>a", "hub>b", "b>hub"), "all"))
                .isEqualTo(Map.of("hub", 1, "b", 1));
    }

    /** How often each cluster receives a record produced in {@code a}, by moving copies along all flows until none moves any more. */
    private static Map<String, Integer> deliveries(List<String> flows, String forward) {
        Map<String, Integer> received = new HashMap<>();
        List<Map.Entry<String, ConnectHeaders>> moving = new ArrayList<>(List.of(Map.entry("a", headers())));
        for (int copies = 0; copies < moving.size() && copies < 1_000; copies++) {
            String at = moving.get(copies).getKey();
            for (String flow : flows) {
                String[] ends = flow.split(">", -1);
                if (!ends[0].equals(at)) {
                    continue;
                }
                PreventLoops<SourceRecord> loops = new PreventLoops<>();
                loops.configure(
                        Map.of("source.cluster.alias", ends[0], "target.cluster.alias", ends[1], "forward", forward));
                SourceRecord copied = loops.apply(sameName(moving.get(copies).getValue()));
                if (copied != null) {
                    received.merge(ends[1], 1, Integer::sum);
                    moving.add(Map.entry(ends[1], (ConnectHeaders) copied.headers()));
                }
            }
        }
        return received;
    }

    /** A topic that has its name on all clusters. */
    private static SourceRecord sameName(ConnectHeaders headers) {
        return mirrored("v", headers).newRecord("orders", 3, null, bytes("k"), null, bytes("v"), TIMESTAMP, headers);
    }

    /** As Kafka Streams does by default. */
    @Test
    void whatAnApplicationMakesOfCopiesGoesBackToWhereTheyCameFrom() {
        SourceRecord made = mirrored("v", headers(H, "us-east-1/input:orders.in/3@9"));

        for (String forward : List.of("local", "all")) {
            assertThat(provenance(loops(forward).apply(made))).isEqualTo("us-west-1/orders:us-west-1.orders/3@48213");
        }
    }

    @Test
    void aStampThatNamesTheTopicOfBeforeARenamingTransformIsPutRight() {
        String history = "hub/1@2>us-west-1/orders/3@48213";
        SourceRecord renamed = mirrored("v", headers(H, history));

        assertThat(provenance(loops("all").apply(renamed)))
                .isEqualTo("hub/1@2>us-west-1/orders:us-west-1.orders/3@48213");
        assertThat(loops("local").apply(renamed)).isNull();
    }

    @Test
    void aStampCanBeBoundToTheTimestampOfTheRecord() {
        PreventLoops<SourceRecord> loops = new PreventLoops<>();
        loops.configure(config("all", Map.of("bind", "timestamp")));

        SourceRecord stamped = loops.apply(mirrored("v", headers()));

        assertThat(provenance(stamped)).isEqualTo("us-west-1/orders:us-west-1.orders/3@48213~" + TIMESTAMP);
        assertThat(loops.apply(stamped)).isSameAs(stamped);
        assertThat(loops("all").apply(stamped)).isSameAs(stamped);
    }

    @Test
    void aBindingIsComparedWhereTheRecordsTimestampIsItsProducers() {
        String ours = "us-east-1/orders/3@7~" + TIMESTAMP;
        String others = "us-east-1/orders/3@7~" + (TIMESTAMP - 1);
        PreventLoops<SinkRecord> sink = new PreventLoops<>();
        sink.configure(config("all", Map.of()));

        assertThat(sink.apply(sunk("v", headers(H, ours)))).isNull();
        assertThat(sink.apply(sunk("v", headers(H, others)))).isNotNull();
        assertThat(sink.apply(new SinkRecord(
                        "orders",
                        3,
                        null,
                        null,
                        null,
                        "v",
                        48213,
                        TIMESTAMP,
                        TimestampType.LOG_APPEND_TIME,
                        headers(H, others))))
                .isNull();
        // Behind a source connector nobody says whose the timestamp is.
        assertThat(loops("all").apply(mirrored("v", headers(H, others)))).isNull();
    }

    @Test
    void aTransformThatMakesATopicOfEachRecordDoesNotFillTheMemory() {
        PreventLoops<SourceRecord> loops = loops("all");
        for (int i = 0; i < 20_000; i++) {
            String topic = "t-" + i;
            SourceRecord record = mirrored("v", headers()).newRecord(topic, 0, null, null, null, "v", null, headers());

            assertThat(provenance(loops.apply(record))).isEqualTo("us-west-1/orders:" + topic + "/3@48213");
        }
    }

    @Test
    void aRecordWithoutAPositionIsAnErrorThatSaysWhereTheTransformBelongs() {
        var record = new SourceRecord(Map.of("filename", "f"), Map.of("position", 1L), "t", null, null, "v");

        assertThatThrownBy(() -> loops("all").apply(record))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("topic t")
                .hasMessageContaining("MirrorMaker 2");
    }

    @Test
    void allFaultsAreReportedAtOnce() {
        assertThatThrownBy(() -> new PreventLoops<SourceRecord>()
                        .configure(Map.of("source.cluster.alias", "us west", "forward", "some", "targt", "x")))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("PreventLoops cannot be configured, 4 faults: ")
                .hasMessageContaining("us west for configuration source.cluster.alias")
                .hasMessageContaining("Missing required configuration \"target.cluster.alias\"")
                .hasMessageContaining("some for configuration forward")
                .hasMessageContaining("unknown key 'targt'");
        assertThatThrownBy(() -> new PreventLoops<SourceRecord>()
                        .configure(Map.of("source.cluster.alias", "a", "target.cluster.alias", "a")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("both called 'a'");
    }

    private static String provenance(SourceRecord record) {
        return record == null
                ? null
                : texts(record).get(record.headers().size() - 1).substring(H.length() + 1);
    }

    private static PreventLoops<SourceRecord> loops(String forward) {
        PreventLoops<SourceRecord> loops = new PreventLoops<>();
        loops.configure(config(forward, Map.of()));
        return loops;
    }

    private static Map<String, String> config(String forward, Map<String, String> more) {
        Map<String, String> config = new HashMap<>(more);
        config.put("source.cluster.alias", "us-west-1");
        config.put("target.cluster.alias", "us-east-1");
        config.put("forward", forward);
        return config;
    }
}
