package io.streambus.bridge.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streambus.runtime.ConnectRuntime;
import io.streambus.runtime.ConnectRuntimeException.Unavailable;
import io.streambus.runtime.FakeConnectRuntime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class ConnectClusterTest {

    /** Time that passes when it is told to. Confined to a test. */
    private static final class Watch extends Clock {
        private Instant now = Instant.parse("2024-01-01T00:00:00Z");

        void pass(Duration time) {
            now = now.plus(time);
        }

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
    }

    private final Watch watch = new Watch();
    private final ConnectCluster cluster =
            new ConnectCluster("west", Set.of(), new FakeConnectRuntime("w", List.of()), watch);
    private final AtomicInteger asked = new AtomicInteger();

    private Consumer<ConnectRuntime> failingAfter(Duration time) {
        return runtime -> {
            asked.incrementAndGet();
            watch.pass(time);
            throw new Unavailable("w does not answer", null);
        };
    }

    @Test
    void aRuntimeThatHasKeptSomebodyWaitingIsLeftAloneForAWhile() {
        assertThatThrownBy(() -> cluster.run(failingAfter(Duration.ofSeconds(20))))
                .isInstanceOf(Unavailable.class);

        assertThatThrownBy(() -> cluster.run(runtime -> asked.incrementAndGet()))
                .isInstanceOf(Unavailable.class)
                .hasMessage("w does not answer");
        assertThat(asked).hasValue(1);

        watch.pass(Duration.ofSeconds(6));
        cluster.run(runtime -> asked.incrementAndGet());
        cluster.run(runtime -> asked.incrementAndGet());
        assertThat(asked).hasValue(3);
    }

    @Test
    void aCallThatWaitsForMoreThanConnectKeepsNobodyFromAsking() {
        assertThatThrownBy(() -> cluster.runAtLength(failingAfter(Duration.ofSeconds(20))))
                .isInstanceOf(Unavailable.class);

        cluster.run(runtime -> asked.incrementAndGet());

        assertThat(asked).hasValue(2);
    }

    @Test
    void aRefusalThatComesAtOnceKeepsNobodyFromTrying() {
        assertThatThrownBy(() -> cluster.run(failingAfter(Duration.ZERO))).isInstanceOf(Unavailable.class);

        cluster.run(runtime -> asked.incrementAndGet());

        assertThat(asked).hasValue(2);
    }

    @Test
    void onlyOneCallerFindsOutWhetherItIsBack() {
        assertThatThrownBy(() -> cluster.run(failingAfter(Duration.ofSeconds(20))))
                .isInstanceOf(Unavailable.class);
        watch.pass(Duration.ofSeconds(6));

        cluster.run(runtime -> assertThatThrownBy(() -> cluster.run(same -> asked.incrementAndGet()))
                .isInstanceOf(Unavailable.class));

        assertThat(asked).hasValue(1);
        cluster.run(runtime -> asked.incrementAndGet());
        assertThat(asked).hasValue(2);
    }
}
