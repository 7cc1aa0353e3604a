package io.streambus.demo.sample;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SampleRecordsTest {

    private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");

    @Test
    void theSameSeedGivesTheSameRecords() {
        assertThat(make(1_000)).isEqualTo(make(1_000)).isNotEqualTo(make(8, 1_000));
    }

    @Test
    void everyTopicGetsItsShare() {
        assertThat(make(1_000))
                .filteredOn(record -> record.topic() == SampleTopic.ORDERS)
                .hasSize(500);
        assertThat(make(1_000))
                .filteredOn(record -> record.topic() == SampleTopic.USERS)
                .hasSize(300);
        assertThat(make(1_000))
                .filteredOn(record -> record.topic() == SampleTopic.INVENTORY)
                .hasSize(200);
    }

    @Test
    void tombstonesRecordsWithoutKeyAndLateEventsAreAmongThem() {
        List<SampleRecord> records = make(2_000);

        assertThat(records).anyMatch(record -> record.value().isEmpty());
        assertThat(records).anyMatch(record -> record.key().isEmpty());
        assertThat(records).anyMatch(record -> record.timestampMs() < NOW.toEpochMilli());
        assertThat(records).noneMatch(record -> record.timestampMs() > NOW.toEpochMilli());
    }

    @Test
    void everyValueIsJson() {
        ObjectMapper mapper = new ObjectMapper();

        assertThat(make(500)).allSatisfy(record -> {
            if (record.value().isPresent()) {
                assertThat(mapper.readTree(record.value().get()).isObject()).isTrue();
            }
        });
    }

    @Test
    void headersTellRegionAndPriority() {
        assertThat(make(500)).extracting(SampleRecord::region).containsOnly("us-west-1", "us-west-2");
        assertThat(make(500)).extracting(SampleRecord::priority).containsOnly("high", "normal", "low");
    }

    private static List<SampleRecord> make(int count) {
        return make(7, count);
    }

    private static List<SampleRecord> make(long seed, int count) {
        SampleRecords records = new SampleRecords(seed);
        return IntStream.range(0, count).mapToObj(i -> records.next(NOW)).toList();
    }
}
