package io.streambus.connect.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.streambus.connect.checkpoint.CheckpointFormat;
import io.streambus.connect.config.SourceConfig;
import io.streambus.runtime.embedded.ClusterSpec;
import io.streambus.runtime.embedded.EmbeddedCluster;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What only a broker can show: one that creates topics on demand makes one of every name that a producer asks for. */
class OffsetAlterationIT {

    private static final ConfigResource CHECKPOINTS =
            new ConfigResource(ConfigResource.Type.TOPIC, CheckpointFormat.TOPIC);

    @Test
    void alteredBeforeTheFlowEverRanTheCheckpointsTopicIsCreatedCompactedAllTheSame(@TempDir Path data)
            throws Exception {
        try (EmbeddedCluster cluster = EmbeddedCluster.start(
                        new ClusterSpec("east", 0, data, Map.of("auto.create.topics.enable", "true")));
                Admin admin = Admin.create(Map.of("bootstrap.servers", cluster.bootstrapServers()))) {
            SourceConfig config = new SourceConfig(Map.of(
                    "name", "link",
                    "source.cluster.alias", "west",
                    "target.cluster.alias", "east",
                    "source.cluster.bootstrap.servers", "127.0.0.1:1",
                    "target.cluster.bootstrap.servers", cluster.bootstrapServers()));

            new OffsetAlteration(config, () -> 1)
                    .apply(Map.of(Map.of("cluster", "west", "topic", "orders", "partition", 0), Map.of("offset", 41L)));

            assertThat(admin.describeConfigs(List.of(CHECKPOINTS))
                            .all()
                            .get()
                            .get(CHECKPOINTS)
                            .get(TopicConfig.CLEANUP_POLICY_CONFIG)
                            .value())
                    .isEqualTo(TopicConfig.CLEANUP_POLICY_COMPACT);
        }
    }
}
