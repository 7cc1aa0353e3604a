package io.streambus.runtime;

import static io.streambus.runtime.plugin.IdleSourceConnector.FAIL_WHILE;
import static io.streambus.runtime.plugin.IdleSourceConnector.FEED;
import static io.streambus.runtime.plugin.IdleSourceConnector.PASSWORD;
import static io.streambus.runtime.plugin.IdleSourceConnector.REFUSED_FIELD;
import static io.streambus.runtime.plugin.IdleSourceConnector.SIZE;
import static io.streambus.runtime.plugin.IdleSourceConnector.WEAK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.streambus.runtime.ConnectRuntimeException.Conflict;
import io.streambus.runtime.ConnectRuntimeException.InvalidConfig;
import io.streambus.runtime.ConnectRuntimeException.NotFound;
import io.streambus.runtime.ConnectRuntimeException.Unavailable;
import io.streambus.runtime.ConnectorStatus.State;
import io.streambus.runtime.plugin.IdleSourceConnector;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link ConnectRuntime} does, the real one and the fake. {@link IdleSourceConnector} is among its plugins. */
public abstract class ConnectRuntimeContract {

    private static final String CLASS = IdleSourceConnector.class.getName();
    private static final Duration SETTLES = Duration.ofSeconds(30);

    @TempDir
    Path dir;

    private final String name = "idle-" + UUID.randomUUID();

    protected abstract ConnectRuntime runtime();

    @AfterEach
    void deleteConnectors() {
        runtime().connectors().forEach(runtime()::delete);
    }

    @Test
    void listsAPluginWithItsTypeAndVersion() {
        assertThat(runtime().plugins())
                .extracting(PluginInfo::className, PluginInfo::type, PluginInfo::version)
                .contains(tuple(CLASS, PluginInfo.Type.SOURCE, Optional.of(IdleSourceConnector.VERSION)));
    }

    @Test
    void aValidConfigurationHasNoFaults() {
        assertThat(runtime().validate(with(Map.of("name", name))).valid()).isTrue();
    }

    @Test
    void everyFaultOfAConfigurationIsNamedByItsKey() {
        Map<String, String> config = with(Map.of("name", name, SIZE, "large"));
        config.remove(FEED);

        assertThat(runtime().validate(config).faults())
                .extracting(ConfigValidation.Fault::key)
                .contains(FEED, SIZE);
    }

    @Test
    void validatingCreatesNothing() {
        runtime().validate(with(Map.of("name", name)));

        assertThat(runtime().connectors()).isEmpty();
    }

    @Test
    void aClassThatNoWorkerKnowsIsAFaultOfItsKeyAndToldInOneSentence() {
        Map<String, String> unknown = with(Map.of("name", name, "connector.class", "com.example.NoSuchConnector"));

        assertThatThrownBy(() -> runtime().validate(unknown)).satisfies(this::isAboutTheClass);
        assertThatThrownBy(() -> runtime().create(name, unknown, InitialState.STOPPED))
                .satisfies(this::isAboutTheClass);
    }

    private void isAboutTheClass(Throwable thrown) {
        assertThat(thrown)
                .isInstanceOfSatisfying(
                        InvalidConfig.class,
                        e -> assertThat(e.faults())
                                .extracting(ConfigValidation.Fault::key)
                                .containsExactly("connector.class"))
                .hasMessageContaining("com.example.NoSuchConnector");
        assertThat(thrown.getMessage()).hasSizeLessThan(500);
    }

    @Test
    void aConfigurationWithoutClassIsAFaultOfThatKey() {
        Map<String, String> config = with(Map.of("name", name));
        config.remove("connector.class");

        assertThatThrownBy(() -> runtime().validate(config))
                .isInstanceOfSatisfying(
                        InvalidConfig.class,
                        e -> assertThat(e.faults())
                                .extracting(ConfigValidation.Fault::key)
                                .containsExactly("connector.class"));
    }

    @ParameterizedTest
    @EnumSource(InitialState.class)
    void aConnectorIsCreatedInTheStateAskedFor(InitialState initialState) {
        runtime().create(name, with(Map.of("tasks.max", "2")), initialState);

        assertThat(runtime().connectors()).containsExactly(name);
        awaitState(name, State.valueOf(initialState.name()), initialState == InitialState.RUNNING ? 2 : 0);
    }

    @Test
    void aNewConnectorHasAStatusAtOnce() {
        runtime().create(name, with(Map.of()), InitialState.RUNNING);

        assertThat(runtime().status(name).connector().state()).isIn(State.UNASSIGNED, State.RUNNING);
    }

    @Test
    void oneCallShowsTheStatusOfEveryConnector() {
        runtime().create(name, with(Map.of("tasks.max", "2")), InitialState.RUNNING);
        awaitState(name, State.RUNNING, 2);

        assertThat(runtime().statuses())
                .containsExactly(Map.entry(name, runtime().status(name)));
    }

