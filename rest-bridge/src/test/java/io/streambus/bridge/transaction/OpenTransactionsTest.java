package io.streambus.bridge.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.streambus.bridge.transaction.OpenTransaction.Producer;
import io.streambus.bridge.transaction.OpenTransactions.Holders;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class OpenTransactionsTest {

    private static final Instant START = Instant.ofEpochSecond(100_000);
    private static final TopicPartition ORDERS = new TopicPartition("orders", 0);
    private static final TopicPartition USERS = new TopicPartition("users", 0);
    private static final Producer PAYMENTS = new Producer(4001, Optional.of("payments-7"));

    private final List<Set<TopicPartition>> asked = new ArrayList<>();
    private Instant now = START;
    private Holders answer = new Holders(List.of(PAYMENTS), Optional.empty(), Optional.empty());
    private final OpenTransactions transactions = new OpenTransactions(
            (partitions, deadline) -> {
                asked.add(Set.copyOf(partitions));
                return partitions.stream().collect(Collectors.toMap(Function.identity(), any -> answer));
            },
            new Clock() {
                @Override
                public Instant instant() {
                    return now;
                }

                @Override
                public ZoneId getZone() {
                    return ZoneOffset.UTC;
                }

                @Override
                public Clock withZone(ZoneId zone) {
                    return this;
                }
            });

    @Test
    void a_log_whose_last_stable_offset_is_its_end_has_none() throws InterruptedException {
        assertThat(transactions.look(Map.of(ORDERS, 100L), Map.of(ORDERS, 100L), 0))
                .isEmpty();
        // The log has grown between the two questions.
        assertThat(transactions.look(Map.of(ORDERS, 100L), Map.of(ORDERS, 120L), 0))
                .isEmpty();
        assertThat(asked).isEmpty();
    }

    @Test
    void one_that_stands_is_as_old_as_the_first_look_at_it_and_grows_with_the_log() throws InterruptedException {
        assertThat(look(100, 90)).isEqualTo(new OpenTransaction(90, 10, START, List.of(), Optional.empty()));
        after(5);
        assertThat(look(130, 90)).isEqualTo(new OpenTransaction(90, 40, START, List.of(), Optional.empty()));
    }

    @Test
    void another_one_begins_where_the_last_stable_offset_has_moved() throws InterruptedException {
        look(100, 90);
        after(9);
        look(130, 95);
        after(9);

        assertThat(look(140, 99).since()).isEqualTo(now);
        assertThat(asked).isEmpty();
    }

    @Test
    void one_that_ended_and_began_again_at_the_same_offset_is_another() throws InterruptedException {
        look(100, 90);
        after(60);
        transactions.look(Map.of(ORDERS, 100L), Map.of(ORDERS, 100L), 0);

        assertThat(look(100, 90).since()).isEqualTo(now);
    }

    @Test
    void one_whose_offset_is_not_told_stands_as_far_as_is_known() throws InterruptedException {
        look(100, 90);
        after(5);

        assertThat(transactions.look(Map.of(ORDERS, 110L, USERS, 5L), Map.of(), 0))
                .containsOnly(Map.entry(ORDERS, new OpenTransaction(90, 20, START, List.of(), Optional.empty())));
        after(5);
        assertThat(look(120, 90).since()).isEqualTo(START);
    }

    @Test
    void who_holds_it_is_asked_after_ten_seconds_and_every_half_minute_from_then_on() throws InterruptedException {
        look(100, 90);
        after(9);
        assertThat(look(100, 90).producers()).isEmpty();
        after(1);
        assertThat(look(100, 90).producers()).containsExactly(PAYMENTS);
        after(29);
        assertThat(look(100, 90).producers()).containsExactly(PAYMENTS);
        assertThat(asked).hasSize(1);
        after(1);
        look(100, 90);
        assertThat(asked).containsExactly(Set.of(ORDERS), Set.of(ORDERS));
    }

    @Test
    void only_those_that_stay_are_asked_for() throws InterruptedException {
        transactions.look(Map.of(ORDERS, 100L, USERS, 50L), Map.of(ORDERS, 90L, USERS, 40L), 0);
        after(20);

        transactions.look(Map.of(ORDERS, 100L, USERS, 60L), Map.of(ORDERS, 90L, USERS, 50L), 0);

        assertThat(asked).containsExactly(Set.of(ORDERS));
    }

    @Test
    void it_is_as_old_as_its_coordinator_says_if_that_is_longer() throws InterruptedException {
        answer = new Holders(List.of(PAYMENTS), Optional.of(START.minusSeconds(300)), Optional.empty());
        look(100, 90);
        after(10);
        assertThat(look(100, 90).since()).isEqualTo(START.minusSeconds(300));

        // Another transaction of the same producer, behind one that hangs.
        answer = new Holders(List.of(PAYMENTS), Optional.of(START.plusSeconds(20)), Optional.empty());
        after(30);
        assertThat(look(100, 90).since()).isEqualTo(START);
    }

    @Test
    void what_was_found_out_once_is_kept_when_nobody_can_say_any_more() throws InterruptedException {
        look(100, 90);
        after(10);
        look(100, 90);
        answer = Holders.unknown("the broker is away");
        after(30);

        assertThat(look(100, 90).producers()).containsExactly(PAYMENTS);
        assertThat(look(100, 90).unknown()).isEmpty();
    }

    @Test
    void that_nobody_can_say_is_told() throws InterruptedException {
        answer = Holders.unknown("Topic authorization failed.");
        look(100, 90);
        after(10);

        assertThat(look(100, 90).unknown()).contains("Topic authorization failed.");
    }

    private void after(long seconds) {
        now = now.plus(Duration.ofSeconds(seconds));
    }

    private OpenTransaction look(long end, long stable) throws InterruptedException {
        return transactions.look(Map.of(ORDERS, end), Map.of(ORDERS, stable), 0).get(ORDERS);
    }
}
