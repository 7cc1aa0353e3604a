package io.streambus.bridge.store;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Links in a compacted topic, read to its end on opening and followed from then on: a write returns when the table shows it.
 *
 * <p>Thread-safe: {@code table} and {@code position} are guarded by {@code this}; the consumer is confined to the reading thread.
 */
public final class TopicLinkStore implements LinkStore {

    private static final Logger LOG = LoggerFactory.getLogger(TopicLinkStore.class);
    private static final Duration WRITE_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration READ_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(1);

    private final TopicPartition partition;
    private final Consumer<byte[], byte[]> consumer;
    private final Producer<byte[], byte[]> producer;
    private final Thread reader;
    private final Map<String, StoredLink> table = new TreeMap<>();
    private long position;
    private volatile boolean closed;

    private TopicLinkStore(
            TopicPartition partition, Consumer<byte[], byte[]> consumer, Producer<byte[], byte[]> producer) {
        this.partition = partition;
        this.consumer = consumer;
        this.producer = producer;
        this.reader = new Thread(this::follow, "streambus-links-store");
        reader.setDaemon(true);
    }

    /**
     * Opens the store and reads all of it, creating its topic where it is missing.
     *
     * @param clients how to reach the control cluster: {@code bootstrap.servers} and whatever else its clients need
     * @throws StoreUnavailableException if the control cluster did not answer in time
     * @throws IllegalStateException if the topic is there and would lose links
     */
    public static TopicLinkStore open(Map<String, String> clients, LinksTopic topic) {
        Map<String, Object> settings = new HashMap<>(clients);
        settings.putIfAbsent("client.id", "streambus-bridge-links");
        try (Admin admin = Admin.create(settings)) {
            topic.ensure(admin);
        } catch (KafkaException e) {
            throw new StoreUnavailableException("no client for the control cluster: " + reason(e), e);
        }
        TopicPartition partition = new TopicPartition(topic.name(), 0);
        Consumer<byte[], byte[]> consumer = consumer(settings);
        try {
            Producer<byte[], byte[]> producer = producer(settings);
            TopicLinkStore store = new TopicLinkStore(partition, consumer, producer);
            try {
                store.readToEnd();
                store.reader.start();
                return store;
            } catch (RuntimeException e) {
                producer.close(Duration.ZERO);
                throw e;
            }
        } catch (KafkaException e) {
            consumer.close();
            throw new StoreUnavailableException("reading topic " + topic.name() + " did not work: " + reason(e), e);
        } catch (RuntimeException e) {
            consumer.close();
            throw e;
        }
    }

    @Override
    public synchronized List<StoredLink> all() {
        return List.copyOf(table.values());
    }

    @Override
    public void put(StoredLink link) {
        write(link.id(), StoredLinkFormat.encode(link));
    }

    @Override
    public void remove(String id) {
        write(id, null);
    }

    private void write(String id, byte[] value) {
        ProducerRecord<byte[], byte[]> entry = new ProducerRecord<>(
                partition.topic(), partition.partition(), id.getBytes(StandardCharsets.UTF_8), value);
        try {
            RecordMetadata written = producer.send(entry).get(WRITE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
            awaitPosition(written.offset() + 1);
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            throw new StoreUnavailableException(
                    "link " + id + " could not be written to topic " + partition.topic() + " of the control cluster: "
                            + reason(e),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailableException("writing link " + id + " was interrupted", e);
        }
    }

    private synchronized void awaitPosition(long wanted) throws InterruptedException, TimeoutException {
        long deadline = System.nanoTime() + WRITE_TIMEOUT.toNanos();
        while (position < wanted) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0 || closed) {
                throw new TimeoutException("it was written, but could not be read back in time");
            }
            wait(left);
        }
    }

    private void readToEnd() {
        consumer.assign(List.of(partition));
        consumer.seekToBeginning(List.of(partition));
        long end = consumer.endOffsets(List.of(partition), READ_TIMEOUT).get(partition);
        long deadline = System.nanoTime() + READ_TIMEOUT.toNanos();
        while (consumer.position(partition, READ_TIMEOUT) < end) {
            poll();
            if (System.nanoTime() > deadline) {
                throw new StoreUnavailableException(
                        "topic " + partition.topic() + " was not read to its end within " + READ_TIMEOUT.toSeconds()
                                + " s",
                        null);
            }
        }
    }

    private void follow() {
        boolean failing = false;
        while (!closed) {
            try {
                poll();
                if (failing) {
                    LOG.info("Topic {} of the control cluster is being read again.", partition.topic());
                    failing = false;
                }
            } catch (WakeupException e) {
                // close() has called; the loop's condition says so too.
            } catch (KafkaException e) {
                if (!failing) {
                    LOG.warn("Topic {} of the control cluster cannot be read: {}", partition.topic(), reason(e));
                    failing = true;
                }
            }
        }
        consumer.close();
    }

    private void poll() {
        for (ConsumerRecord<byte[], byte[]> entry : consumer.poll(Duration.ofMillis(500))) {
            accept(entry);
        }
        long read = consumer.position(partition, READ_TIMEOUT);
        synchronized (this) {
            position = read;
            notifyAll();
        }
    }

    private synchronized void accept(ConsumerRecord<byte[], byte[]> entry) {
        String id = new String(entry.key(), StandardCharsets.UTF_8);
        if (entry.value() == null) {
            table.remove(id);
            return;
        }
        try {
            table.put(id, StoredLinkFormat.decode(entry.value()));
        } catch (UnreadableEntryException e) {
            LOG.error(
                    "Link {} at offset {} of topic {} cannot be read and is left alone: {}. Run the bridge version that wrote it,"
                            + " or delete the entry.",
                    id,
                    entry.offset(),
                    partition.topic(),
                    e.getMessage());
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        consumer.wakeup();
        producer.close(CLOSE_TIMEOUT);
        try {
            reader.join(CLOSE_TIMEOUT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Consumer<byte[], byte[]> consumer(Map<String, Object> clients) {
        Map<String, Object> settings = new HashMap<>(clients);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private static Producer<byte[], byte[]> producer(Map<String, Object> clients) {
        Map<String, Object> settings = new HashMap<>(clients);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        settings.put(ProducerConfig.BATCH_SIZE_CONFIG, 0);
        int timeout = Math.toIntExact(WRITE_TIMEOUT.toMillis());
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, timeout / 2);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, timeout);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, timeout);
        // Room for the largest document that the API takes.
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 4 * 1_024 * 1_024);
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private static String reason(Throwable e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }
}
