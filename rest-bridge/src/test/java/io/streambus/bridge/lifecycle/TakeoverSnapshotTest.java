package io.streambus.bridge.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streambus.bridge.runtime.ConnectCluster;
import io.streambus.runtime.ConnectRuntimeException;
import io.streambus.runtime.ConnectorStatus;
import io.streambus.runtime.FakeConnectRuntime;
import io.streambus.runtime.FakePlugin;
import io.streambus.runtime.InitialState;
import io.streambus.runtime.PluginInfo;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TakeoverSnapshotTest {

    private static final String CONNECTOR_CLASS = "io.streambus.connect.StreamBusSourceConnector";

    private static final Map<String, String> CONFIG = Map.of("connector.class", CONNECTOR_CLASS);

    private final FakeConnectRuntime connect =
            new FakeConnectRuntime("c", List.of(FakePlugin.of(CONNECTOR_CLASS, PluginInfo.Type.SOURCE)));
    private final MovableClock clock = new MovableClock();
    private final ConnectCluster cluster = new ConnectCluster("c", Set.of(), connect, clock);

    @Test
    void a_thousand_connectors_are_looked_at_with_one_call() {
        Set<String> names =
                IntStream.range(0, 1_000).mapToObj(i -> "connector-" + i).collect(Collectors.toSet());
        names.forEach(this::create);
        TakeoverSnapshot look = new TakeoverSnapshot(clock, names);

        assertThat(names)
                .allSatisfy(name -> assertThat(look.take(cluster, name)).isPresent());

        assertThat(connect.calls()).containsOnlyOnce("statuses");
    }

    @Test
    void a_status_is_given_out_once_and_only_of_connectors_that_were_expected() {
        create("ours");
        create("other");
        TakeoverSnapshot look = new TakeoverSnapshot(clock, Set.of("ours"));

        assertThat(look.take(cluster, "other")).isEmpty();
        assertThat(look.take(cluster, "ours")).map(ConnectorStatus::name).contains("ours");
        assertThat(look.take(cluster, "ours")).isEmpty();
    }

    @Test
    void what_is_no_longer_fresh_is_not_given_out() {
        create("early");
        create("late");
        TakeoverSnapshot look = new TakeoverSnapshot(clock, Set.of("early", "late"));
        assertThat(look.take(cluster, "early")).isPresent();

        clock.advance(Duration.ofSeconds(5));

        assertThat(look.take(cluster, "late")).isEmpty();
    }

    @Test
    void a_connect_that_is_away_is_asked_once_and_leaves_the_rest_to_the_links() {
        create("a");
        create("b");
        TakeoverSnapshot look = new TakeoverSnapshot(clock, Set.of("a", "b"));
        connect.failNext(() -> new ConnectRuntimeException.Unavailable("gone", null));

        assertThat(look.take(cluster, "a")).isEmpty();
        assertThat(look.take(cluster, "b")).isEmpty();

        assertThat(connect.calls()).doesNotContain("statuses");
    }

    @Test
    void the_configurations_of_a_thousand_connectors_are_compared_with_one_call() {
        Set<String> names =
                IntStream.range(0, 1_000).mapToObj(i -> "connector-" + i).collect(Collectors.toSet());
        names.forEach(this::create);
        connect.create("other", CONFIG, InitialState.STOPPED);
        TakeoverSnapshot look = new TakeoverSnapshot(clock, names);

        names.forEach(name -> look.correct(cluster, name, () -> CONFIG));
        names.forEach(name -> look.correct(cluster, name, () -> {
            throw new AssertionError("compared twice");
        }));

        assertThat(connect.calls()).containsOnlyOnce("configs").noneMatch(call -> call.startsWith("putConfig"));
    }

    @Test
    void what_this_bridge_has_changed_since_it_looked_is_not_written_again() {
        create("a");
        create("b");
        TakeoverSnapshot look = new TakeoverSnapshot(clock, Set.of("a", "b"));
        look.correct(cluster, "a", () -> CONFIG);
        Map<String, String> newer = Map.of("connector.class", CONNECTOR_CLASS, "tasks.max", "2");
        connect.putConfig("b", newer);

        look.correct(cluster, "b", () -> newer);

        assertThat(connect.calls()).containsOnlyOnce("putConfig b");
    }

    @Test
    void what_a_worker_carries_out_late_is_corrected_too_and_what_is_changed_later_is_left_alone() {
        create("a");
        TakeoverSnapshot look = new TakeoverSnapshot(clock, Set.of("a"));
        look.correct(cluster, "a", () -> CONFIG);
        Map<String, String> late = Map.of("connector.class", CONNECTOR_CLASS, "tasks.max", "2");
        connect.putConfig("a", late);
        look.correct(cluster, "a", () -> CONFIG);
        assertThat(connect.config("a")).as("too early").containsKey("tasks.max");

        clock.advance(Duration.ofSeconds(150));
        look.correct(cluster, "a", () -> CONFIG);
        assertThat(connect.config("a")).doesNotContainKey("tasks.max");

        connect.putConfig("a", late);
        clock.advance(Duration.ofHours(1));
        look.correct(cluster, "a", () -> CONFIG);
        assertThat(connect.config("a")).containsKey("tasks.max");
    }

    @Test
    void a_correction_that_does_not_work_is_tried_again_and_one_that_did_is_not() {
        create("a");
        TakeoverSnapshot look = new TakeoverSnapshot(clock, Set.of("a"));
        Map<String, String> newer = Map.of("connector.class", CONNECTOR_CLASS, "tasks.max", "2");
        connect.goAway();
        assertThatThrownBy(() -> look.correct(cluster, "a", () -> newer))
                .isInstanceOf(ConnectRuntimeException.Unavailable.class);
        connect.comeBack();
        clock.advance(Duration.ofSeconds(10));

        look.correct(cluster, "a", () -> newer);
        look.correct(cluster, "a", () -> CONFIG);

        assertThat(connect.config("a")).containsEntry("tasks.max", "2");
    }

    private void create(String connector) {
        connect.create(connector, CONFIG, InitialState.STOPPED);
    }
}
