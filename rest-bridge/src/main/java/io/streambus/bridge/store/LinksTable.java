package io.streambus.bridge.store;

import io.streambus.bridge.registry.ClusterDirectory;
import io.streambus.bridge.registry.PinnedCluster;
import io.streambus.bridge.registry.RegisteredCluster;
import io.streambus.bridge.registry.StoredCluster;
import io.streambus.connect.log.LogReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one reading of the links topic has come to: from its beginning to its end on opening, and followed from then on.
 *
 * <p>Thread-safe: {@code clusters}, {@code pinned}, {@code links}, {@code leader}, {@code atEnd} and {@code position} are guarded by {@code this}; the consumer is confined to the reading thread.
 */
final class LinksTable implements ReadBack, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LinksTable.class);
    private static final Duration READ_BACK_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration READ_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(1);

    private final TopicPartition partition;
    private final Consumer<byte[], byte[]> consumer;
    private final Thread reader;
    private final Entries<StoredCluster> clusters = Entries.of("cluster", StoredClusterFormat::decode);
    private final Entries<PinnedCluster> pinned = Entries.of("identity", PinnedClusterFormat::decode);
    private final Entries<StoredLink> links = Entries.unmarked(bytes -> StoredLinkFormat.decode(bytes, directory()));
    private Optional<URI> leader = Optional.empty();
    private long position;
    /** Before that, what cannot be read may have been replaced by what can. */
    private boolean atEnd;

    private volatile boolean closed;

    LinksTable(TopicPartition partition, Consumer<byte[], byte[]> consumer) {
        this.partition = partition;
        this.consumer = consumer;
        this.reader = new Thread(this::follow, "streambus-links-store");
        reader.setDaemon(true);
    }

    /** @throws StoreUnavailableException if the control cluster did not answer in time */
    static LinksTable open(TopicPartition partition, Map<String, Object> clients) {
        try {
            return open(partition, consumer(clients));
        } catch (KafkaException e) {
            throw unreadable(partition, e);
        }
    }

    /** @param consumer of nothing yet; closed with the table, or when it cannot be opened */
    static LinksTable open(TopicPartition partition, Consumer<byte[], byte[]> consumer) {
        try {
            LinksTable table = new LinksTable(partition, consumer);
            table.readToEnd();
            table.reader.start();
            return table;
        } catch (KafkaException e) {
            consumer.close();
            throw unreadable(partition, e);
        } catch (RuntimeException e) {
            consumer.close();
            throw e;
        }
    }

    private static StoreUnavailableException unreadable(TopicPartition partition, KafkaException e) {
        return new StoreUnavailableException(
                "reading topic " + partition.topic() + " did not work: " + TopicLinkStore.reason(e), e);
    }

    @Override
    public synchronized List<StoredLink> all() {
        return links.readable();
    }

    @Override
    public synchronized List<StoredCluster> clusters() {
        return clusters.readable();
    }

    @Override
    public synchronized List<PinnedCluster> pinned() {
        return pinned.readable();
    }

    static String pinnedKey(String clusterId) {
        return Entries.key("identity", clusterId);
    }

    static String clusterKey(String clusterId) {
        return Entries.key("cluster", clusterId);
    }

    /** What links take from registered clusters, as far as the topic has been read. */
    private ClusterDirectory directory() {
        Map<String, RegisteredCluster> byId = new TreeMap<>();
        clusters.readable().forEach(stored -> byId.put(stored.id(), stored.cluster()));
        return ClusterDirectory.of(byId);
    }

    @Override
    public synchronized List<UnreadableLink> unreadable() {
        return links.unreadable().stream().map(UnreadableLink::of).toList();
    }

    synchronized Optional<URI> leader() {
        return leader;
    }

    @Override
    public synchronized void awaitPosition(long wanted) throws InterruptedException, TimeoutException {
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
        long end = new LogReader(consumer, partition, READ_TIMEOUT).readAll(this::accept);
        reached(end);
        reachedEnd();
    }

    private synchronized void reachedEnd() {
        atEnd = true;
        links.readAgain();
        links.unreadable().forEach(this::report);
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
                    LOG.warn(
                            "Topic {} of the control cluster cannot be read: {}",
                            partition.topic(),
                            TopicLinkStore.reason(e));
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
        reached(consumer.position(partition, READ_TIMEOUT));
    }

    private synchronized void reached(long read) {
        position = read;
        notifyAll();
    }

    /** Entries of kinds that this bridge does not know are somebody else's, and pass in silence. */
    private synchronized void accept(ConsumerRecord<byte[], byte[]> entry) {
        String key = new String(entry.key(), StandardCharsets.UTF_8);
        if (key.equals(LeaderFormat.KEY)) {
            leader = Optional.ofNullable(entry.value()).flatMap(LeaderFormat::decode);
        } else if (clusters.owns(key)) {
            clusters.accept(key, entry.value()).ifPresent(this::reportCluster);
            if (atEnd) {
                links.readAgain();
            }
        } else if (pinned.owns(key)) {
            // What cannot be read is found out and written again.
            pinned.accept(key, entry.value());
        } else if (links.owns(key)) {
            links.accept(key, entry.value()).filter(unreadable -> atEnd).ifPresent(this::report);
        }
    }

    private void reportCluster(Entries.Unreadable cluster) {
        LOG.error(
                "Registered cluster {} in topic {} cannot be read and is left alone: {}. Register it again, or run the bridge"
                        + " version that wrote it.",
                cluster.id(),
                partition.topic(),
                cluster.fault().getMessage());
    }

    private void report(Entries.Unreadable link) {
        LOG.error(
                "Link {} in topic {} cannot be read and is left alone: {}. {}.",
                link.id(),
                partition.topic(),
                link.fault().getMessage(),
                link.fault().faults().isEmpty()
                        ? "Run the bridge version that wrote it, or delete the entry"
                        : "PUT a mended document");
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
        Map<String, Object> settings = LogReader.settings(clients);
        // What a fenced leader wrote without committing was never said.
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        return new KafkaConsumer<>(settings);
    }
}
