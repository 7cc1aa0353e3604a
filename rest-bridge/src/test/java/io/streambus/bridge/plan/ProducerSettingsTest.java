package io.streambus.bridge.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.streambus.bridge.document.LinkReader;
import io.streambus.bridge.json.JsonText;
import io.streambus.bridge.json.Read;
import io.streambus.bridge.link.ReplicationLink;
import io.streambus.bridge.secrets.SecretPolicy;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.record.internal.AbstractRecords;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.junit.jupiter.api.Test;

class ProducerSettingsTest {

    /** {@code max.message.bytes} of a topic that says nothing of it. */
    private static final int TOPIC_DEFAULT = 1_048_588;

    /** The longest provenance header: 64 hops of the longest names, of which only the last has topics. */
    private static final int PROVENANCE = 64 * (120 + 1 + 10 + 1 + 19 + 1) + 2 * 250 + 14;

    private static final int DEAD_LETTER = 249 + 10 + 19 + 1_000;

    @Test
    void aRecordAtTheTopicsDefaultLimitFitsTheProducerWithOurHeadersAndAsDeadLetterToo() {
        byte[] value = new byte[TOPIC_DEFAULT - 72];
        assertThat(MemoryRecords.withRecords(Compression.NONE, new SimpleRecord(value))
                        .sizeInBytes())
                .isEqualTo(TOPIC_DEFAULT);
        Header[] headers = {
            new RecordHeader("streambus.provenance", new byte[PROVENANCE]),
            new RecordHeader("streambus.dead.letter.reason", new byte[DEAD_LETTER])
        };

        long needed = AbstractRecords.estimateSizeInBytesUpperBound(
                RecordBatch.CURRENT_MAGIC_VALUE, Compression.NONE.type(), null, value, headers);

        // max_bytes may be small: what is fetched at least is a record, however large.
        Stream.of(1_024, 1_048_576, 10_485_760)
                .map(ProducerSettingsTest::settings)
                .forEach(settings -> {
                    long request = Long.parseLong(settings.get("producer.override.max.request.size"));
                    assertThat(request).isGreaterThanOrEqualTo(needed);
                    assertThat(Long.parseLong(settings.get("producer.override.buffer.memory")))
                            .isGreaterThan(request);
                });
        // Without the headroom it would not, where max_bytes is 1 MiB or less.
        assertThat(needed).isGreaterThan(1_048_576);
    }

    /** A link that was stored before such properties were refused: what its flow promises comes last, the rest goes on as it was. */
    @Test
    void nothingThatIsStoredOfAClusterTakesAPromiseBack() {
        Map<String, String> settings = settings("""
                {"id": "l", "name": "Link", "type": "active-passive",
                 "source_cluster": {"cluster_id": "us-west-1", "brokers": ["127.0.0.1:1"], "security": {"properties":
                   {"interceptor.classes": "x.I", "allow.auto.create.topics": "true", "receive.buffer.bytes": "65536"}}},
                 "target_cluster": {"cluster_id": "us-east-1", "brokers": ["127.0.0.1:2"], "security": {"properties":
                   {"acks": "0", "enable.idempotence": "false", "max.in.flight.requests.per.connection": "100",
                    "delivery.timeout.ms": "1", "partitioner.class": "x.P", "interceptor.classes": "x.I",
                    "transactional.id": "t", "linger.ms": "7", "sasl.login.class": "x.L"}}},
                 "topics": ["orders"]}""", SecretPolicy.asStored());

        assertThat(settings)
                .containsEntry("producer.override.acks", "all")
                .containsEntry("producer.override.enable.idempotence", "true")
                .containsEntry("producer.override.max.in.flight.requests.per.connection", "5")
                .containsEntry("producer.override.linger.ms", "7")
                .containsEntry("producer.override.sasl.login.class", "x.L")
                .containsEntry("source.cluster.receive.buffer.bytes", "65536")
                .doesNotContainKeys(
                        "producer.override.delivery.timeout.ms",
                        "producer.override.partitioner.class",
                        "producer.override.interceptor.classes",
                        "producer.override.transactional.id",
                        "source.cluster.interceptor.classes",
                        "source.cluster.allow.auto.create.topics");
    }

    private static Map<String, String> settings(int maxBytes) {
        return settings("""
                {"id": "l", "name": "Link", "type": "active-passive",
                 "source_cluster": {"cluster_id": "us-west-1", "brokers": ["127.0.0.1:1"]},
                 "target_cluster": {"cluster_id": "us-east-1", "brokers": ["127.0.0.1:2"]},
                 "topics": ["orders"], "config": {"max_bytes": %d}}""".formatted(maxBytes), SecretPolicy.refused());
    }

    private static Map<String, String> settings(String document, SecretPolicy secrets) {
        ObjectNode tree = ((Read.Valid<ObjectNode>) JsonText.object(document.getBytes(StandardCharsets.UTF_8))).value();
        ReplicationLink link = ((Read.Valid<ReplicationLink>) new LinkReader(() -> "l", secrets).read(tree)).value();
        return LinkCompiler.compile(link).get(0).copying().config();
    }
}
