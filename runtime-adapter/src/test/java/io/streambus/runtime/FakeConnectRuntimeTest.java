package io.streambus.runtime;

import static io.streambus.runtime.plugin.IdleSourceConnector.FAIL_WHILE;
import static io.streambus.runtime.plugin.IdleSourceConnector.FEED;
import static io.streambus.runtime.plugin.IdleSourceConnector.PASSWORD;
import static io.streambus.runtime.plugin.IdleSourceConnector.REFUSED_FIELD;
import static io.streambus.runtime.plugin.IdleSourceConnector.SIZE;
import static io.streambus.runtime.plugin.IdleSourceConnector.WEAK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streambus.runtime.ConfigValidation.Fault;
import io.streambus.runtime.ConnectRuntimeException.Rebalancing;
import io.streambus.runtime.ConnectRuntimeException.Unavailable;
import io.streambus.runtime.ConnectorStatus.State;
import io.streambus.runtime.plugin.IdleSourceConnector;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FakeConnectRuntimeTest extends ConnectRuntimeContract {

    private static final String CLASS = IdleSourceConnector.class.getName();
    private static final Map<String, String> VALID = Map.of("connector.class", CLASS, FEED, "any");

    private final FakeConnectRuntime fake = new FakeConnectRuntime("fake", List.of(idle()));

    @Override
    protected ConnectRuntime runtime() {
        return fake;
    }

    private static FakePlugin idle() {
        return new FakePlugin(
                new PluginInfo(CLASS, PluginInfo.Type.SOURCE, Optional.of(IdleSourceConnector.VERSION)),
                FakeConnectRuntimeTest::faults,
                config -> Optional.of(config.getOrDefault(FAIL_WHILE, ""))
                        .filter(file -> !file.isEmpty() && Files.exists(Path.of(file)))
                        .map(file -> "ConnectException: told to fail"),
                offsets -> offsets.stream()
                        .flatMap(offset -> offset.offset().stream())
                        .filter(offset -> offset.containsKey(REFUSED_FIELD))
                        .map(offset -> "these offsets are not to this connector's taste")
                        .findFirst());
    }

    private static List<Fault> faults(Map<String, String> config) {
        List<Fault> faults = new ArrayList<>();
        if (!config.containsKey(FEED)) {
            faults.add(new Fault(FEED, "is missing"));
        }
        if (!config.getOrDefault(SIZE, "1").chars().allMatch(Character::isDigit)) {
            faults.add(new Fault(SIZE, "is no number"));
        }
        if (config.getOrDefault(PASSWORD, "").contains(WEAK)) {
            faults.add(new Fault(PASSWORD, "is weak"));
        }
        return faults;
    }

    @Test
    void callsFailWhileItIsUnavailableOrRebalancingAndWorkAgainAfterwards() {
        fake.unavailable("cable cut");
        assertThatThrownBy(fake::connectors).isInstanceOf(Unavailable.class).hasMessageContaining("cable cut");
        fake.rebalancing();
        assertThatThrownBy(() -> fake.create("a", VALID, InitialState.RUNNING)).isInstanceOf(Rebalancing.class);
        fake.available();

        assertThat(fake.connectors()).isEmpty();
    }

    @Test
    void oneCallFailsWhenOneIsToldTo() {
        fake.failNext(() -> new Unavailable("once", null));

        assertThatThrownBy(fake::connectors).hasMessage("once");
        assertThat(fake.connectors()).isEmpty();
    }

    @Test
    void statusesLagBehindWhileHeld() {
        fake.holdStatus();
        fake.create("a", VALID, InitialState.RUNNING);
        assertThat(fake.status("a").connector().state()).isEqualTo(State.UNASSIGNED);

        fake.releaseStatus();
        assertThat(fake.status("a").connector().state()).isEqualTo(State.RUNNING);
    }

    @Test
    void aTaskToldToFailShowsItsTraceUntilRestarted() {
        fake.create("a", VALID, InitialState.RUNNING);
        fake.failTask("a", 0, "boom");
        assertThat(fake.status("a").tasks().get(0).instance().trace()).contains("boom");

        fake.restartFailed("a");
        assertThat(fake.status("a").tasks().get(0).instance().state()).isEqualTo(State.RUNNING);
        assertThat(fake.calls()).containsExactly("create a RUNNING", "restartFailed a");
    }
}
