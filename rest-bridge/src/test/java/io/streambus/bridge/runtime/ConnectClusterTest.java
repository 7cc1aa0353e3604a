package io.streambus.bridge.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

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
import org.awaitility.core.ConditionFactory;
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

    private static final Duration FOR_LONG = Duration.ofHours(1);
    private static final Duration HARDLY = Duration.ofMillis(1);

    private final Watch watch = new Watch();
    private final AtomicInteger asked = new AtomicInteger();

    private ConnectCluster leftAlone(Duration time) {
        return new ConnectCluster("west", Set.of(), new FakeConnectRuntime("w", List.of()), watch, time);
    }

    private static ConditionFactory onceItMayBeAsked() {
        return await().atMost(Duration.ofSeconds(10))
                .pollInterval(Duration.ofMillis(2))
                .ignoreExceptionsInstanceOf(Unavailable.class);
    }

    private Consumer<ConnectRuntime> failingAfter(Duration time) {
        return runtime -> {
            asked.incrementAndGet();
            watch.pass(time);
            throw new Unavailable("w does not answer", null);
        };
    }

    @Test
    void aRuntimeThatHasKeptSomebodyWaitingIsLeftAloneForAWhile() {
        ConnectCluster cluster = leftAlone(FOR_LONG);
        assertThatThrownBy(() -> cluster.run(failingAfter(Duration.ofSeconds(20))))
                .isInstanceOf(Unavailable.class);

        assertThatThrownBy(() -> cluster.run(runtime -> asked.incrementAndGet()))
                .isInstanceOf(Unavailable.class)
                .hasMessage("w does not answer");
        assertThatThrownBy(() -> cluster.runAtLength(runtime -> asked.incrementAndGet()))
                .isInstanceOf(Unavailable.class)
                .hasMessage("w does not answer");
        assertThat(asked).hasValue(1);
    }

    @Test
    void aRuntimeThatIsBackIsAskedByEverybodyAgain() {
        ConnectCluster cluster = leftAlone(HARDLY);
        assertThatThrownBy(() -> cluster.run(failingAfter(Duration.ofSeconds(20))))
                .isInstanceOf(Unavailable.class);

        onceItMayBeAsked().untilAsserted(() -> cluster.run(runtime -> asked.incrementAndGet()));
        cluster.run(runtime -> asked.incrementAndGet());
        cluster.runAtLength(runtime -> asked.incrementAndGet());

        assertThat(asked).hasValue(4);
    }

    @Test
    void aClockThatIsSetBackDoesNotMakeItLastLonger() {
        ConnectCluster cluster = leftAlone(HARDLY);
        assertThatThrownBy(() -> cluster.run(failingAfter(Duration.ofSeconds(20))))
                .isInstanceOf(Unavailable.class);
        watch.pass(Duration.ofDays(-1));

        onceItMayBeAsked().untilAsserted(() -> cluster.run(runtime -> asked.incrementAndGet()));

        assertThat(asked).hasValue(2);
    }

    @Test
    void aRuntimeThatIsFoundAwayStillIsLeftAloneAgainHoweverFastTheAnswer() {
        ConnectCluster cluster = leftAlone(HARDLY);
        assertThatThrownBy(() -> cluster.run(failingAfter(Duration.ofSeconds(20))))
                .isInstanceOf(Unavailable.class);

        // The answer to the one who finds out sends the next one away, who is told of it only from here on.
        onceItMayBeAsked().untilAsserted(() -> {
            assertThatThrownBy(() -> cluster.run(runtime -> {
                        asked.incrementAndGet();
                        throw new Unavailable("w refuses", null);
                    }))
                    .isInstanceOf(Unavailable.class);
            assertThat(asked).hasValueGreaterThan(1);
        });
        assertThatThrownBy(() -> cluster.runAtLength(runtime -> asked.incrementAndGet()))
                .isInstanceOf(Unavailable.class)
                .hasMessage("w refuses");
    }

    @Test
    void whatTheCallerMakesOfAnAnswerIsAnAnswer() {
        ConnectCluster cluster = leftAlone(HARDLY);
        assertThatThrownBy(() -> cluster.run(failingAfter(Duration.ofSeconds(20))))
                .isInstanceOf(Unavailable.class);

        onceItMayBeAsked()
                .untilAsserted(() -> assertThatThrownBy(() -> cluster.run(runtime -> {
                            throw new IllegalStateException("not as wanted");
                        }))
                        .isInstanceOf(IllegalStateException.class));

        cluster.run(runtime -> asked.incrementAndGet());
        assertThat(asked).hasValue(2);
    }

    @Test
    void aCallThatWaitsForMoreThanConnectKeepsNobodyFromAsking() {
        ConnectCluster cluster = leftAlone(FOR_LONG);
        assertThatThrownBy(() -> cluster.runAtLength(failingAfter(Duration.ofSeconds(20))))
                .isInstanceOf(Unavailable.class);

        cluster.run(runtime -> asked.incrementAndGet());

        assertThat(asked).hasValue(2);
    }

    @Test
    void aRefusalThatComesAtOnceKeepsNobodyFromTrying() {
        ConnectCluster cluster = leftAlone(FOR_LONG);
        assertThatThrownBy(() -> cluster.run(failingAfter(Duration.ZERO))).isInstanceOf(Unavailable.class);

        cluster.run(runtime -> asked.incrementAndGet());

        assertThat(asked).hasValue(2);
    }

    @Test
    void onlyOneCallerFindsOutWhetherItIsBack() {
        ConnectCluster cluster = leftAlone(HARDLY);
        assertThatThrownBy(() -> cluster.run(failingAfter(Duration.ofSeconds(20))))
                .isInstanceOf(Unavailable.class);

        onceItMayBeAsked()
                .untilAsserted(() -> cluster.run(runtime -> {
                    assertThatThrownBy(() -> cluster.run(same -> asked.incrementAndGet()))
                            .isInstanceOf(Unavailable.class);
                    assertThatThrownBy(() -> cluster.runAtLength(same -> asked.incrementAndGet()))
                            .isInstanceOf(Unavailable.class);
                }));

        assertThat(asked).hasValue(1);
        cluster.run(runtime -> asked.incrementAndGet());
        assertThat(asked).hasValue(2);
    }
}
