package io.streambus.bridge.store;

import io.streambus.bridge.registry.ClusterStore;
import io.streambus.bridge.registry.PinnedCluster;
import io.streambus.bridge.registry.PinnedClusters;
import io.streambus.bridge.registry.StoredCluster;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The store in the hands of the leader: each write is a transaction under the store's one transactional id, which a successor takes over. A write
 * returns when the table shows it. Thread-safe: guarded by {@code this}, as a producer has one transaction at a time.
 */
final class FencedLinkStore implements LinkStore {

    private static final Duration WRITE_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(1);

    /** What Kafka puts around an entry's key and value: the head of a batch and that of a record, which are below 100 bytes. */
    private static final int FRAME = 128;

    /**
     * What stands beside the document in an entry (desired states, status with its reason, times, Connect clusters) stays below this. It changes without the user, so that
     * there must be room for it wherever the document was taken.
     */
    private static final int BESIDE_THE_DOCUMENT = 16 * 1_024;

    private final ReadBack table;
    private final TopicPartition partition;
    private final Producer<byte[], byte[]> producer;
    private final int largestEntry;
    private final Runnable lost;
    private boolean usable = true;

    /** @param producer with its transactions initialised; closed with this */
    FencedLinkStore(
            ReadBack table,
            TopicPartition partition,
            Producer<byte[], byte[]> producer,
            int largestEntry,
            Runnable lost) {
        this.table = table;
        this.partition = partition;
        this.producer = producer;
        this.largestEntry = largestEntry;
        this.lost = lost;
    }

    /**
     * @param reading reads the topic from its beginning; called once predecessors cannot write any more
     * @param largestEntry that the topic takes, in bytes
     */
    static FencedLinkStore open(
            Supplier<? extends ReadBack> reading,
            TopicPartition partition,
            Map<String, Object> clients,
            int largestEntry,
            URI url,
            Runnable lost) {
        Producer<byte[], byte[]> producer = producer(clients, partition.topic());
        try {
            producer.initTransactions();
            FencedLinkStore fenced = new FencedLinkStore(reading.get(), partition, producer, largestEntry, lost);
            // Read back, it proves that all that predecessors wrote has been read too.
            fenced.write(LeaderFormat.KEY, LeaderFormat.encode(url));
            return fenced;
        } catch (KafkaException e) {
            producer.close(Duration.ZERO);
            throw new StoreUnavailableException(
                    "taking over topic " + partition.topic() + " of the control cluster did not work: "
                            + TopicLinkStore.reason(e),
                    e);
        } catch (RuntimeException e) {
            producer.close(Duration.ZERO);
            throw e;
        }
    }

    @Override
    public List<StoredLink> all() {
        return table.all();
    }

    @Override
    public List<UnreadableLink> unreadable() {
        return table.unreadable();
    }

    @Override
    public ClusterStore clusters() {
        return new ClusterStore() {
            @Override
            public List<StoredCluster> all() {
                return table.clusters();
            }

            @Override
            public void put(StoredCluster cluster) {
                write(LinksTable.clusterKey(cluster.id()), StoredClusterFormat.encode(cluster));
            }

            @Override
            public void remove(String clusterId) {
                write(LinksTable.clusterKey(clusterId), null);
            }
        };
    }

    @Override
    public PinnedClusters pinned() {
        return new PinnedClusters() {
            @Override
            public List<PinnedCluster> all() {
                return table.pinned();
            }

            @Override
            public void put(PinnedCluster cluster) {
                write(LinksTable.pinnedKey(cluster.clusterId()), PinnedClusterFormat.encode(cluster));
            }
        };
    }

    @Override
    public void put(StoredLink link) {
        byte[] value = StoredLinkFormat.encode(link);
        requireRoom(link, value);
        write(link.id(), value);
    }

    /** Before the producer refuses it, which ends its transaction and with it this bridge's lead. */
    private void requireRoom(StoredLink link, byte[] value) {
        int room = largestEntry - FRAME - BESIDE_THE_DOCUMENT;
        if (value.length <= room) {
            return;
        }
        int document = StoredLinkFormat.encodeDocument(link.link()).length;
        if (document > room) {
            throw new LinkTooLargeException(link.id(), document, room, partition.topic());
        }
    }

    @Override
    public void remove(String id) {
        write(id, null);
    }

    private synchronized void write(String key, byte[] value) {
        if (!usable) {
            throw unavailable(key, "this bridge does not lead any more", null);
        }
        ProducerRecord<byte[], byte[]> entry = new ProducerRecord<>(
                partition.topic(), partition.partition(), key.getBytes(StandardCharsets.UTF_8), value);
        try {
            producer.beginTransaction();
            Future<RecordMetadata> written = producer.send(entry);
            producer.commitTransaction();
            table.awaitPosition(written.get().offset() + 1);
        } catch (KafkaException | ExecutionException e) {
            giveUp();
            throw unavailable(key, TopicLinkStore.reason(e), e);
        } catch (TimeoutException e) {
            giveUp();
            throw unavailable(key, TopicLinkStore.reason(e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            giveUp();
            throw unavailable(key, "it was interrupted", e);
        }
    }

    /**
     * Whether the write arrived is unknown, or it did and the owner of the link takes it for failed: only a new term, with all read again, makes the
     * next one safe.
     */
    private void giveUp() {
        usable = false;
        lost.run();
    }

    private StoreUnavailableException unavailable(String key, String reason, Throwable cause) {
        return new StoreUnavailableException(
                "entry " + key + " could not be written to topic " + partition.topic() + " of the control cluster: "
                        + reason,
                cause);
    }

    @Override
    public synchronized void close() {
        usable = false;
        producer.close(CLOSE_TIMEOUT);
    }

    private static Producer<byte[], byte[]> producer(Map<String, Object> clients, String topic) {
        Map<String, Object> settings = new HashMap<>(clients);
        settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, topic + ".leader");
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        settings.put(ProducerConfig.BATCH_SIZE_CONFIG, 0);
        int timeout = Math.toIntExact(WRITE_TIMEOUT.toMillis());
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, timeout / 2);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, timeout);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, timeout);
        settings.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, 2 * timeout);
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, LinksTopic.LARGEST_ENTRY);
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }
}
