package io.streambus.connect.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class FetcherTest {

    private static final Duration WAIT = Duration.ofMillis(100);
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(30);
    private static final FetchSize SMALL = new FetchSize(100_000, 100_000);

    private final SimulatedSource source = new SimulatedSource(Duration.ofMillis(3));
    private final Map<TopicPartition, Long> positions = new HashMap<>();
    private Fetcher fetcher;

    @AfterEach
    void close() {
        fetcher.close();
        assertThat(source.open).hasValue(0);
    }

    @Test
    void near_a_single_connection_reads_everything_in_order() throws InterruptedException {
        start(FetchPlan.over(Duration.ofNanos(500_000), 1, 64, 64 << 20));
        read(partitions(5, 20_000));
        readToEnds();
        assertThat(source.mostOpen).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 40})
    void far_behind_several_connections_read_and_the_order_of_each_partition_stays(int partitions)
            throws InterruptedException {
        start(far(7, 1_000_000));
        Set<TopicPartition> all = partitions(partitions, 300_000 / partitions);
        read(all);
        readToEnds();
        assertThat(source.mostOpen.get()).isGreaterThan(2);
        // Near the end the first lane reads on alone.
        all.forEach(partition -> source.append(partition, 500));
        readToEnds();
        Awaitility.await()
                .untilAsserted(() ->
                        assertThat(fetcher.lagSnapshot().partitions().keySet()).isEqualTo(all));
    }

    @Test
    void a_buffer_smaller_than_a_range_does_not_let_the_lanes_wait_for_each_other() throws InterruptedException {
        start(far(7, 10_000));
        read(partitions(5, 60_000));
        readToEnds();
    }

    @Test
    void what_is_read_ahead_is_bounded() throws InterruptedException {
        long buffer = 2_000_000;
        start(far(2, buffer));
        read(partitions(1, 1_000_000));
        long taken = 0;
        while (source.mostOpen.get() < 3) {
            assertThat(taken).as("records before the helpers come").isLessThan(500_000);
            Fetched fetched = fetcher.poll(WAIT);
            check(fetched);
            taken += records(fetched).size();
        }
        // Nobody takes anything any more: the lanes fill their buffers and stop.
        Awaitility.await().until(new StandsStill(source.served));
        long aPoll = SimulatedSource.POLL_RECORDS * SimulatedSource.RECORD_BYTES;
        assertThat((source.served.get() - taken) * SimulatedSource.RECORD_BYTES)
                .isBetween(buffer, 3 * (buffer + aPoll));
    }

    @Test
    void what_is_read_anew_begins_where_told_and_nothing_of_before_is_given_out() throws InterruptedException {
        start(far(5, 1_000_000));
        Set<TopicPartition> all = partitions(4, 100_000);
        read(all);
        Random random = new Random(7);
        for (int round = 0; round < 60; round++) {
            for (int i = 0; i < 20; i++) {
                check(fetcher.poll(WAIT));
            }
            TopicPartition partition = new TopicPartition("t", random.nextInt(4));
            if (random.nextBoolean()) {
                long back = random.nextInt(100_000);
                positions.put(partition, back);
                fetcher.read(Map.of(partition, new OffsetAndMetadata(back)));
            } else if (positions.size() > 1 && positions.remove(partition) != null) {
                fetcher.retain(Set.copyOf(positions.keySet()));
            }
        }
        readToEnds();
    }

    @Test
    void what_is_gone_is_told_behind_all_that_was_there() throws InterruptedException {
        start(far(5, 1_000_000));
        TopicPartition partition = partitions(1, 100_000).iterator().next();
        read(Set.of(partition));
        while (positions.get(partition) < 50_000) {
            check(fetcher.poll(WAIT));
        }
        source.deleteBefore(partition, 90_000);
        Fetched fetched = fetcher.poll(WAIT);
        while (!(fetched instanceof Fetched.Gone)) {
            check(fetched);
            fetched = fetcher.poll(WAIT);
        }
        Fetched.Gone gone = (Fetched.Gone) fetched;
        assertThat(gone.expected()).isEqualTo(positions.get(partition));
        positions.put(partition, 90_000L);
        fetcher.read(Map.of(partition, new OffsetAndMetadata(90_000)));
        readToEnds();
    }

    @Test
    void a_lane_that_cannot_be_opened_is_no_secret() throws InterruptedException {
        int[] opened = {0};
        fetcher = new Fetcher(
                "test",
                size -> {
                    if (opened[0]++ > 0) {
                        throw new IllegalStateException("no more connections");
                    }
                    return source.consumer();
                },
                far(5, 1_000_000),
                REQUEST_TIMEOUT);
        read(partitions(1, 1_000_000));
        assertThatThrownBy(this::readToEnds).hasMessage("no more connections");
    }

    /** Whether a number was the same for some looks in a row. */
    private static final class StandsStill implements Callable<Boolean> {
        private final AtomicLong number;
        private long seen = -1;
        private int looks;

        StandsStill(AtomicLong number) {
            this.number = number;
        }

        @Override
        public Boolean call() {
            looks = number.get() == seen ? looks + 1 : 0;
            seen = number.get();
            return looks >= 5;
        }
    }

    private static FetchPlan far(int helpers, long bufferBytes) {
        return new FetchPlan(helpers, bufferBytes, SMALL, SMALL, 1_000_000);
    }

    private void start(FetchPlan plan) {
        fetcher = new Fetcher("test", size -> source.consumer(), plan, REQUEST_TIMEOUT);
    }

    private Set<TopicPartition> partitions(int number, long records) {
        Set<TopicPartition> partitions = new java.util.HashSet<>();
        for (int i = 0; i < number; i++) {
            TopicPartition partition = new TopicPartition("t", i);
            source.append(partition, records);
            partitions.add(partition);
        }
        return partitions;
    }

    private void read(Set<TopicPartition> partitions) {
        Map<TopicPartition, OffsetAndMetadata> from = new HashMap<>();
        partitions.forEach(partition -> {
            from.put(partition, new OffsetAndMetadata(0));
            positions.put(partition, 0L);
        });
        fetcher.read(from);
    }

    private void readToEnds() throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (positions.entrySet().stream().anyMatch(at -> at.getValue() < source.end(at.getKey()))) {
            check(fetcher.poll(WAIT));
            assertThat(System.nanoTime() - deadline).as("time left").isNegative();
        }
        assertThat(fetcher.poll(Duration.ZERO)).isNull();
    }

    private static List<ConsumerRecord<byte[], byte[]>> records(Fetched fetched) {
        return fetched instanceof Fetched.Records records ? records.records() : List.of();
    }

    private void check(Fetched fetched) {
        if (fetched == null) {
            return;
        }
        assertThat(fetched).isInstanceOf(Fetched.Records.class);
        Fetched.Records records = (Fetched.Records) fetched;
        long position = positions.get(records.partition());
        for (ConsumerRecord<byte[], byte[]> record : records.records()) {
            position = nextHeld(position);
            assertThat(record.offset()).isEqualTo(position);
            position++;
        }
        assertThat(nextHeld(position)).isGreaterThanOrEqualTo(records.next().offset());
        positions.put(records.partition(), records.next().offset());
    }

    private static long nextHeld(long offset) {
        long next = offset;
        while (!SimulatedSource.holds(next)) {
            next++;
        }
        return next;
    }
}
