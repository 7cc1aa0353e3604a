package io.streambus.bridge.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.streambus.bridge.transaction.OpenTransaction;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinkMeterTest {

    private static final Instant START = Instant.ofEpochSecond(10_000);

    private final LinkMeter book = new LinkMeter(Duration.ofSeconds(5));

    @ParameterizedTest(name = "next {0} of {1}, caught up {2} s ago, newest record {3} s old: {4} records, {5} ms")
    @CsvSource({
        "100,100,,,0,0",
        "90,100,5,,10,5000",
        "90,100,,7,10,7000",
        "90,100,5,7,10,5000",
        "90,100,9,7,10,7000",
        "90,100,5,-60,10,5000",
        "90,100,,,10,100000",
        "100,90,5,,0,0",
    })
    void lag_is_bounded_by_what_is_known(
            long next, Long end, Long caughtUpAgo, Long recordAge, long records, long millis) {
        Instant now = START.plusSeconds(100);
        PartitionObservation partition = new PartitionObservation(
                "t-0",
                "t",
                0,
                next,
                end == null ? OptionalLong.empty() : OptionalLong.of(end),
                Optional.empty(),
                0,
                0,
                0,
                Irregularities.NONE,
                Optional.ofNullable(recordAge).map(now::minusSeconds),
                Optional.ofNullable(caughtUpAgo).map(now::minusSeconds));

        LinkMetrics metrics = book.add(seen(now, true, partition));

        assertThat(metrics.partitions().get(0).lag()).isEqualTo(records);
        assertThat(metrics.replicationLagMs()).isEqualTo(millis);
    }

    @ParameterizedTest(name = "next {0} of {1}, caught up {2} s ago, open from {3} for {4} s: {5} records, {6} ms")
    @CsvSource({
        // The task sees nothing left of what is committed, and says that it is caught up every second.
        "90,100,1,90,240,10,240000",
        "90,100,1,95,240,10,240000",
        // The committed part is older than the transaction.
        "80,100,300,90,240,20,300000",
        "90,100,300,90,2,10,2000",
        // It has ended by the time of the look.
        "100,100,1,90,240,0,0",
    })
    void lag_reaches_to_the_log_end_whatever_is_committed(
            long next, long end, long caughtUpAgo, long stable, long openFor, long records, long millis) {
        Instant now = START.plusSeconds(400);
        OpenTransaction open =
                new OpenTransaction(stable, end - stable, now.minusSeconds(openFor), List.of(), Optional.empty());
        PartitionObservation partition = new PartitionObservation(
                "t-0",
                "t",
                0,
                next,
                OptionalLong.of(end),
                Optional.of(open),
                0,
                0,
                0,
                Irregularities.NONE,
                Optional.empty(),
                Optional.of(now.minusSeconds(caughtUpAgo)));

        LinkMetrics metrics = book.add(seen(now, true, partition));

        assertThat(metrics.partitions().get(0).lag()).isEqualTo(records);
        assertThat(metrics.replicationLagMs()).isEqualTo(millis);
        assertThat(metrics.partitions().get(0).open()).contains(open);
        assertThat(metrics.oldestOpenTransaction()).hasSeconds(openFor);
    }

    @Test
    void a_source_that_does_not_answer_is_taken_to_end_where_it_last_did() {
        Instant caughtUp = START.plusSeconds(10);
        book.add(seen(START.plusSeconds(20), true, waiting(90, OptionalLong.of(100), caughtUp)));

        LinkMetrics away = book.add(seen(START.plusSeconds(30), true, waiting(90, OptionalLong.empty(), caughtUp)));
        assertThat(away.partitions().get(0).lag()).isEqualTo(10);
        assertThat(away.partitions().get(0).sourceOffset()).isEqualTo(100);
        assertThat(away.replicationLagMs()).isEqualTo(20_000);

        LinkMetrics later = book.add(seen(START.plusSeconds(40), true, waiting(95, OptionalLong.empty(), caughtUp)));
        assertThat(later.partitions().get(0).lag()).isEqualTo(5);
        assertThat(later.replicationLagMs()).isEqualTo(30_000);

        LinkMetrics past = book.add(seen(START.plusSeconds(50), true, waiting(120, OptionalLong.empty(), caughtUp)));
        assertThat(past.partitions().get(0).lag()).isZero();
        assertThat(past.partitions().get(0).sourceOffset()).isEqualTo(120);
    }

    @Test
    void a_source_that_has_never_said_where_it_ends_leaves_average_and_maximum_alone() {
        Instant caughtUp = START.plusSeconds(10);
        book.add(seen(START.plusSeconds(15), true, waiting(90, OptionalLong.empty(), caughtUp)));

        LinkMetrics metrics = book.add(seen(START.plusSeconds(20), true, waiting(90, OptionalLong.of(100), caughtUp)));

        assertThat(metrics.averageReplicationLagMs()).isEqualTo(10_000);
        assertThat(metrics.maxReplicationLagMs()).isEqualTo(10_000);
    }

    @Test
    void rates_are_those_of_the_last_half_minute() {
        for (int second = 0; second <= 60; second += 5) {
            book.add(seen(START.plusSeconds(second), true, copied(second * 10L)));
        }

        LinkMetrics metrics = book.add(seen(START.plusSeconds(65), true, copied(600)));

        // 350 records at 35 s, 600 at 65 s.
        assertThat(metrics.messagesPerSecond()).isEqualTo(250 / 30.0);
        assertThat(metrics.bytesPerSecond()).isEqualTo(2_500 / 30.0);
    }

    @Test
    void one_look_gives_no_rate() {
        assertThat(book.add(seen(START, true, copied(1_000_000))).messagesPerSecond())
                .isZero();
    }

    @Test
    void a_link_that_rests_has_neither_rate_nor_uptime_and_starts_afresh() {
        book.add(seen(START, true, copied(0)));
        book.add(seen(START.plusSeconds(5), true, copied(100)));

        LinkMetrics resting = book.add(seen(START.plusSeconds(10), false, copied(150)));
        assertThat(resting.messagesPerSecond()).isZero();
        assertThat(resting.uptimeSeconds()).isZero();
        assertThat(resting.totalMessages()).isEqualTo(150);

        LinkMetrics again = book.add(seen(START.plusSeconds(15), true, copied(150)));
        assertThat(again.messagesPerSecond()).isZero();
        assertThat(again.uptimeSeconds()).isEqualTo(15);
    }

    @Test
    void totals_never_go_back() {
        book.add(seen(START, true, copied(100)));

        LinkMetrics begunAnew = book.add(seen(START.plusSeconds(5), true, copied(3)));
        assertThat(begunAnew.totalMessages()).isEqualTo(100);
        assertThat(begunAnew.partitions().get(0).messages()).isEqualTo(100);

        LinkMetrics gone = book.add(seen(START.plusSeconds(10), true));
        assertThat(gone.totalMessages()).isEqualTo(100);
        assertThat(gone.totalBytes()).isEqualTo(1_000);
    }

    @Test
    void average_and_maximum_go_back_to_the_start_of_the_link() {
        book.add(lagging(START, 4_000));
        LinkMetrics metrics = book.add(lagging(START.plusSeconds(5), 2_000));
        assertThat(metrics.averageReplicationLagMs()).isEqualTo(3_000);
        assertThat(metrics.maxReplicationLagMs()).isEqualTo(4_000);

        LinkMetrics restarted = book.add(new LinkMeter.Observation(
                START.plusSeconds(10), true, Optional.of(START.plusSeconds(8)), 0, 0, List.of(), List.of()));
        assertThat(restarted.maxReplicationLagMs()).isZero();
    }

    @Test
    void errors_are_those_of_partitions_and_tasks() {
        PartitionObservation faulty = new PartitionObservation(
                "t-0",
                "t",
                0,
                0,
                OptionalLong.empty(),
                Optional.empty(),
                0,
                0,
                3,
                Irregularities.NONE,
                Optional.empty(),
                Optional.empty());

        LinkMetrics metrics =
                book.add(new LinkMeter.Observation(START, true, Optional.of(START), 2, 1, List.of(faulty), List.of()));

        assertThat(metrics.totalErrors()).isEqualTo(5);
        assertThat(metrics.partitionErrors()).isEqualTo(3);
        assertThat(metrics.consecutiveFailures()).isEqualTo(1);
    }

    @Test
    void irregularities_of_all_partitions_add_up_and_only_grow() {
        book.add(seen(START, true, irregular("t-0", 3, 2, 1), irregular("t-1", 10, 20, 30)));

        LinkMetrics begunAnew = book.add(seen(START.plusSeconds(5), true, irregular("t-0", 0, 5, 0)));

        assertThat(begunAnew.irregularities()).isEqualTo(new Irregularities(13, 25, 31, 62));
    }

    private static PartitionObservation irregular(String name, long reordered, long repeated, long carried) {
        return new PartitionObservation(
                name,
                "t",
                0,
                0,
                OptionalLong.empty(),
                Optional.empty(),
                0,
                0,
                0,
                new Irregularities(reordered, repeated, carried, 2 * carried),
                Optional.empty(),
                Optional.empty());
    }

    @Test
    void failures_that_are_counted_anew_take_nothing_from_the_total() {
        book.add(failed(START, 5));

        LinkMetrics begunAnew = book.add(failed(START.plusSeconds(5), 0));
        assertThat(begunAnew.totalErrors()).isEqualTo(5);
        assertThat(begunAnew.errorsPerSecond()).isZero();

        LinkMetrics another = book.add(failed(START.plusSeconds(10), 2));
        assertThat(another.totalErrors()).isEqualTo(7);
        assertThat(another.errorsPerSecond()).isEqualTo(0.2);
    }

    private static LinkMeter.Observation failed(Instant now, long taskFailures) {
        return new LinkMeter.Observation(now, true, Optional.of(START), taskFailures, 0, List.of(), List.of());
    }

    @Test
    void a_partition_that_turns_up_later_lags_since_it_was_not_there() {
        PartitionObservation old = copied(10);
        book.add(seen(START.plusSeconds(3_600), true, old));
        PartitionObservation fresh = new PartitionObservation(
                "t-1",
                "t",
                1,
                0,
                OptionalLong.of(7),
                Optional.empty(),
                0,
                0,
                0,
                Irregularities.NONE,
                Optional.empty(),
                Optional.empty());

        LinkMetrics first = book.add(seen(START.plusSeconds(3_605), true, old, fresh));
        assertThat(first.replicationLagMs()).isEqualTo(5_000);

        LinkMetrics second = book.add(seen(START.plusSeconds(3_610), true, old, fresh));
        assertThat(second.replicationLagMs()).isEqualTo(10_000);
    }

    private static PartitionObservation copied(long records) {
        return new PartitionObservation(
                "t-0",
                "t",
                0,
                records,
                OptionalLong.of(records),
                Optional.empty(),
                records,
                records * 10,
                0,
                Irregularities.NONE,
                Optional.empty(),
                Optional.empty());
    }

    private static PartitionObservation waiting(long next, OptionalLong end, Instant caughtUp) {
        return new PartitionObservation(
                "t-0",
                "t",
                0,
                next,
                end,
                Optional.empty(),
                0,
                0,
                0,
                Irregularities.NONE,
                Optional.empty(),
                Optional.of(caughtUp));
    }

    private static LinkMeter.Observation lagging(Instant now, long millis) {
        return seen(
                now,
                true,
                new PartitionObservation(
                        "t-0",
                        "t",
                        0,
                        0,
                        OptionalLong.of(1),
                        Optional.empty(),
                        0,
                        0,
                        0,
                        Irregularities.NONE,
                        Optional.empty(),
                        Optional.of(now.minusMillis(millis))));
    }

    private static LinkMeter.Observation seen(Instant now, boolean running, PartitionObservation... partitions) {
        return new LinkMeter.Observation(now, running, Optional.of(START), 0, 0, List.of(partitions), List.of());
    }
}
