package io.streambus.bridge.leader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LeaderElectionTest {

    private static final TopicPartition PARTITION = new TopicPartition("links", 0);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
    private final AtomicLong nanos = new AtomicLong(System.nanoTime());
    private final Lease shared = new Lease(Duration.ofSeconds(6), nanos::get);
    private final AtomicReference<Lease> lease = new AtomicReference<>();
    private final AtomicInteger begun = new AtomicInteger();
    private final AtomicInteger ended = new AtomicInteger();

    /** Fails the first {@code failures} times of each. */
    private LeadershipListener failing(int beginnings, int ends) {
        return new LeadershipListener() {
            @Override
            public void begin(Lease given) {
                if (begun.incrementAndGet() <= beginnings) {
                    throw new IllegalStateException("a defect in taking over");
                }
                lease.set(given);
            }

            @Override
            public void end() {
                lease.set(null);
                if (ended.incrementAndGet() <= ends) {
                    throw new IllegalStateException("a defect in handing over");
                }
            }

            @Override
            public void follow() {
                throw new IllegalStateException("a defect in following");
            }
        };
    }

    @Test
    void a_take_over_that_fails_unexpectedly_is_tried_again() {
        try (LeaderElection candidate = start(failing(1, 0))) {
            assertThat(candidate).isNotNull();
            await().atMost(PATIENCE).until(() -> lease.get() != null);

            assertThat(begun).hasValue(2);
        }
        assertThat(ended).hasValue(1);
        assertThat(consumer.closed()).isTrue();
    }

    @Test
    void a_bridge_that_fails_to_hand_over_stands_for_election_again() {
        try (LeaderElection candidate = start(failing(0, 1))) {
            assertThat(candidate).isNotNull();
            await().atMost(PATIENCE).until(() -> lease.get() != null);

            lease.get().end();

            await().atMost(PATIENCE).until(() -> begun.get() == 2 && lease.get() != null);
        }
    }

    @Test
    void a_hand_over_that_fails_at_the_end_leaves_the_group_all_the_same() {
        try (LeaderElection candidate = start(failing(0, 1))) {
            assertThat(candidate).isNotNull();
            await().atMost(PATIENCE).until(() -> lease.get() != null);
        }

        assertThat(consumer.closed()).isTrue();
    }

    @Test
    void a_take_over_that_lasts_longer_than_the_lease_leads_for_good() {
        CountDownLatch slow = new CountDownLatch(1);
        LeadershipListener slowToBegin = new LeadershipListener() {
            @Override
            public void begin(Lease given) {
                begun.incrementAndGet();
                awaitQuietly(slow);
                lease.set(given);
            }

            @Override
            public void end() {
                ended.incrementAndGet();
            }

            @Override
            public void follow() {}
        };
        try (LeaderElection candidate = start(slowToBegin)) {
            assertThat(candidate).isNotNull();
            await().atMost(PATIENCE).until(() -> begun.get() == 1);
            nanos.addAndGet(Duration.ofSeconds(5).toNanos());
            await().atMost(PATIENCE).until(() -> shared.left().compareTo(Duration.ofSeconds(5)) > 0);
            nanos.addAndGet(Duration.ofSeconds(5).toNanos());
            await().atMost(PATIENCE).until(() -> shared.left().compareTo(Duration.ofSeconds(5)) > 0);
            slow.countDown();

            await().atMost(PATIENCE).until(() -> lease.get() != null);
            assertThat(lease.get().held()).isTrue();
            assertThat(ended).hasValue(0);
        }
        assertThat(begun).hasValue(1);
        assertThat(ended).hasValue(1);
    }

    @Test
    void a_take_over_that_is_fenced_meanwhile_is_ended_and_tried_again_after_it_has_settled() {
        CountDownLatch slow = new CountDownLatch(1);
        AtomicInteger beside = new AtomicInteger();
        LeadershipListener slowToBegin = new LeadershipListener() {
            @Override
            public void begin(Lease given) {
                begun.incrementAndGet();
                if (beside.incrementAndGet() > 1) {
                    throw new AssertionError("two take-overs at a time");
                }
                awaitQuietly(slow);
                lease.set(given);
            }

            @Override
            public void end() {
                beside.decrementAndGet();
                ended.incrementAndGet();
            }

            @Override
            public void follow() {}
        };
        try (LeaderElection candidate = start(slowToBegin)) {
            assertThat(candidate).isNotNull();
            await().atMost(PATIENCE).until(() -> begun.get() == 1);
            shared.end();
            nanos.addAndGet(Duration.ofSeconds(30).toNanos());
            slow.countDown();

            await().atMost(PATIENCE).until(() -> begun.get() == 2);
            await().atMost(PATIENCE).until(() -> lease.get().held());
            assertThat(ended).hasValue(1);
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private LeaderElection start(LeadershipListener leadership) {
        consumer.schedulePollTask(() -> {
            consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
            consumer.rebalance(List.of(PARTITION));
        });
        return LeaderElection.start(consumer, PARTITION.topic(), leadership, shared);
    }
}
