package io.streambus.demo.progress;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** The end offsets of one cluster. Thread-safe: holds nothing but an admin client, which is. */
public final class ClusterEnds implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final Admin admin;
    private final String cluster;

    /** @param cluster the name that error messages give the cluster */
    public ClusterEnds(String cluster, String bootstrapServers) {
        this.cluster = cluster;
        this.admin = Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                AdminClientConfig.CLIENT_ID_CONFIG,
                "streambus-ends-" + cluster,
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                (int) TIMEOUT.toMillis() / 2,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                (int) TIMEOUT.toMillis()));
    }

    /**
     * @return the offset after the last record of each partition; 0 where the topic is not there yet
     * @throws KafkaException if the cluster does not answer within 20 s
     */
    public Map<TopicPartition, Long> of(List<TopicPartition> partitions) throws InterruptedException {
        try {
            // Asking for the offsets of a topic that is not there would take until the time-out.
            Set<String> topics = admin.listTopics().names().get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
            var present = admin.listOffsets(partitions.stream()
                            .filter(partition -> topics.contains(partition.topic()))
                            .collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest())))
                    .all()
                    .get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
            Map<TopicPartition, Long> ends = new HashMap<>();
            partitions.forEach(partition -> ends.put(partition, 0L));
            present.forEach((partition, end) -> ends.put(partition, end.offset()));
            return ends;
        } catch (ExecutionException | TimeoutException e) {
            throw new KafkaException("cluster " + cluster + " did not tell its end offsets: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(2));
    }
}
