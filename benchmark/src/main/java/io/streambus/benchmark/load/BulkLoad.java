package io.streambus.benchmark.load;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes a case's data to the source, once for all contenders. */
public final class BulkLoad {

    private static final int BUFFER_BYTES = 64 << 20;
    private static final long SEED = 20_260_101;

    private BulkLoad() {}

    /**
     * Returns when everything is acknowledged.
     *
     * @param topic exists
     * @param records in all, spread evenly over the partitions
     */
    public static void write(String bootstrapServers, String topic, int partitions, RecordShape shape, long records) {
        RecordFactory factory = new RecordFactory(shape, SEED);
        long startMs = System.currentTimeMillis();
        AtomicReference<Exception> failure = new AtomicReference<>();
        try (KafkaProducer<byte[], byte[]> producer = producer(bootstrapServers, shape, 20, partitions)) {
            for (long number = 0; number < records && failure.get() == null; number++) {
                var unused = producer.send(
                        factory.record(topic, (int) (number % partitions), number, startMs + number / 100, 0),
                        (metadata, fault) -> {
                            if (fault != null) {
                                failure.set(fault);
                            }
                        });
            }
        }
        if (failure.get() != null) {
            throw new IllegalStateException(
                    "the topic " + topic + " of the source could not be filled: "
                            + failure.get().getMessage(),
                    failure.get());
        }
    }

    static KafkaProducer<byte[], byte[]> producer(
            String bootstrapServers, RecordShape shape, int lingerMs, int partitions) {
        Map<String, Object> settings = new HashMap<>();
        settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, shape.codec());
        settings.put(ProducerConfig.LINGER_MS_CONFIG, lingerMs);
        // One batch of each partition takes at most half of the buffer, or batches would leave with a record each.
        settings.put(ProducerConfig.BATCH_SIZE_CONFIG, Math.min(128 << 10, BUFFER_BYTES / 2 / partitions));
        settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, (long) BUFFER_BYTES);
        // A broker takes any number as a producer's first one. Of several requests in flight to a partition that is
        // just being made, the second may be the first to find it, and then the first one, tried again, is out of
        // order for ever.
        settings.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }
}
