package io.streambus.connect.provenance;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CopyOrderTest {

    private final CopyOrder order = new CopyOrder();

    private boolean isRepeat(String header) {
        return order.isRepeat(header.getBytes(US_ASCII));
    }

    @Test
    void a_flows_copies_stand_in_the_order_of_its_source_with_gaps() {
        assertThat(isRepeat("west/orders/3@0")).isFalse();
        assertThat(isRepeat("west/orders/3@1")).isFalse();
        assertThat(isRepeat("west/orders/3@48213")).isFalse();
    }

    @Test
    void a_header_that_stands_there_a_second_time_was_copied() {
        isRepeat("west/orders/3@5");
        isRepeat("west/orders/3@6");

        assertThat(isRepeat("west/orders/3@5")).isTrue();
        assertThat(isRepeat("west/orders/3@6")).isTrue();
        assertThat(isRepeat("west/orders/3@7")).isFalse();
    }

    @Test
    void each_source_has_an_order_of_its_own() {
        isRepeat("west/orders/3@500");

        assertThat(isRepeat("north/orders/3@5")).isFalse();
        assertThat(isRepeat("west/sales:orders/3@6")).isFalse();
        assertThat(isRepeat("west/orders/4@5")).isFalse();
        assertThat(isRepeat("west/orders/3@500")).isTrue();
        assertThat(isRepeat("north/orders/3@5")).isTrue();
    }

    @Test
    void earlier_hops_and_the_timestamp_that_it_is_bound_to_are_no_part_of_the_order() {
        isRepeat("us/3@900>hub/orders/3@5~1700000000000");

        assertThat(isRepeat("eu/1@2>hub/orders/3@6~1600000000000")).isFalse();
        assertThat(isRepeat("ap/0@7>hub/orders/3@6")).isTrue();
    }

    @Test
    void of_more_sources_than_it_knows_nothing_is_claimed() {
        for (int partition = 0; partition < 16; partition++) {
            isRepeat("west/orders/" + partition + "@5");
        }

        assertThat(isRepeat("west/orders/16@5")).isFalse();
        assertThat(isRepeat("west/orders/16@5")).isFalse();
        assertThat(isRepeat("west/orders/15@5")).isTrue();
    }
}
