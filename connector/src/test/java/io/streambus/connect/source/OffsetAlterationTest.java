package io.streambus.connect.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.Test;

class OffsetAlterationTest {

    private static final Map<String, ?> ORDERS_3 = Map.of("cluster", "west", "topic", "orders", "partition", 3);

    @Test
    void offsetsAreReadInMirrorMakersForm() {
        assertThat(OffsetAlteration.parse("west", Map.of(ORDERS_3, Map.of("offset", 41L))))
                .containsExactly(Map.entry(new TopicPartition("orders", 3), OptionalLong.of(41)));
    }

    @Test
    void aNullOffsetResetsThePartition() {
        Map<Map<String, ?>, Map<String, ?>> reset = new HashMap<>();
        reset.put(ORDERS_3, null);

        assertThat(OffsetAlteration.parse("west", reset))
                .containsExactly(Map.entry(new TopicPartition("orders", 3), OptionalLong.empty()));
    }

    @Test
    void aResetOfAnotherClustersOffsetIsNoneOfOurBusiness() {
        Map<Map<String, ?>, Map<String, ?>> reset = new HashMap<>();
        reset.put(Map.of("cluster", "gone", "topic", "orders", "partition", 3), null);

        assertThat(OffsetAlteration.parse("west", reset)).isEmpty();
    }

    @Test
    void allFaultsAreReportedAtOnce() {
        Map<Map<String, ?>, Map<String, ?>> faulty = new LinkedHashMap<>();
        faulty.put(Map.of("cluster", "east", "topic", "orders", "partition", 0), Map.of("offset", 1L));
        faulty.put(Map.of("cluster", "west", "topic", "", "partition", -1), Map.of("offset", 1L));
        faulty.put(Map.of("cluster", "west", "topic", "users", "partition", 1), Map.of("offset", -1L));
        faulty.put(Map.of("cluster", "west", "topic", "users", "partition", 2), Map.of("position", 1L));
        faulty.put(Map.of("cluster", "west", "topic", "users", "partition", 3, "dc", 1), Map.of("offset", 1L));

        assertThatThrownBy(() -> OffsetAlteration.parse("west", faulty))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("must be west, found east")
                .hasMessageContaining("must be a topic's name, found ")
                .hasMessageContaining("must be a whole number of 0 or more, found -1")
                .hasMessageContaining("found {offset=-1}")
                .hasMessageContaining("found {position=1}")
                .hasMessageContaining("unknown keys [dc]");
    }
}
