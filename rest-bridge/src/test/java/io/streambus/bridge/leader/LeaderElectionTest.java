package io.streambus.bridge.leader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
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

    private LeaderElection start(LeadershipListener leadership) {
        consumer.schedulePollTask(() -> {
            consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
            consumer.rebalance(List.of(PARTITION));
        });
        return LeaderElection.start(consumer, PARTITION.topic(), leadership);
    }
}
