package io.streambus.bridge.leader;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LeaseTest {

    private final AtomicLong nanos = new AtomicLong(-5);
    private final Lease lease = new Lease(Duration.ofSeconds(6), nanos::get);

    @Test
    void nobody_holds_it_before_the_group_has_answered() {
        assertThat(lease.held()).isFalse();
    }

    @Test
    void it_counts_from_the_question_and_not_from_the_answer() {
        long asked = nanos.get();
        nanos.addAndGet(Duration.ofSeconds(4).toNanos());
        lease.proven(asked);
        assertThat(lease.held()).isTrue();
        assertThat(lease.left()).isEqualTo(Duration.ofSeconds(2));

        nanos.addAndGet(Duration.ofSeconds(2).toNanos() - 1);
        assertThat(lease.held()).isTrue();
        nanos.incrementAndGet();
        assertThat(lease.held()).isFalse();
        assertThat(lease.left()).isZero();
    }

    @Test
    void it_is_held_again_once_proven_again() {
        lease.proven(nanos.get());
        lease.end();
        assertThat(lease.held()).isFalse();

        lease.proven(nanos.get());
        assertThat(lease.held()).isTrue();
    }
}
