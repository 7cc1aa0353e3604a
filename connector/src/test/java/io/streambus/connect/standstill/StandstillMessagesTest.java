package io.streambus.connect.standstill;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class StandstillMessagesTest {

    private static final FailedRecord FAILED = new FailedRecord(new TopicPartition("orders-eu-2", 3), 41);

    @Test
    void a_message_names_the_record_and_where_skipping_goes_on() {
        assertThat(FAILED.message("the transform breaks"))
                .isEqualTo(
                        "Record at offset 41 of orders-eu-2-3 ends the task: the transform breaks. Skipping goes on at offset 42, restarting"
                                + " at the beginning.");
    }

    @Test
    void what_a_message_says_is_read_out_of_longer_ones() {
        String trace = "org.apache.kafka.connect.errors.ConnectException: " + FAILED.message("no") + "\n\tat Foo.bar";

        assertThat(FailedRecord.in(trace)).contains(FAILED);
        assertThat(SkipOffset.of(trace)).hasValue(42);
    }

    @Test
    void a_failure_that_may_be_of_an_earlier_record_names_the_place_and_is_not_to_be_skipped() {
        String message = FAILED.messageOfMany("the producer breaks");

        assertThat(FailedRecord.in(message)).contains(FAILED);
        assertThat(SkipOffset.of(message)).isEmpty();
    }

    @Test
    void other_messages_name_no_record() {
        assertThat(FailedRecord.in("Record at offset 7 of a-0 would be refused"))
                .isEmpty();
        assertThat(SkipOffset.of("the partition stands still")).isEmpty();
        assertThat(SkipOffset.of("Skipping goes on at offset 9999999999999999999,"))
                .isEmpty();
    }
}