    @Test
    void theConfigurationsOfAllConnectorsAreThoseOfEachOne() {
        runtime().create(name, with(Map.of("idle.extra", "${file:/etc/secret:key}")), InitialState.STOPPED);

        assertThat(runtime().configs())
                .containsExactly(Map.entry(name, runtime().config(name)));
    }

    @Test
    void whoeverHasLostTheRightToChangeSomethingMayStillLook() {
        runtime().create(name, with(Map.of(SIZE, "1")), InitialState.STOPPED);
        AtomicReference<Duration> left = new AtomicReference<>(Duration.ofMinutes(1));
        ConnectRuntime led = runtime().within(left::get);
        led.putConfig(name, with(Map.of(SIZE, "2")));

        left.set(Duration.ZERO);

        assertRefused(() -> led.create("other", with(Map.of()), InitialState.STOPPED));
        assertRefused(() -> led.putConfig(name, with(Map.of(SIZE, "3"))));
        assertRefused(() -> led.resume(name));
        assertRefused(() -> led.pause(name));
        assertRefused(() -> led.stop(name));
        assertRefused(() -> led.restartFailed(name));
        assertRefused(() -> led.alterOffsets(name, List.of(offset(0, 1))));
        assertRefused(() -> led.deleteOffsets(name));
        assertRefused(() -> led.delete(name));
        assertThat(led.connectors()).containsExactly(name);
        assertThat(led.config(name)).containsEntry(SIZE, "2");
        assertThat(led.validate(with(Map.of("name", name))).valid()).isTrue();
        awaitState(name, State.STOPPED, 0);
    }

    private static void assertRefused(ThrowingCallable change) {
        assertThatThrownBy(change).isInstanceOf(Unavailable.class).hasMessageContaining("right");
    }

    @Test
    void aConfigurationIsReadBackWithItsNameAndItsReferencesUnresolved() {
        runtime().create(name, with(Map.of("idle.extra", "${file:/etc/secret:key}")), InitialState.STOPPED);

        assertThat(runtime().config(name))
                .containsExactlyInAnyOrderEntriesOf(
                        with(Map.of("name", name, "idle.extra", "${file:/etc/secret:key}")));
    }

    @Test
    void aSecondConnectorOfTheSameNameIsAConflictAndLeavesTheFirstAlone() {
        runtime().create(name, with(Map.of(SIZE, "1")), InitialState.STOPPED);

        assertThatThrownBy(() -> runtime().create(name, with(Map.of(SIZE, "1")), InitialState.RUNNING))
                .isInstanceOf(Conflict.class)
                .hasMessageContaining(name);
        assertThatThrownBy(() -> runtime().create(name, with(Map.of(SIZE, "2")), InitialState.RUNNING))
                .isInstanceOf(Conflict.class);
        assertThat(runtime().config(name)).containsEntry(SIZE, "1");
        awaitState(name, State.STOPPED, 0);
    }

    @Test
    void aRefusedConfigurationCreatesNothingAndNamesEveryFault() {
        Map<String, String> config = with(Map.of(SIZE, "large"));
        config.remove(FEED);

        assertThatThrownBy(() -> runtime().create(name, config, InitialState.STOPPED))
                .isInstanceOfSatisfying(
                        InvalidConfig.class,
                        e -> assertThat(e.faults())
                                .extracting(ConfigValidation.Fault::key)
                                .contains(FEED, SIZE));
        assertThat(runtime().connectors()).isEmpty();
    }

