package io.streambus.connect.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FixedSettingTest {

    @Test
    void pairsBecomeSettingsOfTheirTopics() {
        Map<String, Map<String, String>> byTopic = new HashMap<>();

        FixedSetting.COMPRESSION.addTo(byTopic, List.of("a:zstd", "b:uncompressed"));
        FixedSetting.TIMESTAMPS.addTo(byTopic, List.of("a:LogAppendTime"));

        assertThat(byTopic)
                .isEqualTo(Map.of(
                        "a", Map.of("compression.type", "zstd", "message.timestamp.type", "LogAppendTime"),
                        "b", Map.of("compression.type", "uncompressed")));
    }

    @Test
    void everyFaultyPairIsNamed() {
        assertThatThrownBy(() -> FixedSetting.COMPRESSION
                        .validator()
                        .ensureValid(
                                "topics.compression", List.of("ok:gzip", "a", "b:rar", "c d:lz4", "ok:lz4", "e:none")))
                .hasMessageContaining("'a' is not of the form")
                .hasMessageContaining("'b:rar' is not of the form")
                .hasMessageContaining("'c d:lz4' is not of the form")
                .hasMessageContaining("'ok:lz4' names ok a second time")
                .hasMessageContaining("'e:none' is not of the form topic:value, with a value of [uncompressed,");
    }
}
