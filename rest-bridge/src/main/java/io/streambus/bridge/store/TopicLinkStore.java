package io.streambus.bridge.store;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Links in a compacted topic, read to its end on opening and followed from then on by every bridge. The bridge that {@linkplain #lead leads}
 * writes, in transactions that its successor fences.
 *
 * <p>Thread-safe: {@code table} and {@code position} are guarded by {@code this}; the consumer is confined to the reading thread.
 */
public final class TopicLinkStore implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TopicLinkStore.class);
    private static final Duration READ_BACK_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration READ_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(1);

    private final TopicPartition partition;
    private final Consumer<byte[], byte[]> consumer;
    private final Map<String, Object> clients;
    private final Thread reader;
    private final Map<String, StoredLink> table = new TreeMap<>();
    private Optional<URI> leader = Optional.empty();
    private long position;
    private volatile boolean closed;

    private TopicLinkStore(TopicPartition partition, Consumer<byte[], byte[]> consumer, Map<String, Object> clients) {
        this.partition = partition;
        this.consumer = consumer;
        this.clients = clients;
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
            TopicLinkStore store = new TopicLinkStore(partition, consumer, settings);
            store.readToEnd();
            store.reader.start();
            return store;
        } catch (KafkaException e) {
            consumer.close();
            throw new StoreUnavailableException("reading topic " + topic.name() + " did not work: " + reason(e), e);
        } catch (RuntimeException e) {
            consumer.close();
            throw e;
        }
    }

    /** All links that can be read, by id. */
    public synchronized List<StoredLink> all() {
        return List.copyOf(table.values());
    }

    /** Where the bridge is that led last; it may have ended since. */
    public synchronized Optional<URI> leader() {
        return leader;
    }

    /**
     * Takes the right to write from whoever had it, and tells all readers so. When this returns, everything that a predecessor has written is in
     * {@link #all()}, and nothing that it writes from now on is taken.
     *
     * @param url where the caller's API is
     * @param lost called, from any thread, when a successor has fenced this bridge or a write has ended so that no other may follow
     * @throws StoreUnavailableException if the control cluster did not answer in time
     */
    public LinkStore lead(URI url, Runnable lost) {
        return FencedLinkStore.open(this, partition, clients, url, lost);
    }

    /** Waits until the table shows all entries before an offset. */
    synchronized void awaitPosition(long wanted) throws InterruptedException, TimeoutException {
        long deadline = System.nanoTime() + READ_BACK_TIMEOUT.toNanos();
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
        if (id.equals(LeaderFormat.KEY)) {
            leader = Optional.ofNullable(entry.value()).flatMap(LeaderFormat::decode);
            return;
        }
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
        // What a fenced leader wrote without committing was never said.
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    static String reason(Throwable e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }
}
