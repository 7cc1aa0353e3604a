package io.streambus.benchmark.check;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.streambus.connect.provenance.Provenance;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class RecordHashTest {

    private static final Header FIRST = new RecordHeader("a", "1".getBytes(UTF_8));
    private static final Header SECOND = new RecordHeader("b", "2".getBytes(UTF_8));

    private final RecordHash hash = new RecordHash();

    @Test
    void theSameRecordElsewhereHasTheSameHash() {
        assertThat(hash(7, "key", "value", FIRST, SECOND)).isEqualTo(hash(7, "key", "value", FIRST, SECOND));
    }

    @Test
    void theProvenanceHeaderDoesNotCount() {
        Header provenance = new RecordHeader(Provenance.HEADER, "west/orders/3@48213".getBytes(UTF_8));

        assertThat(hash(7, "key", "value", FIRST, provenance)).isEqualTo(hash(7, "key", "value", FIRST));
    }

    @Test
    void whateverElseDiffersShows() {
        assertThat(List.of(
                        hash(7, "key", "value", FIRST, SECOND),
                        hash(8, "key", "value", FIRST, SECOND),
                        hash(7, "kex", "value", FIRST, SECOND),
                        hash(7, "keyv", "alue", FIRST, SECOND),
                        hash(7, "key", "valuf", FIRST, SECOND),
                        hash(7, "key", "value", SECOND, FIRST),
                        hash(7, "key", "value", FIRST),
                        hash(7, null, "value", FIRST, SECOND),
                        hash(7, "", "value", FIRST, SECOND),
                        hash(7, "key", null, FIRST, SECOND)))
                .doesNotHaveDuplicates();
    }

    private long hash(long timestamp, String key, String value, Header... headers) {
        return hash.of(new ConsumerRecord<>(
                "topic",
                0,
                0,
                timestamp,
                TimestampType.CREATE_TIME,
                0,
                0,
                key == null ? null : key.getBytes(UTF_8),
                value == null ? null : value.getBytes(UTF_8),
                new RecordHeaders(List.of(headers)),
                Optional.empty()));
    }
}