    @Test
    void aRefusedSecretIsInNoMessage() {
        String secret = WEAK + "-hunter2";
        Map<String, String> config = with(Map.of(PASSWORD, secret, "name", name));

        assertThat(runtime().validate(config).toString()).contains(PASSWORD).doesNotContain(secret);
        assertThatThrownBy(() -> runtime().create(name, config, InitialState.STOPPED))
                .isInstanceOfSatisfying(
                        InvalidConfig.class,
                        e -> assertThat(e.faults().toString())
                                .contains(PASSWORD)
                                .doesNotContain(secret))
                .hasMessageContaining(PASSWORD)
                .hasMessageNotContaining(secret);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", " padded", "padded\t", "two\nlines", "50%", "%41", "a/b", "a\\b", ".", ".."})
    void aNameThatConnectCannotReachIsAFaultOfTheName(String unfit) {
        assertThatThrownBy(() -> runtime().create(unfit, with(Map.of()), InitialState.STOPPED))
                .isInstanceOfSatisfying(
                        InvalidConfig.class,
                        e -> assertThat(e.faults())
                                .extracting(ConfigValidation.Fault::key)
                                .containsExactly("name"));
        assertThat(runtime().connectors()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"two words", "größe", "a+b", "a&b=c?d#e;f", "link-1.us-west-1", "~x*y'(z)", "..."})
    void aNameMayHoldAnythingElse(String odd) {
        runtime().create(odd, with(Map.of()), InitialState.STOPPED);

        assertThat(runtime().connectors()).containsExactly(odd);
        assertThat(runtime().config(odd)).containsEntry("name", odd);
        runtime().resume(odd);
        awaitState(odd, State.RUNNING, 1);
        runtime().delete(odd);
        assertThat(runtime().connectors()).isEmpty();
    }

    @Test
    void aConnectorIsStartedPausedResumedAndStopped() {
        runtime().create(name, with(Map.of()), InitialState.STOPPED);

        runtime().resume(name);
        awaitState(name, State.RUNNING, 1);
        runtime().pause(name);
        awaitState(name, State.PAUSED, 1);
        runtime().resume(name);
        awaitState(name, State.RUNNING, 1);
        runtime().stop(name);
        awaitState(name, State.STOPPED, 0);
    }

    @Test
    void aStateThatIsThereAlreadyMayBeAskedForAgain() {
        runtime().create(name, with(Map.of()), InitialState.STOPPED);
        runtime().stop(name);
        awaitState(name, State.STOPPED, 0);
        runtime().resume(name);
        runtime().resume(name);
        awaitState(name, State.RUNNING, 1);
        runtime().pause(name);
        runtime().pause(name);
        awaitState(name, State.PAUSED, 1);
    }

    @Test
    void aNewConfigurationReplacesTheOldOneWhole() {
        runtime().create(name, with(Map.of(SIZE, "1", "idle.extra", "old")), InitialState.STOPPED);

        runtime().putConfig(name, with(Map.of(SIZE, "2")));

        assertThat(runtime().config(name)).containsExactlyInAnyOrderEntriesOf(with(Map.of("name", name, SIZE, "2")));
        awaitState(name, State.STOPPED, 0);
    }

    @Test
    void moreTasksAreStartedWhenTheConfigurationOfARunningConnectorSaysSo() {
        runtime().create(name, with(Map.of()), InitialState.RUNNING);
        awaitState(name, State.RUNNING, 1);

        runtime().putConfig(name, with(Map.of("tasks.max", "3")));

        awaitState(name, State.RUNNING, 3);
    }

    @Test
    void aRefusedNewConfigurationLeavesTheOldOne() {
        runtime().create(name, with(Map.of(SIZE, "1")), InitialState.STOPPED);

        assertThatThrownBy(() -> runtime().putConfig(name, with(Map.of(SIZE, "large"))))
                .isInstanceOfSatisfying(
                        InvalidConfig.class,
                        e -> assertThat(e.faults())
                                .extracting(ConfigValidation.Fault::key)
                                .contains(SIZE));
        assertThat(runtime().config(name)).containsEntry(SIZE, "1");
    }

    @Test
    void everyCallForAConnectorThatIsNotThereIsNotFoundAndCreatesNone() {
        List<ConnectorOffset> offsets = List.of(offset(0, 1));
        assertNotFound(() -> runtime().config(name));
        assertNotFound(() -> runtime().putConfig(name, with(Map.of())));
        assertNotFound(() -> runtime().status(name));
        assertNotFound(() -> runtime().resume(name));
        assertNotFound(() -> runtime().pause(name));
        assertNotFound(() -> runtime().stop(name));
        assertNotFound(() -> runtime().restartFailed(name));
        assertNotFound(() -> runtime().offsets(name));
        assertNotFound(() -> runtime().alterOffsets(name, offsets));
        assertNotFound(() -> runtime().deleteOffsets(name));
        assertNotFound(() -> runtime().delete(name));
        assertThat(runtime().connectors()).isEmpty();
    }

    private void assertNotFound(Runnable call) {
        assertThatThrownBy(call::run).isInstanceOf(NotFound.class).hasMessageContaining(name);
    }

    @Test
    void aFailedTaskShowsItsTraceAndRunsAgainAfterARestart() throws Exception {
        Path fail = Files.createFile(dir.resolve("fail"));
        runtime().create(name, with(Map.of(FAIL_WHILE, fail.toString())), InitialState.RUNNING);
        Awaitility.await()
                .atMost(SETTLES)
                .untilAsserted(() -> assertThat(runtime().status(name).tasks())
                        .singleElement()
                        .satisfies(task -> {
                            assertThat(task.instance().state()).isEqualTo(State.FAILED);
                            assertThat(task.instance().trace())
                                    .hasValueSatisfying(
                                            trace -> assertThat(trace).contains("told to fail"));
                        }));
        Files.delete(fail);

        runtime().restartFailed(name);

        awaitState(name, State.RUNNING, 1);
        assertThat(runtime().status(name).tasks().get(0).instance().trace()).isEmpty();
    }

    @Test
    void restartingWhatHasNotFailedChangesNothing() {
        runtime().create(name, with(Map.of()), InitialState.RUNNING);
        awaitState(name, State.RUNNING, 1);

        runtime().restartFailed(name);

        awaitState(name, State.RUNNING, 1);
    }

    @Test
    void offsetsAreSetForgottenOneByOneAndForgottenAllTogether() {
        runtime().create(name, with(Map.of()), InitialState.STOPPED);
        awaitState(name, State.STOPPED, 0);
        assertThat(runtime().offsets(name)).isEmpty();

        runtime().alterOffsets(name, List.of(offset(0, 100), offset(1, 5_000_000_000L)));
        runtime().alterOffsets(name, List.of(offset(0, 101)));
        assertThat(positions()).isEqualTo(Map.of(0L, 101L, 1L, 5_000_000_000L));

        runtime().alterOffsets(name, List.of(new ConnectorOffset(offset(0, 0).partition(), Optional.empty())));
        assertThat(positions()).isEqualTo(Map.of(1L, 5_000_000_000L));

        runtime().deleteOffsets(name);
        assertThat(runtime().offsets(name)).isEmpty();
    }

    @Test
    void offsetsOfAConnectorThatIsNotStoppedAreAConflict() {
        runtime().create(name, with(Map.of()), InitialState.PAUSED);
        awaitState(name, State.PAUSED, 0);

        assertThatThrownBy(() -> runtime().alterOffsets(name, List.of(offset(0, 1))))
                .isInstanceOf(Conflict.class)
                .hasMessageContaining(name);
        assertThatThrownBy(() -> runtime().deleteOffsets(name)).isInstanceOf(Conflict.class);
    }

    @Test
    void offsetsThatTheConnectorRefusesAreAConflictThatSaysWhy() {
        runtime().create(name, with(Map.of()), InitialState.STOPPED);
        awaitState(name, State.STOPPED, 0);
        ConnectorOffset refused = new ConnectorOffset(Map.of("p", 0), Optional.of(Map.of(REFUSED_FIELD, 1)));

        assertThatThrownBy(() -> runtime().alterOffsets(name, List.of(refused)))
                .isInstanceOf(Conflict.class)
                .hasMessageContaining("not to this connector's taste");
        assertThat(runtime().offsets(name)).isEmpty();
    }

    @Test
    void offsetsOutliveTheirConnectorUnlessDeleted() {
        runtime().create(name, with(Map.of()), InitialState.STOPPED);
        awaitState(name, State.STOPPED, 0);
        runtime().alterOffsets(name, List.of(offset(0, 100)));
        runtime().delete(name);

        runtime().create(name, with(Map.of()), InitialState.STOPPED);

        assertThat(positions()).isEqualTo(Map.of(0L, 100L));
    }

    @ParameterizedTest
    @EnumSource(InitialState.class)
    void aConnectorIsDeletedWhateverItsStateAndItsNameIsFreeAtOnce(InitialState initialState) {
        runtime().create(name, with(Map.of(SIZE, "1")), initialState);

        runtime().delete(name);
        assertNotFound(() -> runtime().config(name));
        assertNotFound(() -> runtime().delete(name));
        runtime().create(name, with(Map.of(SIZE, "2")), InitialState.STOPPED);

        assertThat(runtime().config(name)).containsEntry(SIZE, "2");
    }

    private static Map<String, String> with(Map<String, String> more) {
        Map<String, String> config = new HashMap<>(Map.of("connector.class", CLASS, FEED, "any"));
        config.putAll(more);
        return config;
    }

    private static ConnectorOffset offset(int partition, long offset) {
        return new ConnectorOffset(
                Map.of("cluster", "us-west-1", "partition", partition), Optional.of(Map.of("offset", offset)));
    }

    private Map<Long, Long> positions() {
        Map<Long, Long> positions = new HashMap<>();
        for (ConnectorOffset offset : runtime().offsets(name)) {
            positions.put(
                    ((Number) offset.partition().get("partition")).longValue(),
                    ((Number) offset.offset().orElseThrow().get("offset")).longValue());
        }
        return positions;
    }

    private void awaitState(String connector, State state, int tasks) {
        Awaitility.await().pollInterval(Duration.ofMillis(50)).atMost(SETTLES).untilAsserted(() -> {
            ConnectorStatus status = runtime().status(connector);
            assertThat(status.connector().state()).isEqualTo(state);
            assertThat(status.tasks())
                    .hasSize(tasks)
                    .allSatisfy(task -> assertThat(task.instance().state()).isEqualTo(state));
        });
    }
}
