package io.streambus.bridge.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.streambus.bridge.placement.Place;
import io.streambus.runtime.ConnectRuntimeException;
import io.streambus.runtime.ConnectorStatus;
import io.streambus.runtime.FakeConnectRuntime;
import io.streambus.runtime.FakePlugin;
import io.streambus.runtime.InitialState;
import io.streambus.runtime.PluginInfo;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FirstLookTest {

    private static final String CONNECTOR_CLASS = "io.streambus.connect.StreamBusSourceConnector";

    private final FakeConnectRuntime connect =
            new FakeConnectRuntime("c", List.of(FakePlugin.of(CONNECTOR_CLASS, PluginInfo.Type.SOURCE)));
    private final MovableClock clock = new MovableClock();
    private final Place place = new Place("c", Set.of(), connect, clock);

    private static final class MovableClock extends Clock {
        private Instant now = Instant.EPOCH;

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
            throw new UnsupportedOperationException();
        }
    }

    @Test
    void a_thousand_connectors_are_looked_at_with_one_call() {
        Set<String> names =
                IntStream.range(0, 1_000).mapToObj(i -> "connector-" + i).collect(Collectors.toSet());
        names.forEach(this::create);
        FirstLook look = new FirstLook(clock, names);

        assertThat(names).allSatisfy(name -> assertThat(look.take(place, name)).isPresent());

        assertThat(connect.calls()).containsOnlyOnce("statuses");
    }

    @Test
    void a_status_is_given_out_once_and_only_of_connectors_that_were_expected() {
        create("ours");
        create("other");
        FirstLook look = new FirstLook(clock, Set.of("ours"));

        assertThat(look.take(place, "other")).isEmpty();
        assertThat(look.take(place, "ours")).map(ConnectorStatus::name).contains("ours");
        assertThat(look.take(place, "ours")).isEmpty();
    }

    @Test
    void what_is_no_longer_fresh_is_not_given_out() {
        create("early");
        create("late");
        FirstLook look = new FirstLook(clock, Set.of("early", "late"));
        assertThat(look.take(place, "early")).isPresent();

        clock.now = clock.now.plus(Duration.ofSeconds(5));

        assertThat(look.take(place, "late")).isEmpty();
    }

    @Test
    void a_connect_that_is_away_is_asked_once_and_leaves_the_rest_to_the_links() {
        create("a");
        create("b");
        FirstLook look = new FirstLook(clock, Set.of("a", "b"));
        connect.failNext(() -> new ConnectRuntimeException.Unavailable("gone", null));

        assertThat(look.take(place, "a")).isEmpty();
        assertThat(look.take(place, "b")).isEmpty();

        assertThat(connect.calls()).doesNotContain("statuses");
    }

    private void create(String connector) {
        connect.create(connector, Map.of("connector.class", CONNECTOR_CLASS), InitialState.STOPPED);
    }
}
