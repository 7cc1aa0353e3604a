package io.streambus.bridge.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class GuessLimitsTest {

    private final AtomicLong now = new AtomicLong();
    private final GuessLimits limits = new GuessLimits(now::get);

    @Test
    void an_address_has_one_login_checked_at_a_time() {
        assertThat(limits.begin(address("10.0.0.1"))).isEmpty();
        assertThat(limits.begin(address("10.0.0.1"))).contains(Duration.ofSeconds(1));
        assertThat(limits.begin(address("10.0.0.2"))).isEmpty();

        limits.end(address("10.0.0.1"));
        assertThat(limits.begin(address("10.0.0.1"))).isEmpty();
    }

    @Test
    void after_a_few_wrong_ones_the_wait_doubles_up_to_a_minute_and_is_forgotten_in_the_end() {
        for (int i = 0; i < 4; i++) {
            assertThat(guess("10.0.0.1")).isEmpty();
        }
        assertThat(guess("10.0.0.1")).isEmpty();
        for (int seconds : new int[] {1, 2, 4, 8, 16, 32, 60, 60}) {
            assertThat(guess("10.0.0.1")).contains(Duration.ofSeconds(seconds));
            pass(Duration.ofSeconds(seconds).minusMillis(1));
            assertThat(guess("10.0.0.1")).contains(Duration.ofMillis(1));
            pass(Duration.ofMillis(1));
            assertThat(guess("10.0.0.1")).isEmpty();
        }
        assertThat(guess("10.0.0.2")).isEmpty();

        pass(Duration.ofMinutes(16));
        assertThat(guess("10.0.0.1")).isEmpty();
        assertThat(guess("10.0.0.1")).isEmpty();
    }

    @Test
    void addresses_of_one_ipv6_network_are_one() {
        assertThat(limits.begin(address("2001:db8:0:1::1"))).isEmpty();
        assertThat(limits.begin(address("2001:db8:0:1:ffff::2"))).isPresent();
        assertThat(limits.begin(address("2001:db8:0:2::1"))).isEmpty();
    }

    private Optional<Duration> guess(String address) {
        Optional<Duration> wait = limits.begin(address(address));
        if (wait.isEmpty()) {
            limits.wrong(address(address));
            limits.end(address(address));
        }
        return wait;
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }

    private static InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
