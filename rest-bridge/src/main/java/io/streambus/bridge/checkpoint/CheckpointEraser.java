package io.streambus.bridge.checkpoint;

import io.streambus.bridge.cluster.ClientMeters;
import io.streambus.bridge.cluster.ClusterClients;
import io.streambus.bridge.cluster.ClusterUnreachableException;
import io.streambus.bridge.plan.Flow;
import io.streambus.connect.log.LogReader;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Takes the checkpoints of a flow away ({@link Erasure}). It reads the topic itself to its end, so that nothing the table has not seen yet stays
 * behind. Thread-safe: clients live for one call.
 */
final class CheckpointEraser {

    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final ClusterClients clients;
    private final ClientMeters meters;
    private final Clock clock;

    CheckpointEraser(ClusterClients clients, ClientMeters meters, Clock clock) {
        this.clients = clients;
        this.meters = meters;
        this.clock = clock;
    }

    /**
     * Erases what is there, and leaves a claim that voids what tasks of before may still write.
     *
     * @param right throws if nothing may be erased any more; reading takes long enough for that to change
     * @throws ClusterUnreachableException if the target did not answer in time
     */
    void erase(Flow flow, Runnable right) {
        right.run();
        try (Consumer<byte[], byte[]> consumer = consumer(flow)) {
            Erasure erasure = new Erasure(flow.name(), consumer, right, clock, PATIENCE);
            if (erasure.look()) {
                erase(flow, erasure);
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

    private void erase(Flow flow, Erasure erasure) throws ExecutionException, InterruptedException, TimeoutException {
        try (Producer<byte[], byte[]> producer = producer(flow);
                ClientMeters.Bound bound = meters.bind(flow.target().clusterId(), producer)) {
            erasure.erase(producer);
        }
    }

    private Consumer<byte[], byte[]> consumer(Flow flow) {
        return new KafkaConsumer<>(LogReader.settings(settings(flow)));
    }

    private Producer<byte[], byte[]> producer(Flow flow) {
        Map<String, Object> settings = settings(flow);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Math.toIntExact(PATIENCE.toMillis()));
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, ClusterClients.TIMEOUT.toMillis());
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private Map<String, Object> settings(Flow flow) {
        return clients.settings(flow.target(), "streambus-bridge-eraser-" + flow.name());
    }

    private static ClusterUnreachableException unreachable(Flow flow, Exception e) {
        return new ClusterUnreachableException(
                "the checkpoints of flow " + flow.name() + " could not be erased from cluster "
                        + flow.target().clusterId() + ": " + ClusterClients.reason(flow.target(), e),
                e);
    }
}
