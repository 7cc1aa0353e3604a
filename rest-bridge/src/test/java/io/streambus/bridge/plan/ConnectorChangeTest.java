package io.streambus.bridge.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.streambus.bridge.plan.ConnectorChange.Kind;
import io.streambus.bridge.plan.ConnectorChange.Setting;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectorChangeTest {

    @Test
    void every_connector_is_told_of_with_what_becomes_of_it() {
        Map<String, Map<String, String>> before = Map.of(
                "changed", Map.of("topics", "a", "tasks.max", "1"),
                "gone", Map.of("topics", "a"),
                "moved", Map.of("topics", "a"),
                "same", Map.of("topics", "a"));
        Map<String, Map<String, String>> after = Map.of(
                "changed", Map.of("topics", "b", "tasks.max", "1"),
                "moved", Map.of("topics", "a"),
                "new", Map.of("topics", "c"),
                "same", Map.of("topics", "a"));

        assertThat(ConnectorChange.between(before, after, "moved"::equals))
                .containsExactly(
                        new ConnectorChange("changed", Kind.RECONFIGURE, List.of(setting("a", "b"))),
                        new ConnectorChange("gone", Kind.DELETE, List.of(setting("a", null))),
                        new ConnectorChange("moved", Kind.MOVE, List.of()),
                        new ConnectorChange("new", Kind.CREATE, List.of(setting(null, "c"))),
                        new ConnectorChange("same", Kind.NONE, List.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "source.cluster.sasl.jaas.config",
                "producer.override.ssl.keystore.key",
                "target.cluster.pin",
                "sasl.jaas.config"
            })
    void a_secret_setting_shows_that_it_changes_and_nothing_else(String key) {
        List<ConnectorChange> changes = ConnectorChange.between(
                Map.of("c", Map.of(key, "old")), Map.of("c", Map.of(key, "new")), name -> false);

        assertThat(changes)
                .containsExactly(new ConnectorChange(
                        "c", Kind.RECONFIGURE, List.of(new Setting(key, Optional.of("***"), Optional.of("***")))));
    }

    private static Setting setting(String before, String after) {
        return new Setting("topics", Optional.ofNullable(before), Optional.ofNullable(after));
    }
}
