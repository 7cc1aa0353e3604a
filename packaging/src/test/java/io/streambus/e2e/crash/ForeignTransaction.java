package io.streambus.e2e.crash;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.streambus.e2e.replication.Cluster;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Somebody's transaction over each partition of a topic: who reads committed records sees nothing behind it until it is closed, which aborts it. */
final class ForeignTransaction implements AutoCloseable {

    /** Longer than any test takes. Brokers allow a quarter of that unless {@code transaction.max.timeout.ms} says so. */
    static final Duration TIMEOUT = Duration.ofHours(1);

    private final KafkaProducer<byte[], byte[]> producer;
    private final AtomicBoolean open = new AtomicBoolean(true);

    ForeignTransaction(Cluster cluster, String topic, int partitions) {
        producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        cluster.bootstrapServers(),
                        "transactional.id",
                        "somebody-else-on-" + topic,
                        "transaction.timeout.ms",
                        (int) TIMEOUT.toMillis()),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        producer.initTransactions();
        producer.beginTransaction();
        for (int partition = 0; partition < partitions; partition++) {
            var unused = producer.send(new ProducerRecord<>(topic, partition, null, "somebody's".getBytes(UTF_8)));
        }
        producer.flush();
    }

    /** Idempotent. */
    @Override
    public void close() {
        if (open.getAndSet(false)) {
            producer.abortTransaction();
            producer.close();
        }
    }
}
