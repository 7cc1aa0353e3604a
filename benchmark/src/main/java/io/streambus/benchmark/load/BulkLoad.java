package io.streambus.benchmark.load;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes a case's data to the source, once for all candidates. */
public final class BulkLoad {

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
        try (KafkaProducer<byte[], byte[]> producer = producer(bootstrapServers, shape, 5)) {
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

    static KafkaProducer<byte[], byte[]> producer(String bootstrapServers, RecordShape shape, int lingerMs) {
        Map<String, Object> settings = new HashMap<>();
        settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, shape.codec());
        settings.put(ProducerConfig.LINGER_MS_CONFIG, lingerMs);
        settings.put(ProducerConfig.BATCH_SIZE_CONFIG, 128 * 1024);
        settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 64L << 20);
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }
}
