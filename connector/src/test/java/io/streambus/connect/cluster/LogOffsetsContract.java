package io.streambus.connect.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** What every {@link LogOffsets} keeps. */
abstract class LogOffsetsContract {

    abstract LogOffsets offsets();

    /** A partition that holds the records from {@code start} to before {@code end}. */
    abstract TopicPartition log(int start, int end) throws Exception;

    @Test
    void aLogIsToldFromItsFirstRecordToBehindItsLast() throws Exception {
        TopicPartition orders = log(2, 5);

        assertThat(offsets().of(List.of(orders))).isEqualTo(Map.of(orders, new LogOffsets.Range(2, 5)));
    }

    @Test
    void aLogWithoutRecordsIsEmptyWhereverItBegins() throws Exception {
        TopicPartition fresh = log(0, 0);
        TopicPartition emptied = log(3, 3);

        Map<TopicPartition, LogOffsets.Range> ranges = offsets().of(List.of(fresh, emptied));

        assertThat(ranges).isEqualTo(Map.of(fresh, new LogOffsets.Range(0, 0), emptied, new LogOffsets.Range(3, 3)));
        assertThat(ranges.values()).allMatch(LogOffsets.Range::isEmpty);
    }

    @Test
    void onlyThePartitionsThatWereAskedForAreTold() throws Exception {
        TopicPartition orders = log(0, 1);
        assertThat(offsets().of(List.of(log(0, 1)))).doesNotContainKey(orders);

        assertThat(offsets().of(List.of())).isEmpty();
    }

    @Test
    void aPartitionThatIsNotThereIsMissingAndTheOthersAreTold() throws Exception {
        TopicPartition orders = log(0, 1);
        TopicPartition gone = new TopicPartition("gone", 0);

        assertThat(offsets().of(List.of(orders, gone))).containsOnlyKeys(orders);
    }
}
