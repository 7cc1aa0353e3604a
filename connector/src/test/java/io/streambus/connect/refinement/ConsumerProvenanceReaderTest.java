package io.streambus.connect.refinement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class ConsumerProvenanceReaderTest {

    private static final TopicPartition ORDERS = new TopicPartition("orders", 3);

    @Test
    void aTargetThatGivesNothingIsReportedAfterTheTimeOut() {
        MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
        ProvenanceReader reader =
                new ConsumerProvenanceReader(consumer, ORDERS, "west", "orders", Duration.ofMillis(50));
        consumer.updateBeginningOffsets(Map.of(ORDERS, 0L));

        assertThatThrownBy(() -> reader.firstCopy(5, 10))
                .isInstanceOf(TimeoutException.class)
                .hasMessageContaining("orders-3 from offset 5 to 10")
                .hasMessageContaining("50 ms");
    }

    @Test
    void theUsersSettingsHoldButForWhatTheReaderNeeds() {
        Map<String, Object> settings = ConsumerProvenanceReader.settings(
                Map.of("bootstrap.servers", "east:9092", "isolation.level", "read_uncommitted", "group.id", "mine"));

        assertThat(settings)
                .containsEntry("bootstrap.servers", "east:9092")
                .containsEntry("isolation.level", "read_committed")
                .doesNotContainKey("group.id");
    }
}
