package io.streambus.connect.topic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ConfigEntry.ConfigSource;
import org.apache.kafka.clients.admin.ConfigEntry.ConfigType;
import org.junit.jupiter.api.Test;

class SettingsInStepTest {

    private final SettingsInStep rule = new SettingsInStep(
            List.of("min\\.insync\\.replicas"), false, Map.of("orders", Map.of("compression.type", "zstd")));

    @Test
    void aNewTopicTakesOverWhatWasSetOnTheTopicItself() {
        Config source = config(own("retention.ms", "1"), own("min.insync.replicas", "2"), byDefault("segment.ms", "3"));

        assertThat(rule.initial("users", source)).containsExactly(Map.entry("retention.ms", "1"));
        assertThat(rule.initial("orders", source)).containsEntry("compression.type", "zstd");
    }

    @Test
    void differencesAreMendedAndExcludedSettingsLeftAlone() {
        Config source = config(own("retention.ms", "1"), own("min.insync.replicas", "2"), own("segment.ms", "3"));
        Config target = config(own("retention.ms", "9"), own("min.insync.replicas", "1"), own("segment.ms", "3"));

        assertThat(rule.changes("users", source, target))
                .singleElement()
                .satisfies(change -> assertThat(change.configEntry().value()).isEqualTo("1"));
    }

    @Test
    void whatTheSourceLeavesToItsBrokersTheTargetLeavesToItsOwn() {
        Config source = config(byDefault("retention.ms", "1"));

        assertThat(rule.changes("users", source, config(own("retention.ms", "9"))))
                .singleElement()
                .satisfies(change -> assertThat(change.opType().name()).isEqualTo("DELETE"));
        assertThat(rule.changes("users", source, config(byDefault("retention.ms", "9"))))
                .isEmpty();
    }

    @Test
    void theSourcesDefaultsAreTakenOverOnDemand() {
        SettingsInStep withDefaults = new SettingsInStep(List.of(), true, Map.of());

        assertThat(withDefaults.changes(
                        "users", config(byDefault("retention.ms", "1")), config(byDefault("retention.ms", "9"))))
                .singleElement()
                .satisfies(change -> assertThat(change.configEntry().value()).isEqualTo("1"));
    }

    @Test
    void aFixedSettingHoldsThoughItIsExcludedOtherwise() {
        SettingsInStep fixed = new SettingsInStep(
                List.of("message\\.timestamp\\.type"),
                false,
                Map.of("orders", Map.of("message.timestamp.type", "LogAppendTime")));
        Config source = config(byDefault("message.timestamp.type", "CreateTime"));

        assertThat(fixed.initial("orders", source))
                .containsExactly(Map.entry("message.timestamp.type", "LogAppendTime"));
        assertThat(fixed.changes("orders", source, source))
                .singleElement()
                .satisfies(change -> assertThat(change.configEntry().value()).isEqualTo("LogAppendTime"));
        assertThat(fixed.changes("users", source, source)).isEmpty();
    }

    @Test
    void aCodecOfItsOwnWinsOverTheSources() {
        Config source = config(own("compression.type", "gzip"));

        assertThat(rule.changes("orders", source, config(own("compression.type", "zstd"))))
                .isEmpty();
        assertThat(rule.changes("orders", source, config(byDefault("compression.type", "producer"))))
                .singleElement()
                .satisfies(change -> assertThat(change.configEntry().value()).isEqualTo("zstd"));
    }

    private static Config config(ConfigEntry... entries) {
        return new Config(List.of(entries));
    }

    private static ConfigEntry own(String name, String value) {
        return entry(name, value, ConfigSource.DYNAMIC_TOPIC_CONFIG);
    }

    private static ConfigEntry byDefault(String name, String value) {
        return entry(name, value, ConfigSource.DEFAULT_CONFIG);
    }

    private static ConfigEntry entry(String name, String value, ConfigSource source) {
        return new ConfigEntry(name, value, source, false, false, List.of(), ConfigType.STRING, "");
    }
}
