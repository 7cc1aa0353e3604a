package io.streambus.bridge.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streambus.bridge.registry.PinnedCluster;
import io.streambus.connect.identity.ClusterIdentity;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PinnedClusterFormatTest {

    private static final Instant AT = Instant.parse("2024-01-15T10:00:00Z");

    @Test
    void version_1_is_written_and_read_as_it_always_was() throws Exception {
        PinnedCluster pinned = new PinnedCluster(
                "west",
                new ClusterIdentity(
                        Optional.of("k1"),
                        Map.of("__consumer_offsets", "t1", "orders", "is not kept"),
                        Set.of("a:1", "b:1")),
                AT);
        String golden = "{\"version\":1,\"cluster_id\":\"west\",\"at\":\"2024-01-15T10:00:00Z\","
                + "\"kafka_cluster_id\":\"k1\",\"topic_ids\":{\"__consumer_offsets\":\"t1\"},\"brokers\":[\"a:1\",\"b:1\"]}";

        assertThat(new String(PinnedClusterFormat.encode(pinned), UTF_8)).isEqualTo(golden);
        assertThat(PinnedClusterFormat.decode(golden.getBytes(UTF_8))).isEqualTo(pinned);
    }

    @Test
    void a_cluster_that_gives_no_id_is_kept_by_its_addresses() throws Exception {
        PinnedCluster pinned =
                new PinnedCluster("west", new ClusterIdentity(Optional.empty(), Map.of(), Set.of("a:1")), AT);

        assertThat(PinnedClusterFormat.decode(PinnedClusterFormat.encode(pinned)))
                .isEqualTo(pinned);
    }

    @Test
    void what_is_no_entry_or_of_a_later_version_is_not_guessed_at() {
        for (String entry : new String[] {"[]", "{\"version\": 2}", "{\"version\": 1, \"at\": \"now\"}"}) {
            assertThatThrownBy(() -> PinnedClusterFormat.decode(entry.getBytes(UTF_8)))
                    .as(entry)
                    .isInstanceOf(UnreadableEntryException.class);
        }
    }
}
