package io.streambus.bridge.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streambus.bridge.link.cluster.Sasl;
import io.streambus.bridge.link.cluster.Secret;
import io.streambus.bridge.link.cluster.Security;
import io.streambus.bridge.registry.RegisteredCluster;
import io.streambus.bridge.registry.StoredCluster;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoredClusterFormatTest {

    private static final StoredCluster STORED = new StoredCluster(
            new RegisteredCluster(
                    "us-west-1",
                    "West",
                    Optional.of("us-west"),
                    List.of("w1:9092", "w2:9092"),
                    new Security(
                            true,
                            Optional.empty(),
                            Optional.empty(),
                            Optional.of("/ca.pem"),
                            false,
                            Optional.of(new Sasl(
                                    Sasl.Mechanism.PLAIN,
                                    Optional.of("u"),
                                    Optional.of(new Secret("${streambus:/clusters/us-west-1/sasl_password:x}")))),
                            Map.of("ssl.protocol", "TLSv1.3")),
                    Optional.of("gone")),
            3,
            Instant.parse("2024-01-01T00:00:00.123Z"));

    @Test
    void what_is_stored_reads_back_the_same() throws UnreadableEntryException {
        assertThat(StoredClusterFormat.decode(StoredClusterFormat.encode(STORED)))
                .isEqualTo(STORED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "not json",
                "{}",
                "{\"version\": 2, \"revision\": 1, \"created_at\": \"2024-01-01T00:00:00Z\", \"document\": {}}",
                "{\"version\": 1, \"revision\": 1, \"created_at\": \"2024-01-01T00:00:00Z\"}",
                "{\"version\": 1, \"revision\": 1, \"created_at\": \"2024-01-01T00:00:00Z\", \"document\": {}}",
                "{\"version\": 1, \"revision\": 0, \"created_at\": \"2024-01-01T00:00:00Z\","
                        + " \"document\": {\"cluster_id\": \"a\", \"brokers\": [\"a:1\"]}}",
                "{\"version\": 1, \"revision\": 1, \"created_at\": \"today\","
                        + " \"document\": {\"cluster_id\": \"a\", \"brokers\": [\"a:1\"]}}",
            })
    void what_this_bridge_cannot_tell_is_no_entry(String entry) {
        assertThatThrownBy(() -> StoredClusterFormat.decode(entry.getBytes(UTF_8)))
                .isInstanceOf(UnreadableEntryException.class);
    }
}
