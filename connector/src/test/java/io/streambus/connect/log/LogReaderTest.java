package io.streambus.connect.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LogReaderTest {

    private static final TopicPartition PLACE = new TopicPartition("state", 2);

    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
    private final List<Long> read = new ArrayList<>();

    private LogReader reader(Duration timeout) {
        return new LogReader(consumer, PLACE, timeout);
    }

    /** Some offsets are not there any more, as compaction leaves it; each poll brings one. */
    private void logHas(long end, long... offsets) {
        consumer.updateBeginningOffsets(Map.of(PLACE, 0L));
        consumer.updateEndOffsets(Map.of(PLACE, end));
        for (long offset : offsets) {
            consumer.schedulePollTask(
                    () -> consumer.addRecord(new ConsumerRecord<>("state", 2, offset, new byte[1], new byte[1])));
        }
    }

    @Test
    void everythingIsReadUpToTheEndAndNobodyWaitsForMore() {
        logHas(6, 1, 3, 5, 6);

        long end = reader(Duration.ofSeconds(5)).readAll(entry -> read.add(entry.offset()));

        assertThat(end).isEqualTo(6);
        assertThat(read).containsExactly(1L, 3L, 5L);
    }

    @Test
    void readingCanBeginAnywhere() {
        logHas(6, 3, 5);

        assertThat(reader(Duration.ofSeconds(5)).readFrom(2, entry -> read.add(entry.offset())))
                .isEqualTo(6);
        assertThat(read).containsExactly(3L, 5L);
    }

    @Test
    void atItsEndOrBehindItNothingIsAskedFor() {
        logHas(6);
        consumer.schedulePollTask(() -> {
            throw new AssertionError("polled");
        });

        assertThat(reader(Duration.ofSeconds(5)).readFrom(6, entry -> read.add(entry.offset())))
                .isEqualTo(6);
        assertThat(reader(Duration.ofSeconds(5)).readFrom(9, entry -> read.add(entry.offset())))
                .isEqualTo(6);
        assertThat(read).isEmpty();
    }

    @Test
    void aClusterThatGivesNothingIsGivenUp() {
        logHas(6, 1);

        assertThatThrownBy(() -> reader(Duration.ofMillis(50)).readAll(entry -> read.add(entry.offset())))
                .isInstanceOf(TimeoutException.class)
                .hasMessageContaining("state-2");
        assertThat(read).containsExactly(1L);
    }

    @Test
    void theSettingsBeginAtTheBeginningAndBelongToNoGroup() {
        Map<String, Object> settings = LogReader.settings(
                Map.of("group.id", "g", "auto.offset.reset", "latest", "isolation.level", "read_committed"));

        assertThat(settings)
                .containsEntry("auto.offset.reset", "earliest")
                .containsEntry("enable.auto.commit", false)
                .containsEntry("allow.auto.create.topics", false)
                .containsEntry("isolation.level", "read_committed")
                .doesNotContainKey("group.id");
    }
}
