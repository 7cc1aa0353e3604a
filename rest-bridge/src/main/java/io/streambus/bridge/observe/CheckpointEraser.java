package io.streambus.bridge.observe;

import io.streambus.bridge.lifecycle.ClusterUnreachableException;
import io.streambus.bridge.plan.Flow;
import io.streambus.connect.checkpoint.CheckpointFormat;
import io.streambus.connect.checkpoint.CheckpointKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Writes tombstones for the checkpoints of a flow. It reads the topic itself to its end, so that nothing the table has not seen yet stays behind.
 * Thread-safe: clients live for one call.
 */
final class CheckpointEraser {

    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final ClusterClients clients;
    private final ClientMeters meters;

    CheckpointEraser(ClusterClients clients, ClientMeters meters) {
        this.clients = clients;
        this.meters = meters;
    }

    /**
     * Erases what is there.
     *
     * @param right throws if nothing may be erased any more; reading takes long enough for that to change
     * @throws ClusterUnreachableException if the target did not answer in time
     */
    void erase(Flow flow, Runnable right) {
        right.run();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try {
            Collection<ProducerRecord<byte[], byte[]>> tombstones = tombstones(flow, deadline);
            if (!tombstones.isEmpty()) {
                right.run();
                bury(flow, tombstones, deadline);
            }
        } catch (InterruptException e) {
            throw unreachable(flow, e);
        } catch (KafkaException | ExecutionException | TimeoutException e) {
            throw unreachable(flow, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unreachable(flow, e);
        }
    }

    private Collection<ProducerRecord<byte[], byte[]>> tombstones(Flow flow, long deadline) throws TimeoutException {
        Map<CheckpointKey, ProducerRecord<byte[], byte[]>> tombstones = new LinkedHashMap<>();
        try (Consumer<byte[], byte[]> consumer = consumer(flow)) {
            List<TopicPartition> partitions =
                    consumer.partitionsFor(CheckpointFormat.TOPIC, ClusterClients.TIMEOUT).stream()
                            .map(info -> new TopicPartition(info.topic(), info.partition()))
                            .toList();
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, ClusterClients.TIMEOUT);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            while (!atEnd(consumer, ends)) {
                if (System.nanoTime() > deadline) {
                    throw new TimeoutException(
                            "reading its checkpoints took longer than " + PATIENCE.toSeconds() + " s");
                }
                for (ConsumerRecord<byte[], byte[]> entry : consumer.poll(Duration.ofMillis(200))) {
                    note(flow, entry, tombstones);
                }
            }
        }
        return tombstones.values();
    }

    private static void note(
            Flow flow,
            ConsumerRecord<byte[], byte[]> entry,
            Map<CheckpointKey, ProducerRecord<byte[], byte[]>> tombstones) {
        Optional<CheckpointKey> key = key(entry);
        if (key.filter(known -> known.flow().equals(flow.connector())).isEmpty()) {
            return;
        }
        if (entry.value() == null) {
            tombstones.remove(key.get());
        } else {
            tombstones.put(key.get(), new ProducerRecord<>(entry.topic(), entry.partition(), entry.key(), null));
        }
    }

    private static Optional<CheckpointKey> key(ConsumerRecord<byte[], byte[]> entry) {
        try {
            return entry.key() == null ? Optional.empty() : CheckpointFormat.decodeKey(entry.key());
        } catch (IllegalArgumentException e) {
            // Not ours, so nothing to erase.
            return Optional.empty();
        }
    }

    private void bury(Flow flow, Collection<ProducerRecord<byte[], byte[]>> tombstones, long deadline)
            throws ExecutionException, InterruptedException, TimeoutException {
        try (Producer<byte[], byte[]> producer = producer(flow);
                ClientMeters.Bound bound = meters.bind(flow.target().clusterId(), producer)) {
            List<Future<?>> written = new ArrayList<>();
            for (ProducerRecord<byte[], byte[]> tombstone : tombstones) {
                written.add(producer.send(tombstone));
            }
            for (Future<?> each : written) {
                each.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
            }
        }
    }

    private static boolean atEnd(Consumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream()
                .allMatch(end -> consumer.position(end.getKey(), ClusterClients.TIMEOUT) >= end.getValue());
    }

    private Consumer<byte[], byte[]> consumer(Flow flow) {
        Map<String, Object> settings = settings(flow);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private Producer<byte[], byte[]> producer(Flow flow) {
        Map<String, Object> settings = settings(flow);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Math.toIntExact(PATIENCE.toMillis()));
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, ClusterClients.TIMEOUT.toMillis());
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private Map<String, Object> settings(Flow flow) {
        return clients.settings(flow.target(), "streambus-bridge-eraser-" + flow.connector());
    }

    private static ClusterUnreachableException unreachable(Flow flow, Exception e) {
        return new ClusterUnreachableException(
                "the checkpoints of flow " + flow.connector() + " could not be erased from cluster "
                        + flow.target().clusterId() + ": " + Reason.of(e),
                e);
    }
}
