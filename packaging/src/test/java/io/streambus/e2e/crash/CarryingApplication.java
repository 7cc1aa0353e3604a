package io.streambus.e2e.crash;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.streambus.e2e.replication.Cluster;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * What many applications are: reads one topic, writes each record with another value to the same partition of another topic, and keeps the headers.
 * Runs until it is closed.
 */
final class CarryingApplication implements AutoCloseable {

    private static final String PREFIX = "carried on: ";

    private final AtomicBoolean running = new AtomicBoolean(true);
    private final AtomicReference<RuntimeException> failure = new AtomicReference<>();
    private final Thread thread;

    CarryingApplication(Cluster cluster, String from, String to, int partitions) {
        thread = new Thread(() -> work(cluster, from, to, partitions), "application-" + to);
        thread.start();
    }

    private void work(Cluster cluster, String from, String to, int partitions) {
        List<TopicPartition> assigned = IntStream.range(0, partitions)
                .mapToObj(partition -> new TopicPartition(from, partition))
                .toList();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                        Map.of("bootstrap.servers", cluster.bootstrapServers(), "auto.offset.reset", "earliest"),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer());
                KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                        Map.of("bootstrap.servers", cluster.bootstrapServers()),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            consumer.assign(assigned);
            while (running.get()) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    byte[] value = (PREFIX + new String(record.value(), UTF_8)).getBytes(UTF_8);
                    var unused = producer.send(
                            new ProducerRecord<>(to, record.partition(), record.key(), value, record.headers()));
                }
                producer.flush();
            }
        } catch (UnknownTopicOrPartitionException e) {
            failure.set(new IllegalStateException(from + " or " + to + " must be there first", e));
        } catch (RuntimeException e) {
            failure.set(e);
        }
    }

    static boolean wrote(ConsumerRecord<byte[], byte[]> record) {
        return new String(record.value(), UTF_8).startsWith(PREFIX);
    }

    /** Returns when everything that it has read is written. */
    @Override
    public void close() throws InterruptedException {
        running.set(false);
        thread.join();
        if (failure.get() != null) {
            throw failure.get();
        }
    }
}
