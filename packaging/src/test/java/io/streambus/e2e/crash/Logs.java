package io.streambus.e2e.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.streambus.connect.checkpoint.CheckpointReader;
import io.streambus.connect.checkpoint.PartitionCheckpoint;
import io.streambus.e2e.replication.Cluster;
import io.streambus.e2e.replication.Eventually;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.quota.ClientQuotaAlteration;
import org.apache.kafka.common.quota.ClientQuotaEntity;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** How far the logs of a cluster reach by now, open transactions or not, and what a flow to it says of itself. Thread-safe. */
final class Logs implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final String bootstrapServers;
    private final Admin admin;

    Logs(Cluster cluster) {
        bootstrapServers = cluster.bootstrapServers();
        admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
    }

    /** What is not committed counts too; empty if there is no such topic. */
    Map<TopicPartition, Long> ends(String topic, int partitions) {
        Map<TopicPartition, OffsetSpec> wanted = IntStream.range(0, partitions)
                .boxed()
                .collect(Collectors.toMap(partition -> new TopicPartition(topic, partition), p -> OffsetSpec.latest()));
        try {
            Map<TopicPartition, Long> ends = new HashMap<>();
            if (topics().contains(topic)) {
                admin.listOffsets(wanted).all().get().forEach((partition, end) -> ends.put(partition, end.offset()));
            }
            return ends;
        } catch (ExecutionException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The sum of the {@link #ends}; 0 if there is no such topic. */
    long size(String topic, int partitions) {
        return ends(topic, partitions).values().stream().mapToLong(end -> end).sum();
    }

    Set<String> topics() throws ExecutionException, InterruptedException {
        return new TreeSet<>(admin.listTopics().names().get());
    }

    /** How fast every client of the cluster may read, each for itself; without a value as fast as it likes. */
    void limitReading(Double bytesPerSecond) throws ExecutionException, InterruptedException {
        ClientQuotaEntity everyClient =
                new ClientQuotaEntity(Collections.singletonMap(ClientQuotaEntity.CLIENT_ID, null));
        admin.alterClientQuotas(List.of(new ClientQuotaAlteration(
                        everyClient, List.of(new ClientQuotaAlteration.Op("consumer_byte_rate", bytesPerSecond)))))
                .all()
                .get();
    }

    /** The newest checkpoints of the flow to this cluster, by source partition. */
    Map<TopicPartition, PartitionCheckpoint> checkpoints(String flow) {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers, "enable.auto.commit", "false"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            return new CheckpointReader(consumer, TIMEOUT).read(flow);
        }
    }

    /** Waits until the flow says that it has come to the source's end with each of the topic's partitions. */
    void awaitCaughtUp(String flow, Logs source, String topic, int partitions) {
        Map<TopicPartition, Long> ends = source.ends(topic, partitions);
        Eventually.assertThat(() -> {
            Map<TopicPartition, PartitionCheckpoint> checkpoints = checkpoints(flow);
            ends.forEach((partition, end) -> {
                assertThat(checkpoints).as("checkpoints of %s", flow).containsKey(partition);
                PartitionCheckpoint checkpoint = checkpoints.get(partition);
                assertThat(checkpoint.error())
                        .as("why %s stands still", partition)
                        .isEmpty();
                assertThat(checkpoint.nextSourceOffset())
                        .as("how far %s has come with %s", flow, partition)
                        .isGreaterThanOrEqualTo(end);
            });
        });
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(2));
    }
}
