package io.streambus.e2e.sweep;

import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A producer that has begun a transaction and does not end it. Confined to the test's thread. */
final class HeldTransaction {

    private KafkaProducer<byte[], byte[]> producer;

    void open(String bootstrapServers, String topic) {
        producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers,
                        "transactional.id",
                        "held",
                        "transaction.timeout.ms",
                        "600000"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        producer.initTransactions();
        producer.beginTransaction();
        var unused = producer.send(new ProducerRecord<>(topic, 0, null, new byte[10]));
        producer.flush();
    }

    void abort() {
        producer.abortTransaction();
        producer.close();
    }
}
