package io.streambus.connect.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;

class WorkerBatchTest {

    private static final SourceRecord FIRST = record(1);
    private static final SourceRecord SECOND = record(2);
    private static final SourceRecord THIRD = record(3);

    private final WorkerBatch.InHand inHand = new WorkerBatch.InHand();

    private static SourceRecord record(int offset) {
        return new SourceRecord(Map.of(), Map.of("offset", offset), "t", null, null);
    }

    @Test
    void the_record_that_the_worker_fails_on_is_the_one_that_it_took_last() {
        for (SourceRecord record : inHand.give(List.of(FIRST, SECOND, THIRD))) {
            if (record.equals(SECOND)) {
                break;
            }
        }

        assertThat(inHand.record()).contains(SECOND);
    }

    @Test
    void the_last_record_of_a_batch_is_in_hand_until_the_worker_asks_for_the_next_one() {
        var records = inHand.give(List.of(FIRST)).iterator();
        records.next();
        assertThat(inHand.record()).contains(FIRST);

        assertThat(records.hasNext()).isFalse();
        assertThat(inHand.record()).isEmpty();
    }

    @Test
    void what_the_worker_tries_again_counts_as_well() {
        List<SourceRecord> rest = inHand.give(List.of(FIRST, SECOND, THIRD)).subList(1, 3);

        rest.iterator().next();

        assertThat(rest).hasSize(2);
        assertThat(inHand.record()).contains(SECOND);
    }

    @Test
    void nothing_is_in_hand_once_the_task_is_polled_again() {
        inHand.give(List.of(FIRST)).iterator().next();

        assertThat(inHand.give(null)).isNull();
        assertThat(inHand.record()).isEmpty();
    }
}
