package io.streambus.e2e.lossless;

import io.streambus.connect.checkpoint.CheckpointReader;
import io.streambus.connect.checkpoint.PartitionCheckpoint;
import io.streambus.e2e.replication.Cluster;
import io.streambus.e2e.replication.Clusters;
import io.streambus.e2e.replication.Eventually;
import io.streambus.runtime.ConnectRuntime;
import io.streambus.runtime.ConnectRuntimeException;
import io.streambus.runtime.ConnectorStatus;
import io.streambus.runtime.InitialState;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.awaitility.core.ThrowingRunnable;

/** Flows from west to east on one worker, and what their operator does and sees. Thread-safe. */
final class LosslessFlows {

    /** A failing task waits so long for records that the target has not acknowledged: five seconds by default. */
    static final Map<String, String> WORKER = Map.of("offset.flush.timeout.ms", "1000");

    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final Clusters clusters;
    private final Supplier<ConnectRuntime> runtime;

    /** @param runtime as it is now: a worker that is started again has another one */
    LosslessFlows(Clusters clusters, Supplier<ConnectRuntime> runtime) {
        this.clusters = clusters;
        this.runtime = runtime;
    }

    /** Names kept, one task, topics of the target taken as they are. */
    Map<String, String> settings(String topics, Map<String, String> more) {
        Map<String, String> settings = new HashMap<>();
        settings.put("tasks.max", "1");
        settings.put("replication.policy.class", "org.apache.kafka.connect.mirror.IdentityReplicationPolicy");
        settings.put("existing.topics", "adopt");
        settings.put("sync.topic.configs.enabled", "false");
        settings.putAll(more);
        return clusters.westToEast(topics, settings);
    }

    /** Returns when it runs; it is called as its topics. */
    void run(String topics, Map<String, String> more) {
        run(topics, topics, more);
    }

    void run(String flow, String topics, Map<String, String> more) {
        create(flow, topics, more);
        awaitRunning(flow);
    }

    void create(String flow, String topics, Map<String, String> more) {
        runtime.get().create(flow, settings(topics, more), InitialState.RUNNING);
    }

    void awaitRunning(String flow) {
        Eventually.become(
                () -> {
                    ConnectorStatus status = runtime.get().status(flow);
                    return !status.tasks().isEmpty()
                            && instances(status)
                                    .allMatch(instance -> instance.state() == ConnectorStatus.State.RUNNING);
                },
                flow + " runs");
    }

    /** Why the connector or its task has failed, as Connect says; empty while neither has. */
    Optional<String> failure(String flow) {
        return instances(runtime.get().status(flow))
                .filter(instance -> instance.state() == ConnectorStatus.State.FAILED)
                .map(instance -> instance.trace().orElse(""))
                .findFirst();
    }

    private static Stream<ConnectorStatus.Instance> instances(ConnectorStatus status) {
        return Stream.concat(
                Stream.of(status.connector()), status.tasks().stream().map(ConnectorStatus.Task::instance));
    }

    void stop(String flow) {
        runtime.get().stop(flow);
        Eventually.become(
                () -> {
                    ConnectorStatus status = runtime.get().status(flow);
                    return status.connector().state() == ConnectorStatus.State.STOPPED
                            && status.tasks().isEmpty();
                },
                flow + " is stopped");
    }

    void resume(String flow) {
        runtime.get().resume(flow);
        awaitRunning(flow);
    }

    /**
     * Waits for what must come true. A task that fails meanwhile is started again through Connect's REST, as its operator would, however often.
     *
     * @return how often it was started again
     */
    int restartingUntil(String flow, ThrowingRunnable assertion) {
        AtomicInteger restarts = new AtomicInteger();
        Eventually.assertThat(() -> {
            if (restartIfFailed(flow)) {
                restarts.incrementAndGet();
            }
            assertion.run();
        });
        return restarts.get();
    }

    boolean restartIfFailed(String flow) {
        try {
            boolean failed = failure(flow).isPresent();
            if (failed) {
                runtime.get().restartFailed(flow);
            }
            return failed;
        } catch (ConnectRuntimeException e) {
            // Busy with a rebalance, or with the restart before: asked again soon.
            return false;
        }
    }

    /** The newest one; empty before the first. */
    Optional<PartitionCheckpoint> checkpoint(String flow, String topic, int partition) {
        Cluster east = clusters.east();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        east.bootstrapServers(),
                        "allow.auto.create.topics",
                        false,
                        "enable.auto.commit",
                        false),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            return Optional.ofNullable(
                    new CheckpointReader(consumer, TIMEOUT).read(flow).get(new TopicPartition(topic, partition)));
        }
    }

    /** Why the partition stands still, as its checkpoint says; empty while it does not. */
    Optional<String> standsStill(String flow, String topic, int partition) {
        return checkpoint(flow, topic, partition).flatMap(PartitionCheckpoint::error);
    }

    void deleteAll() {
        runtime.get().connectors().forEach(runtime.get()::delete);
    }
}
